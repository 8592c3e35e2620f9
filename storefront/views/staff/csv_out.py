"""A CSV file on its way out: row by row, in the encoding that was picked."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Response, request, stream_with_context

from storefront.extensions import db
from storefront.spreadsheet.encodings import Encoding
from storefront.spreadsheet.writing import lines


def encoding_picked() -> Encoding:
    """The one that the form says; UTF-8 for none and for one that nobody knows."""
    code = request.form.get("encoding", "")
    return Encoding(code) if code in set(Encoding) else Encoding.UTF_8


def csv_out(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    encoding: Encoding = Encoding.UTF_8,
) -> Response:
    """The file, a piece at a time; signs that the encoding lacks become "?". Ends the transaction that its rows were read in."""
    old = encoding is Encoding.SHIFT_JIS

    def pieces() -> Iterator[bytes]:
        yield from lines(header, map(_in_old_signs, rows) if old else rows, encoding)
        db.session.rollback()

    return Response(
        stream_with_context(pieces()),
        content_type=f"text/csv; charset={'Shift_JIS' if old else 'utf-8'}",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _in_old_signs(row: Sequence[object]) -> Sequence[object]:
    return [
        value.encode("cp932", "replace").decode("cp932") if isinstance(value, str) else value for value in row
    ]  # fmt: skip
