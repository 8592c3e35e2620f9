"""Values a column cannot hold: missing, of another kind, too large. Databases differ in what they let through."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String, inspect

from storefront.database import Model
from storefront.faults import Fault, fault
from storefront.locales import LOCALES, Translated

LARGEST = 2**31 - 1
"""What an integer column of PostgreSQL holds."""
MAY_BE_SILENT = frozenset({"note"})
"""Texts that may be empty."""
LISTS = {"slots": dict, "not_to": str, "weekdays": int}
"""What the lists among the columns are made of."""


def misfits(row: Model, owner: Model | None = None) -> Iterator[Fault]:
    """The values of a row that its columns cannot hold; keys are not looked at. `owner` is the row it belongs to."""
    table = str(row.__tablename__)
    name = getattr(owner or row, "code", "")
    for column in inspect(type(row)).columns:
        value = getattr(row, str(column.key))
        if column.primary_key or column.foreign_keys or (value is None and column.nullable):
            continue
        if value is None or not _fits(column, value):
            thing = f"{table} {name}".strip()
            yield fault(
                "misfit",
                f"{thing} {column.key}",
                f"{column.key}に{value!r}は入れられません",
                f"{column.key} cannot be {value!r}",
            )


def _fits(column: Column[Any], value: Any) -> bool:
    match column.type:
        case Boolean():
            return isinstance(value, bool)
        case Integer():
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
        case String(length=length):
            return isinstance(value, str) and len(value) <= (length or LARGEST)
        case Date():
            return isinstance(value, date) and not isinstance(value, datetime)
        case Translated():
            silent = column.key in MAY_BE_SILENT
            return isinstance(value, dict) and all(
                isinstance(value.get(code), str) and (silent or value[code].strip())
                for code in LOCALES
            )
    kind = LISTS.get(str(column.key))
    return kind is None or (isinstance(value, list) and all(type(one) is kind for one in value))
