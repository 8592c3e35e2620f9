"""Reading CSV line by line: rows where a line is right, faults where it is not, and never the whole file at once."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

from storefront.spreadsheet.cells import meant
from storefront.spreadsheet.encodings import NotText, encoding_of

MOST_OF_A_HEADER = 20
"""So many faults of a header are told; a file that is no table may have a million columns."""
LONGEST_LINE = 1_000_000
"""Signs of one line; `csv` itself takes no value of more than 131,072."""
MOST_BLANK = 100_000
ENDS = ("\r", "\n")
BROKEN = '"x"x\n'
"""A line that is wrong wherever it stands, within a value as at its beginning."""
LIMIT = "field limit"
"""What `csv` says of a longer value."""
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls begin."""


class Wrong(StrEnum):
    """What is wrong with a line as such; what its values mean is for the reader of the rows."""

    ENCODING = "encoding"
    """In neither UTF-8 nor Shift_JIS; nothing after it is read."""
    EMPTY = "empty"
    """No header: the file holds nothing."""
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    DOUBLE_COLUMN = "double_column"
    """The header; nothing after it is read. `detail` names the column."""
    WORKBOOK = "workbook"
    """What a spreadsheet program keeps for itself; nothing of it is read."""
    SEPARATOR = "separator"
    """The header's names stand between tabs or semicolons; nothing after it is read."""
    HEADER_AGAIN = "header_again"
    BLANK = "blank"
    """So many empty lines in a row that nothing after them is read."""
    LONG = "long"
    """A value or a line longer than anything that is meant: mostly a quotation mark that was never closed."""
    QUOTING = "quoting"
    """A quotation mark where none may stand, or one that is never closed."""
    CELLS = "cells"
    """More or fewer cells than the header has; `detail` is how many."""


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, from 1 for the header's, and its cells by column; texts as they were meant."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Fault:
    """A line that can't be read, and why."""

    line: int
    wrong: Wrong
    detail: str = ""


def read(
    stream: BinaryIO, columns: Sequence[str], required: Sequence[str] | None = None
) -> Iterator[Row | Fault]:
    """The rows of a seekable file, one after the other, with the faults in their places; lines without any text are left out.

    `columns` are those that may stand in the header, in any order and width; `required` those that must (all, where not said).
    A column that is not there has no cell. The file is read twice, first to tell its encoding; it is not closed.
    """
    if stream.read(4) in WORKBOOKS:
        yield Fault(1, Wrong.WORKBOOK)
        return
    try:
        encoding = encoding_of(stream)
    except NotText as problem:
        yield Fault(problem.line, Wrong.ENCODING)
        return
    codec = "utf-8-sig" if encoding.mark else encoding.codec
    text = io.TextIOWrapper(stream, codec, newline="")
    try:
        yield from _rows(_records(_Lines(text)), columns, required)
    finally:
        text.detach()


def _rows(
    records: Iterator[tuple[int, list[str] | Fault]],
    columns: Sequence[str],
    required: Sequence[str] | None,
) -> Iterator[Row | Fault]:
    header: list[str] | None = None
    first: list[str] = []
    for line, found in records:
        if isinstance(found, Fault):
            yield found
            if header is None:
                return
        elif header is None:
            first = found
            header = [unicodedata.normalize("NFKC", name).strip() for name in found]
            faults = list(islice(_faults_of(header, line, columns, required), MOST_OF_A_HEADER))
            yield from faults
            if faults:
                return
        elif found == first:
            yield Fault(line, Wrong.HEADER_AGAIN)
        elif len(found) != len(header):
            yield Fault(line, Wrong.CELLS, str(len(found)))
        else:
            yield Row(line, dict(zip(header, map(meant, found), strict=True)))
    if header is None:
        yield Fault(1, Wrong.EMPTY)


class _Lines:
    """The lines of a text, none of which is ever whole in memory that is longer than LONGEST_LINE."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.cut = False
        """Whether one was, lately: what is given for it can stand nowhere."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) < LONGEST_LINE or line.endswith(ENDS):
            return line
        while (line := self._text.readline(LONGEST_LINE)) and not line.endswith(ENDS):
            pass
        self.cut = True
        return BROKEN


def _records(lines: _Lines) -> Iterator[tuple[int, list[str] | Fault]]:
    """Each record with the line it begins on. After a broken one reading goes on with the next line."""
    cells, last = csv.reader(lines, strict=True), 0
    while True:
        line = cells.line_num + 1
        try:
            found = next(cells)
        except StopIteration:
            return
        except csv.Error as problem:
            long = lines.cut or LIMIT in str(problem)
            lines.cut, last = False, cells.line_num
            yield line, Fault(line, Wrong.LONG if long else Wrong.QUOTING)
            continue
        if any(cell.strip() for cell in found):
            last = cells.line_num
            yield line, found
        elif cells.line_num - last > MOST_BLANK:
            yield line, Fault(line, Wrong.BLANK)
            return


def _faults_of(
    header: Sequence[str], line: int, columns: Sequence[str], required: Sequence[str] | None
) -> Iterator[Fault]:
    if len(header) == 1 and header[0] not in columns and set(header[0]) & set("\t;"):
        yield Fault(line, Wrong.SEPARATOR)
        return
    for place, name in enumerate(header):
        if name not in columns:
            yield Fault(line, Wrong.UNKNOWN_COLUMN, name)
        elif name in header[:place]:
            yield Fault(line, Wrong.DOUBLE_COLUMN, name)
    for name in columns if required is None else required:
        if name not in header:
            yield Fault(line, Wrong.MISSING_COLUMN, name)
