"""The model base, UTC columns, and the tools that make "exactly once" true: claim, insert_once, again."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    DateTime,
    Engine,
    Insert,
    Table,
    bindparam,
    case,
    insert,
    inspect,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.types import TypeDecorator

from storefront.extensions import Base, db

if TYPE_CHECKING:

    class Model(Base):
        """The parent of every mapped class."""

        __abstract__ = True

else:
    Model = db.Model

T = TypeVar("T")
CALLED_OFF = frozenset({"40001", "40P01"})
"""What PostgreSQL says when it ends one of two transactions that hindered each other."""

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""True while the present request, job or command may write: SQLite then begins IMMEDIATE."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. Refuses naive values; SQLite stores it without the zone, PostgreSQL with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Give the zone back that SQLite drops."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table_of(model: type[Model]) -> Table:
    """The table under a model: for statements that need nothing of the session, and cost a third then."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


@dataclass(frozen=True)
class AtLeast:
    """For `claim`: a column that only grows, and stays as it is where it is larger already."""

    value: int


def claim(row: Model, column: InstrumentedAttribute[Any], from_: Any, to: Any, **also: Any) -> bool:
    """Move `column` of one row from `from_` (a value or a list of them) to `to`, if nobody was faster.

    One conditional UPDATE; `also` sets further columns in the same statement. True when exactly this call
    changed the row; the object in memory then is the row as it is stored now. False changes nothing.
    """
    db.session.flush()
    growing = tuple(name for name, value in also.items() if isinstance(value, AtLeast))
    grown = {f"least_{name}": also.pop(name).value for name in growing}
    allowed = list(from_) if isinstance(from_, list | tuple | set | frozenset) else [from_]
    which = {"claimed": row.id, "allowed": allowed}  # type: ignore[attr-defined]
    statement = _claiming(type(row), column.key, growing)
    stored = db.session.execute(statement, {column.key: to, **also, **grown, **which}).one_or_none()
    if stored is None:
        return False
    db.session.expire(row, inspect(type(row)).relationships.keys())
    for name, value in stored._mapping.items():
        set_committed_value(row, name, value)
    return True


@cache
def _claiming(model: type[Model], name: str, growing: tuple[str, ...]) -> ReturningUpdate[Any]:
    """The statement of `claim`, made once for all rows: building one costs far more than executing it."""
    table, larger = table_of(model), {}
    for one in growing:
        least = bindparam(f"least_{one}", type_=table.c[one].type)
        larger[one] = case((table.c[one] < least, least), else_=table.c[one])
    return (
        update(table)
        .where(table.c.id == bindparam("claimed"))
        .where(table.c[name].in_(bindparam("allowed", expanding=True)))
        .values(larger)
        .returning(*table.c)
    )


class InsertOnce(Insert):
    """An INSERT that does nothing where a unique key says that the row is there, in the words of both databases."""

    inherit_cache = True


@compiles(InsertOnce)
def _spell(statement: InsertOnce, compiler: SQLCompiler, **how: Any) -> str:
    plain: str = compiler.visit_insert(statement, **how)  # type: ignore[no-untyped-call]
    return plain + " ON CONFLICT DO NOTHING"


@cache
def _inserting(model: type[Model]) -> InsertOnce:
    """The statement of `insert_once`; inline: rows are not counted where a driver is asked for the new key."""
    return InsertOnce(table_of(model)).inline().execution_options(preserve_rowcount=True)


def insert_once(model: type[Model], **values: Any) -> bool:
    """Insert one row unless a unique key says it is there already. True when this call inserted it.

    Safe to repeat; leaves the surrounding transaction usable on both databases.
    """
    inserted = db.session.execute(_inserting(model), values)
    return inserted.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def insert_row(model: type[Model], **values: Any) -> None:
    """Insert one row that nobody needs in memory, at a fifth of what adding it to the session costs."""
    db.session.execute(_plainly_inserting(model), values)


@cache
def _plainly_inserting(model: type[Model]) -> Insert:
    return insert(table_of(model)).inline()


def insert_or_change(
    model: type[T],
    unique: Sequence[str],
    change: Callable[[Any, Any], Mapping[str, Any]],
    **values: Any,
) -> T:
    """Insert one row, or change the one that has the same `unique` columns; the row as it then is. One statement.

    `change` is told the columns of the row that is there and those that were to be inserted, and says what becomes of
    the former.
    """
    dialect = db.session.get_bind().dialect.name
    build: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = build(model).values(**values)
    changed = change(model, statement.excluded)
    statement = statement.on_conflict_do_update(index_elements=list(unique), set_=changed)
    row: T = db.session.scalars(
        statement.returning(model), execution_options={"populate_existing": True}
    ).one()
    return row


def again(work: Callable[[], T], tries: int = 3) -> T:
    """Do a whole unit of work, anew when PostgreSQL has called it off for another's sake.

    That is a serialization failure or a deadlock; what was done is rolled back before each new try, so `work`
    must read all it needs itself and commit at its end. Any other error, and the last one, is raised.
    """
    for _earlier in range(tries - 1):
        try:
            return work()
        except DBAPIError as trouble:
            if getattr(trouble.orig, "sqlstate", None) not in CALLED_OFF:
                raise
            db.session.rollback()
    return work()


def one_row(statement: str, parameters: tuple[object, ...]) -> tuple[Any, ...] | None:
    """The first row of one reading statement, asked by itself: no ORM session, no transaction, placeholders "?".

    A fifth of the cost of asking through a session, for what every page has to ask. Sees what is committed.
    Raises SQLAlchemy's OperationalError like any statement; whoever listens to the engine hears of it as well.
    """
    rows = _by_itself(statement, parameters)
    return rows[0] if rows else None


def plain_rows(statement: str, parameters: tuple[object, ...]) -> Sequence[tuple[Any, ...]]:
    """All rows of one reading statement as the driver gives them (`utc_of` for times), as cheap as `one_row`.

    Asked in the transaction that is open, by itself where none is: it sees all that was written here.
    """
    if not (db.session.registry.has() and db.session().in_transaction()):
        return _by_itself(statement, parameters)
    connection = db.session.connection()
    engine = connection.engine
    try:
        return _asked(engine, connection.connection, statement, parameters)
    except engine.dialect.loaded_dbapi.Error as trouble:
        raise OperationalError(statement, parameters, trouble) from trouble


def utc_of(stored: str | datetime | None) -> datetime | None:
    """A time as `plain_rows` has it: text without a zone from SQLite."""
    if isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return stored and stored.astimezone(UTC)


def _by_itself(statement: str, parameters: tuple[object, ...]) -> Sequence[tuple[Any, ...]]:
    engine = db.engine
    try:
        connection = engine.raw_connection()
        try:
            if engine.dialect.name == "sqlite":
                return _asked(engine, connection, statement, parameters)
            raw = connection.dbapi_connection
            engine.dialect.set_isolation_level(raw, "AUTOCOMMIT")  # type: ignore[arg-type]
            rows = _asked(engine, connection, statement, parameters)
            engine.dialect.reset_isolation_level(raw)  # type: ignore[arg-type]
            return rows
        except engine.dialect.loaded_dbapi.Error:
            connection.invalidate()
            raise
        finally:
            connection.close()
    except engine.dialect.loaded_dbapi.Error as trouble:
        raise OperationalError(statement, parameters, trouble) from trouble


def _asked(
    engine: Engine,
    connection: PoolProxiedConnection,
    statement: str,
    parameters: tuple[object, ...],
) -> Sequence[tuple[Any, ...]]:
    if engine.dialect.name != "sqlite":
        statement = statement.replace("?", "%s")
    cursor = connection.cursor()
    engine.dispatch.before_cursor_execute(None, cursor, statement, parameters, None, False)
    cursor.execute(statement, parameters)
    rows = cursor.fetchall()
    cursor.close()
    return rows


__all__ = [
    "AtLeast",
    "Model",
    "UTCDateTime",
    "again",
    "claim",
    "insert_once",
    "insert_row",
    "one_row",
    "plain_rows",
    "table_of",
    "utc_of",
    "writing",
]
