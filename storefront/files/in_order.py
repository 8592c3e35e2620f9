"""Going through everything there is, a block at a time, in the order it was made."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from storefront.extensions import db


class Numbered(Protocol):
    """Something with an id."""

    @property
    def id(self) -> int:
        """Higher than that of all that was made before."""


One = TypeVar("One", bound=Numbered)


def in_order(
    asked: Select[Any],
    number: InstrumentedAttribute[int],
    standing: Callable[[Select[Any]], Mapping[str, One]],
    most: int,
) -> Iterator[tuple[str, One]]:
    """What a statement finds, by code, `most` at a time as `standing` reads them.

    Each block's transaction ends with it, so that a slow reader holds nothing.
    """
    last = 0
    while True:
        found = standing(asked.where(number > last).order_by(number).limit(most))
        db.session.rollback()
        if not found:
            return
        for code, one in found.items():
            yield code, one
            last = one.id
