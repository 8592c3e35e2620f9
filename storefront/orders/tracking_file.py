"""A carrier's file coming back, line by line: which parcel, under which number; and nothing yet of what becomes of it."""

import csv
import io
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from storefront.orders.carrier_file import KEY, TRACKING
from storefront.spreadsheet.encodings import NotText, encoding_of
from storefront.spreadsheet.reading import Fault, Row, read

LARGEST = 2 * 1024 * 1024
"""Bytes of one file."""
MOST_LINES = 1000
KEYS = (KEY, "管理番号", "注文番号")
NUMBERS = (TRACKING, "送り状番号", "お問い合わせ送り状No.")


@dataclass(frozen=True)
class Line:
    """A line of the file: the parcel as 10001-1, the carrier's number; `fault` says why it can't be read."""

    line: int
    key: str
    tracking: str
    fault: str = ""

    @property
    def order(self) -> str:
        """The order's number."""
        return self.key.partition("-")[0]


def lines_of(stream: BinaryIO) -> list[Line]:
    """The lines of a seekable file in either encoding, whatever further columns the carrier's program wrote.

    One fault alone where the header lacks what is needed, or there are more than MOST_LINES.
    """
    header = _header(stream)
    if header and not (set(header) & set(KEYS) and set(header) & set(NUMBERS)):
        return [Line(1, "", "", "missing_column")]
    found = []
    for one in read(stream, header, ()):
        found.append(_line(one))
        if len(found) > MOST_LINES:
            return [Line(one.line, "", "", "too_long")]
    return found or [Line(1, "", "", "empty")]


def _header(stream: BinaryIO) -> list[str]:
    """The names of its columns, [] where they cannot be read."""
    try:
        encoding = encoding_of(stream)
    except NotText:
        return []
    first = stream.readline().decode("utf-8-sig" if encoding.mark else encoding.codec, "replace")
    stream.seek(0)
    try:
        names = next(csv.reader(io.StringIO(first)), [])
    except csv.Error:
        return []
    return [unicodedata.normalize("NFKC", name).strip() for name in names]


def _line(one: Row | Fault) -> Line:
    if isinstance(one, Fault):
        return Line(one.line, "", "", str(one.wrong))
    return Line(one.line, _key(_cell(one, KEYS)), _cell(one, NUMBERS)[:80])


def _cell(row: Row, names: tuple[str, ...]) -> str:
    found = next((row.cells[name] for name in names if name in row.cells), "")
    return " ".join(unicodedata.normalize("NFKC", found).split())


def _key(text: str) -> str:
    """ "#10001" and "10001" mean the first parcel of the order."""
    plain = text.lstrip("#")[:16]
    return plain if not plain or "-" in plain else f"{plain}-1"
