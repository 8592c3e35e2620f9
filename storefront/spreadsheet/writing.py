"""Writing CSV in pieces: never more than a piece is in memory."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from storefront.spreadsheet.cells import shown
from storefront.spreadsheet.encodings import Encoding

PIECE = 32_768


def lines(
    header: Sequence[str], rows: Iterable[Sequence[object]], encoding: Encoding = Encoding.UTF_8
) -> Iterator[bytes]:
    """A file in pieces of about 32 KB: the header, then each row, lines ended by CR LF as RFC 4180 has it.

    UTF-8 begins with a byte order mark, by which spreadsheets know it. Raises UnicodeEncodeError for what Shift_JIS has no sign
    for: ask `encodings.unknown_to` before.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([shown(name) for name in header])
    start = encoding.mark
    for row in rows:
        writer.writerow([shown(value) for value in row])
        if page.tell() >= PIECE:
            yield start + _taken(page).encode(encoding.codec)
            start = b""
    yield start + _taken(page).encode(encoding.codec)


def _taken(page: io.StringIO) -> str:
    """What is on the page, which is empty afterwards."""
    text = page.getvalue()
    page.seek(0)
    page.truncate()
    return text
