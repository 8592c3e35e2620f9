"""Looking at a file that came in, a block at a time: nobody waits for it, however long it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

from storefront.database import writing
from storefront.extensions import db
from storefront.files import kept, staged, told
from storefront.files.going_through import go_through
from storefront.files.kept import KeptFile
from storefront.files.plan import Change
from storefront.files.products import Products
from storefront.files.relations import Relations
from storefront.files.sheet import Kind, Sheet
from storefront.files.skus import Skus
from storefront.files.stocks import Stocks

SHEETS: Mapping[Kind, Callable[[], Sheet]] = {
    Kind.PRODUCTS: Products,
    Kind.SKUS: Skus,
    Kind.STOCK: Stocks,
    Kind.RELATIONS: Relations,
}


def look(row: KeptFile, stream: BinaryIO) -> None:
    """See what a kept file would do, and write it down beside it; what stood there before goes. Commits as it goes on."""
    number, sheet = row.id, SHEETS[Kind(row.kind)]()
    row.counts = {}
    db.session.commit()
    forget(number, pieces=False)
    with _turn(write=False):
        plan = go_through(sheet, stream, lambda changes: _stage(number, changes))
    if plan.refused:
        forget(number, pieces=False)
    kept.looked_at(row, plan)
    db.session.commit()


def forget(number: int, *, pieces: bool = True) -> None:
    """Forget what a file holds, some of it at a time."""
    more = True
    while more:
        more = kept.forget_some(number, pieces=pieces)
        db.session.commit()


def tidy(now: datetime) -> None:
    """Forget what files hold that are over."""
    while (number := kept.over(now)) is not None:
        forget(number)


def _stage(number: int, changes: Sequence[Change]) -> None:
    with _turn(write=True):
        staged.stage(number, ((one.line, one.code, one.what) for one in changes))
        told.prepare(number, changes)
        db.session.commit()


@contextmanager
def _turn(*, write: bool) -> Iterator[None]:
    """A transaction of its own, which on SQLite keeps others from writing only where it writes itself."""
    db.session.rollback()
    token = writing.set(write)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(token)
