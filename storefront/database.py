"""The model base, UTC columns, SQLite's transactions, and the two tools that make "exactly once" true."""

import sqlite3
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, DateTime, Engine, event, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

from storefront.extensions import Base, db

if TYPE_CHECKING:

    class Model(Base):
        """The parent of every mapped class."""

        __abstract__ = True

else:
    Model = db.Model

T = TypeVar("T")
WAITS_SECONDS = 20
"""How long a writer waits for the others on SQLite."""
NAP_SECONDS = (0.001, 0.004)
BUSY_MILLISECONDS = 5000
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


def claim(row: Model, column: InstrumentedAttribute[Any], from_: Any, to: Any, **also: Any) -> bool:
    """Move `column` of one row from `from_` (a value or a list of them) to `to`, if nobody was faster.

    One conditional UPDATE; `also` sets further columns in the same statement. True when exactly this call
    changed the row; the object in memory then shows the new values. False changes nothing.
    """
    allowed = list(from_) if isinstance(from_, list | tuple | set | frozenset) else [from_]
    model = type(row)
    key = column.key
    result = db.session.execute(
        update(model)
        .where(model.__table__.c.id == row.id, column.in_(allowed))  # type: ignore[attr-defined]
        .values({key: to, **also})
        .execution_options(synchronize_session=False)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return False
    db.session.refresh(row)
    return True


def insert_once(model: type[Model], **values: Any) -> bool:
    """Insert one row unless a unique key says it is there already. True when this call inserted it.

    Safe to repeat; leaves the surrounding transaction usable on both databases (ON CONFLICT DO NOTHING).
    """
    dialect = db.session.get_bind().dialect.name
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table: Any = model.__table__
    statement = build(table).values(**values).on_conflict_do_nothing()
    # Not the row count: PostgreSQL's driver is asked for the new key anyway, and then has none to tell.
    inserted = db.session.execute(statement.returning(*table.primary_key.columns))
    return inserted.first() is not None


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


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable and its writers queue instead of collide.

    The driver's own transaction handling is switched off (it leaks savepoints and begins too late); BEGIN is
    sent here, IMMEDIATE when `writing` is set. Does nothing for other databases.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _open(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "foreign_keys=ON",
            "cache_size=-32000",
            "mmap_size=268435456",
        ):
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not writing.get():
            connection.exec_driver_sql("BEGIN")
        elif not _turn_to_write(connection.connection.driver_connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _turn_to_write(raw: Any) -> bool:
    """Begin to write as soon as the others are done; False when that cannot be, and SQLite is to say why.

    Asks every few milliseconds: SQLite's own naps grow to a tenth of a second, and whoever is unlucky sleeps past
    its turn again and again (8 writers at once: 99 % wait for less than 0.2 s, instead of a second).
    """
    ends = monotonic() + WAITS_SECONDS
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while monotonic() < ends:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return True
            except sqlite3.OperationalError as trouble:
                if trouble.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    return False
            sleep(uniform(*NAP_SECONDS))
        return False
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def one_row(statement: str, parameters: tuple[object, ...]) -> tuple[Any, ...] | None:
    """The first row of one reading statement, asked by itself: no ORM session, no transaction, placeholders "?".

    A fifth of the cost of asking through a session, for what every page has to ask. Sees what is committed.
    Raises SQLAlchemy's OperationalError like any statement; whoever listens to the engine hears of it as well.
    """
    engine = db.engine
    try:
        connection = engine.raw_connection()
        try:
            return _alone(engine, connection, statement, parameters)
        except engine.dialect.loaded_dbapi.Error:
            connection.invalidate()
            raise
        finally:
            connection.close()
    except engine.dialect.loaded_dbapi.Error as trouble:
        raise OperationalError(statement, parameters, trouble) from trouble


def _alone(
    engine: Engine,
    connection: PoolProxiedConnection,
    statement: str,
    parameters: tuple[object, ...],
) -> tuple[Any, ...] | None:
    raw = connection.dbapi_connection
    begins_by_itself = engine.dialect.name != "sqlite"
    if begins_by_itself:
        statement = statement.replace("?", "%s")
        engine.dialect.set_isolation_level(raw, "AUTOCOMMIT")  # type: ignore[arg-type]
    cursor = connection.cursor()
    engine.dispatch.before_cursor_execute(None, cursor, statement, parameters, None, False)
    cursor.execute(statement, parameters)
    row = cursor.fetchone()
    cursor.close()
    if begins_by_itself:
        engine.dialect.reset_isolation_level(raw)  # type: ignore[arg-type]
    return row


__all__ = [
    "Model",
    "UTCDateTime",
    "again",
    "claim",
    "insert_once",
    "one_row",
    "prepare_sqlite",
    "writing",
]
