"""What goes out comes in again as it was, and what comes in wrong is told by its line."""

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.spreadsheet.cells import meant, shown
from storefront.spreadsheet.encodings import Encoding, unknown_to
from storefront.spreadsheet.reading import Fault, Row, read
from storefront.spreadsheet.writing import PIECE, lines

COLUMNS = ("sku", "name", "price")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def out(
    rows: Sequence[Sequence[object]], encoding: Encoding = Encoding.UTF_8, header: Sequence[str] = COLUMNS
) -> io.BytesIO:  # fmt: skip
    return io.BytesIO(b"".join(lines(header, rows, encoding)))


def taken(content: bytes | io.BytesIO, **more: Sequence[str]) -> list[Row | Fault]:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return list(read(stream, COLUMNS, **more))


def faults(content: bytes) -> list[tuple[int, str, str]]:
    return [(one.line, one.wrong, one.detail) for one in taken(content) if isinstance(one, Fault)]


@given(st.lists(st.tuples(TEXT.filter(str.strip), TEXT, st.integers(-9, 9)), max_size=6))
def test_any_text_comes_back_as_it_went(rows: list[tuple[str, str, int]]) -> None:
    came = taken(out(rows))
    assert [tuple(row.cells.values()) for row in came if isinstance(row, Row)] == [
        (sku, name, str(price)) for sku, name, price in rows
    ]
    assert len(came) == len(rows)


@given(TEXT)
def test_no_cell_begins_with_what_a_spreadsheet_would_run(text: str) -> None:
    assert not shown(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert meant(shown(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("'=1", "''=1"), ("-5", "'-5"), ("ミント", "ミント"), ("'90s", "'90s"),
        ("", ""), ("\t=1", "'\t=1"), ("＝1", "'＝1"),
    ],
)  # fmt: skip
def test_a_formula_is_written_as_text(text: str, cell: str) -> None:
    assert shown(text) == cell
    assert shown(-5) == "-5"
    assert shown(None) == ""


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_both_encodings_are_read_with_and_without_a_mark(codec: str) -> None:
    content = "sku,name,price\r\nA,はっぱ茶①,780\r\n".encode(codec)
    assert taken(content) == [Row(2, {"sku": "A", "name": "はっぱ茶①", "price": "780"})]


def test_shift_jis_is_written_and_what_it_lacks_is_named() -> None:
    assert unknown_to("髙橋さん🍵は🍵と鷗", Encoding.SHIFT_JIS) == "🍵鷗"
    assert unknown_to("🍵", Encoding.UTF_8) == ""
    came = taken(out([("A", "髙橋", 1)], Encoding.SHIFT_JIS))
    assert came == [Row(2, {"sku": "A", "name": "髙橋", "price": "1"})]
    with pytest.raises(UnicodeEncodeError):
        out([("A", "🍵", 1)], Encoding.SHIFT_JIS)


def test_columns_come_in_any_order_and_width_and_lines_are_counted_as_an_editor_counts() -> None:
    content = 'ｐｒｉｃｅ, sku ,name\n780,A,"two\nlines"\n\n,,\n900,B,x\n'.encode()
    assert taken(content) == [
        Row(2, {"price": "780", "sku": "A", "name": "two\nlines"}),
        Row(6, {"price": "900", "sku": "B", "name": "x"}),
    ]


def test_what_may_be_missing_is_said() -> None:
    assert taken(b"sku\nA\n", required=("sku",)) == [Row(2, {"sku": "A"})]
    assert faults(b"sku,name\nA,x\n") == [(1, "missing_column", "price")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "empty", "")]),
        (b"\n \n", [(1, "empty", "")]),
        (b"sku,name,price,colour\nA,x,1,red\n", [(1, "unknown_column", "colour")]),
        (b"sku,sku,name,price\n", [(1, "double_column", "sku")]),
        (b"sku,name,price\nA,x\nB,y,2,3\n", [(2, "cells", "2"), (3, "cells", "4")]),
        (b'sku,name,price\nA,"x"y,1\nB,y,2\n', [(2, "quoting", "")]),
        (b'sku,name,price\nA,x,1\nB,"y,2\nC,z,3\n', [(3, "quoting", "")]),
        ("sku,name,price\nA,茶,1\n".encode("utf-16"), [(1, "encoding", "")]),
        (b"sku,name,price\nA,x,1\nB,\xff\xfe,2\n", [(3, "encoding", "")]),
        (b"sku,name,price\nA,\0,1\n", [(2, "encoding", "")]),
        ("sku,name,price\nA,茶,1\nB,".encode() + b"\x82", [(3, "encoding", "")]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", [(3, "encoding", "")]),
        (b"PK\x03\x04\x14\x00", [(1, "workbook", "")]),
        (b"sku\tname\tprice\nA\tx\t1\n", [(1, "separator", "")]),
        (b"sku;name;price\nA;x;1\n", [(1, "separator", "")]),
        (b"sku,name,price\nA,x,1\nsku,name,price\nB,x\n", [(3, "header_again", ""), (4, "cells", "2")]),
        (b"sku,name,price\nA," + b"x" * 1_200_000 + b",1\nB,x\n", [(2, "long", ""), (3, "cells", "2")]),
        (b"sku,name,price\nA,\"" + b"x" * 1_200_000 + b"\",1\nB,x\n", [(2, "long", ""), (3, "cells", "2")]),
        (b"sku,name,price\nA," + b"x" * 140_000 + b",1\nB,x\n", [(2, "long", ""), (3, "cells", "2")]),
        (b"sku" + b",x" * 600_000, [(1, "long", "")]),
        (b"sku,name,price\n" + b"\n" * 100_002 + b"A,x\n", [(100_002, "blank", "")]),
        (b"sku,name,price\r\rA,x\r", [(3, "cells", "2")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_line(
    content: bytes, expected: list[tuple[int, str, str]]
) -> None:
    assert faults(content) == expected


@pytest.mark.parametrize("column", ["sku", "other"])
def test_a_header_of_very_many_columns_is_given_up_at_once(column: str) -> None:
    """Each was held against all before it: a minute for that."""
    told = faults(",".join([column] * 150_000).encode())
    assert len(told) == 20
    assert {detail for _line, _wrong, detail in told} == {column}


def test_after_a_broken_line_the_next_is_read() -> None:
    came = taken(b'sku,name,price\nA,"x"y,1\nB,y,2\n')
    assert came[1:] == [Row(3, {"sku": "B", "name": "y", "price": "2"})]


def test_the_stream_is_left_open_and_can_be_read_again() -> None:
    stream = out([("A", "x", 1)])
    assert taken(stream) == taken(stream)
    assert not stream.closed


def test_a_long_file_goes_out_in_pieces() -> None:
    row = ("A", "x" * 100, 1)
    pieces = list(lines(COLUMNS, (row for _ in range(3000))))
    assert len(pieces) > 5
    assert max(map(len, pieces)) < PIECE + 200
    assert len(taken(b"".join(pieces))) == 3000
