"""What a file would change, row by row, as it was judged: written down beside the file, so that applying it only has to copy.

Nothing is judged again while it is applied. Each row says what stood there when it was looked at, and is written only where
that still stands; what the rows become is copied by a few statements over all of them, however many they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    String,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storefront.database import Model, table_of
from storefront.extensions import db
from storefront.locales import Translated

LINES_SHOWN = 200
FORGOTTEN_AT_ONCE = 20_000


@dataclass(frozen=True)
class Link:
    """One of the others that a row names: a product by its id, or a word."""

    number: int | None = None
    word: str | None = None


@dataclass(frozen=True)
class Staged:
    """One row as it is to be written; `target_id` None for something new.

    `seen` is what it was judged by, `values` are what is to be stored, both by names that the kind of file knows. `links`
    are in their order, `stood` those that it had.
    """

    target_id: int | None
    seen: Mapping[str, Any]
    values: Mapping[str, Any]
    links: Sequence[Link] = ()
    stood: Sequence[Link] = field(default=())


class KeptChange(Model):
    """One `Staged` row of a kept file; goes with it."""

    __tablename__ = "kept_change"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("kept_file.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(96))
    new: Mapped[bool]
    target_id: Mapped[int | None]
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    written: Mapped[dict[str, Any]] = mapped_column(JSON)


class KeptLink(Model):
    """One `Link` of a kept row: `stood` for those that were there, at places from 1."""

    __tablename__ = "kept_link"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("kept_file.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stood: Mapped[bool] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int | None]
    word: Mapped[str | None] = mapped_column(String(96))


ROW, LINK = table_of(KeptChange).c, table_of(KeptLink).c


@dataclass(frozen=True)
class Staging:
    """The rows of one kept file; `names` are all that any of them writes."""

    file_id: int
    names: frozenset[str]
    new: bool
    """Whether any of them is about something new."""

    @property
    def mine(self) -> ColumnElement[bool]:
        """Rows of this file."""
        return ROW.file_id == self.file_id

    @property
    def old(self) -> ColumnElement[bool]:
        """Those over something that is there."""
        return self.mine & ~ROW.new

    def targets(self) -> Select[tuple[int]]:
        """The ids of what its rows are about."""
        return select(ROW.target_id).where(self.mine, ROW.target_id.is_not(None))

    def linked(self) -> Select[Any]:
        """The id of what each row is about, for each of its new links: what they link to is for the caller to add."""
        return (
            select(ROW.target_id)
            .join(table_of(KeptLink), (LINK.file_id == ROW.file_id) & (LINK.line == ROW.line))
            .where(self.mine, ~LINK.stood)
        )

    def lines(self, asked: Select[tuple[int]]) -> list[int]:
        """The first lines that a statement finds."""
        some = asked.where(self.mine).distinct().order_by(ROW.line).limit(LINES_SHOWN)
        return list(db.session.scalars(some))

    def hold(self, column: InstrumentedAttribute[int], among: Select[tuple[int]]) -> None:
        """Let nobody else change the rows with these ids until the commit; held in id order, so that none wait in a circle."""
        if db.session.get_bind().dialect.name == "sqlite":
            return  # who may write at all is alone
        held = select(column).where(column.in_(among)).order_by(column).with_for_update()
        db.session.execute(select(func.count()).select_from(held.subquery()))

    def make(self, model: type[Model], key: str, **also: Any) -> None:
        """Insert what is new, `key` being the column of its code, and tell its rows the ids that it was given."""
        if not self.new:
            return
        table = table_of(model)
        made = {name: value(table.c[name]) for name in sorted(self.names) if name in table.c}
        made |= {name: _as(table.c[name], one) for name, one in also.items()} | {key: ROW.code}
        chosen = select(*made.values()).where(self.mine, ROW.new).order_by(ROW.line)
        db.session.execute(insert(table).from_select(list(made), chosen).inline())
        found = select(table.c.id).where(table.c[key] == ROW.code).scalar_subquery()
        db.session.execute(
            update(table_of(KeptChange)).where(self.mine, ROW.new).values(target_id=found)
        )

    def write_over(self, model: type[Model], but: Sequence[str] = (), **also: Any) -> None:
        """Give what is there its new values, and one version more: without those of `but`, with those of `also` as they are."""
        table = table_of(model)
        changed = {
            name: func.coalesce(value(table.c[name]), table.c[name], type_=table.c[name].type)
            for name in sorted(self.names)
            if name in table.c and name not in {*but, *also}
        }
        db.session.execute(
            update(table)
            .where(self.old, table.c.id == ROW.target_id)
            .values(**changed, **also, version=table.c.version + 1)
        )


def stage(file_id: int, changes: Iterable[tuple[int, str, Staged]]) -> None:
    """Write rows down: (line, code, what). The caller commits."""
    rows, links = list[dict[str, Any]](), list[dict[str, Any]]()
    for line, code, what in changes:
        rows.append({
            "file_id": file_id, "line": line, "code": code, "new": what.target_id is None, "target_id": what.target_id,
            "seen": what.seen, "written": what.values,
        })  # fmt: skip
        for stood, some in ((True, what.stood), (False, what.links)):
            links += [
                {"file_id": file_id, "line": line, "stood": stood, "position": place, "number": one.number, "word": one.word}
                for place, one in enumerate(some, start=1)
            ]  # fmt: skip
    for table, several in ((KeptChange, rows), (KeptLink, links)):
        if several:
            db.session.execute(insert(table_of(table)).inline(), several)


def forget_some(file_id: int) -> bool:
    """Forget the first rows of a file; True while there may be more. The caller commits after each, so that none waits long."""
    for table in (KeptLink, KeptChange):
        columns = table_of(table).c
        lines = select(columns.line).where(columns.file_id == file_id).distinct()
        some = lines.order_by(columns.line).limit(FORGOTTEN_AT_ONCE)
        gone = delete(table_of(table)).where(columns.file_id == file_id, columns.line.in_(some))
        if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
            return True
    return False


def _as(column: Column[Any], one: Any) -> ColumnElement[Any]:
    return one if isinstance(one, ColumnElement) else literal(one, column.type)


def value(column: Column[Any]) -> ColumnElement[Any]:
    """What a row writes into a column; NULL where it writes nothing."""
    cell, kind = ROW.written[column.name], column.type
    if isinstance(kind, Translated | JSON):
        return case((cell.as_string().is_not(None), cell.as_json()))
    plain: ColumnElement[Any] = cell.as_string()
    if isinstance(kind, Boolean):
        plain = cell.as_boolean()
    elif isinstance(kind, Integer):
        plain = cell.as_integer()
    return plain
