"""Applying a file that was looked at: what was staged is copied where all of it still stands as it was judged, else nothing."""

from sqlalchemy.exc import IntegrityError

from storefront.catalog.price import PriceTaken
from storefront.files.sheet import Sheet, Writing
from storefront.files.staged import Staging


class Moved(Exception):
    """The shop is not what it was when the file was looked at; `lines` are the first that tell, none where nobody knows which."""

    def __init__(self, lines: list[int]) -> None:
        super().__init__(f"changed meanwhile: lines {lines}")
        self.lines = lines


def apply(sheet: Sheet, staged: Staging, writing: Writing) -> None:
    """Write what a file would change, in few statements however long it is.

    Raises Moved, after which the caller rolls back; else commits. Not for repeating: see `kept.claim`.
    """
    if lines := sheet.moved(staged):
        raise Moved(lines)
    try:
        lines = sheet.write(staged, writing)
    except (IntegrityError, PriceTaken) as somebody:
        raise Moved([]) from somebody
    if lines:
        raise Moved(lines)
