"""Reading CSV line by line: rows where a line is right, faults where it is not, and never the whole file at once."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from storefront.spreadsheet.cells import meant
from storefront.spreadsheet.encodings import NotText, encoding_of

if TYPE_CHECKING:
    import _csv

MOST_OF_A_HEADER = 20
"""So many faults of a header are told; a file that is no table may have a million columns."""


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
    try:
        encoding = encoding_of(stream)
    except NotText as problem:
        yield Fault(problem.line, Wrong.ENCODING)
        return
    codec = "utf-8-sig" if encoding.mark else encoding.codec
    text = io.TextIOWrapper(stream, codec, newline="")
    try:
        yield from _rows(csv.reader(text, strict=True), columns, required)
    finally:
        text.detach()


def _rows(
    cells: "_csv.Reader", columns: Sequence[str], required: Sequence[str] | None
) -> Iterator[Row | Fault]:
    header: list[str] | None = None
    for line, found in _records(cells):
        if isinstance(found, Fault):
            yield found
            if header is None:
                return
        elif header is None:
            header = [unicodedata.normalize("NFKC", name).strip() for name in found]
            faults = list(islice(_faults_of(header, line, columns, required), MOST_OF_A_HEADER))
            yield from faults
            if faults:
                return
        elif len(found) != len(header):
            yield Fault(line, Wrong.CELLS, str(len(found)))
        else:
            yield Row(line, dict(zip(header, map(meant, found), strict=True)))
    if header is None:
        yield Fault(1, Wrong.EMPTY)


def _records(cells: "_csv.Reader") -> Iterator[tuple[int, list[str] | Fault]]:
    """Each record with the line it begins on. After a broken one reading goes on with the next line."""
    while True:
        line = cells.line_num + 1
        try:
            found = next(cells)
        except StopIteration:
            return
        except csv.Error:
            yield line, Fault(line, Wrong.QUOTING)
            continue
        if any(cell.strip() for cell in found):
            yield line, found


def _faults_of(
    header: Sequence[str], line: int, columns: Sequence[str], required: Sequence[str] | None
) -> Iterator[Fault]:
    for place, name in enumerate(header):
        if name not in columns:
            yield Fault(line, Wrong.UNKNOWN_COLUMN, name)
        elif name in header[:place]:
            yield Fault(line, Wrong.DOUBLE_COLUMN, name)
    for name in columns if required is None else required:
        if name not in header:
            yield Fault(line, Wrong.MISSING_COLUMN, name)
