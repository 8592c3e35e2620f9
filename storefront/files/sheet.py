"""What each kind of file is: its columns, how its rows go out, what they mean coming in, and how they are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storefront.files.plan import Change, Plan
from storefront.files.staged import Staging
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

    def judge(self, rows: Sequence[Row], plan: Plan) -> list[Change]:
        """What these rows would do, told to the plan as well."""

    def finish(self, plan: Plan) -> None:
        """Refuse what only the whole file shows to be wrong."""

    def moved(self, staged: Staging) -> list[int]:
        """The first lines that were judged by what is not so any more. What they are about is held until the commit."""

    def write(self, staged: Staging, writing: Writing) -> list[int]:
        """Do it, each kind of thing by one statement, and let the shop show it. The caller commits.

        The first lines that broke a rule, because something beside them changed meanwhile; then the caller rolls back.
        """
