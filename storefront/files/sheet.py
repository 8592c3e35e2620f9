"""What each kind of file is: its columns, how its rows go out, what they mean coming in, and how they are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storefront.files.plan import Change, Plan
from storefront.spreadsheet.reading import Row


class Kind(StrEnum):
    """The files there are."""

    PRODUCTS = "products"
    SKUS = "skus"
    STOCK = "stock"
    RELATIONS = "relations"


@dataclass(frozen=True)
class Writing:
    """Who writes, when, and under which reference."""

    by: str
    reference: str
    now: datetime


class Sheet(Protocol):
    """One kind of file in one run: it remembers what spans several rows."""

    @property
    def columns(self) -> Sequence[str]:
        """What may stand in the header, in the order it goes out."""

    @property
    def required(self) -> Sequence[str]:
        """What must."""

    @property
    def key(self) -> str:
        """The column that says which thing a row is about."""

    def code(self, cell: str) -> str:
        """The key as it is stored."""

    def out(self) -> Iterator[Sequence[object]]:
        """Every row, a block at a time; ends each block's transaction, so that a slow reader holds nothing."""

    def judge(self, rows: Sequence[Row], plan: Plan, *, hold: bool) -> list[Change]:
        """What these rows would do, told to the plan as well. `hold`: nobody else changes them until the commit."""

    def finish(self, plan: Plan) -> None:
        """Refuse what only the whole file shows to be wrong."""

    def write(self, changes: Sequence[Change], writing: Writing) -> None:
        """Do it, set by set. The caller commits."""

    def show(self, writing: Writing) -> None:
        """Once all is written: sums, search and the shop's revision."""
