"""New rows written by plain statements, for where every millisecond is one that others wait."""

from typing import Any

from sqlalchemy import ClauseElement, insert
from sqlalchemy.orm.attributes import set_committed_value

from storefront.database import Model, table_of
from storefront.extensions import db


def insert_new(*rows: Model) -> None:
    """Insert new rows of one table by one statement, at a fifth of what adding them to the session costs.

    A single row learns the id it was given. They stay what they were: values in memory that the session knows nothing
    of, with no more behind them than was set. A column that was not set gets its default in the database alone; all rows
    have to have the same ones set.
    """
    table = table_of(type(rows[0]))
    values = [{name: vars(row)[name] for name in table.c.keys() & vars(row).keys()} for row in rows]
    if len(rows) > 1:
        db.session.execute(insert(table), values)
        return
    [row], [plain] = rows, values
    spelled = {name: plain.pop(name) for name, one in [*plain.items()] if _in_words(one)}
    done: Any = db.session.execute(
        insert(table).values(spelled) if spelled else insert(table), plain
    )
    for column, key in zip(table.primary_key, done.inserted_primary_key, strict=True):
        set_committed_value(row, column.name, key)


def _in_words(value: object) -> bool:
    """Whether the database is to work the value out."""
    return isinstance(value, ClauseElement)
