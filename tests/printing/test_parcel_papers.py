"""The papers of parcels as PDF: how many pages, what each repeats, nothing cut off, every typeface in the file."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from storefront.printing.labels import draw_labels
from storefront.printing.packing import draw_picking, draw_slips
from storefront.printing.parcel_papers import Column, Label, Listing, PickingList, Slip
from tests.support.papers import embedded

SELLER = ["はっぱ茶房（デモの店です）", "〒000-0000 東京都若葉区茶の木町1-2-3", "03-0000-0000"]


def slip(lines: int, key: str = "10001-1", sent: int = 0) -> Slip:
    columns = [Column("品名", 0.62), Column("SKU", 0.26), Column("数量", 0.12, end=True)]
    goods = [[f"おやすみブレンド・{n}包", f"SKU-{n:03}", "1"] for n in range(1, lines + 1)]
    return Slip(
        locale="ja", key=key, title="納品書", tote="1", addressee="若葉 みのり 様",
        address=["〒150-0041", "東京都渋谷区神南1-2-3", "葉っぱ荘 101"],
        facts=[("ご注文番号", key), ("お届け予定", "11月25日(水) 14時〜16時")],
        goods=Listing("", columns, goods),
        further=[("先にお送りした品", [f"送った品 {n}" for n in range(sent)])] if sent else [],
        thanks="お買い上げいただき、ありがとうございます。", seller=SELLER,
    )  # fmt: skip


def label(
    number: int, name: str = "若葉 みのり　様", street: str = "東京都渋谷区神南1-2-3"
) -> Label:
    parcel, address = f"{number}・{10000 + number}-1", ["〒150-0041", street, "葉っぱ荘 101"]
    return Label(parcel, address, name, "宅配便・11月25日(水)・代金引換 ¥5,340", "　".join(SELLER))


def read(drawn: bytes) -> list[str]:
    pages = PdfReader(BytesIO(drawn)).pages
    assert all(embedded(page) for page in pages)
    return [page.extract_text() for page in pages]


@pytest.mark.parametrize("lines", [1, 12, 13, 26])
def test_a_note_of_a_dozen_lines_and_twice_that_is_one_page(lines: int) -> None:
    (page,) = read(draw_slips([slip(lines)], "Happa Tea House", "ja"))
    assert f"SKU-{lines:03}" in page and "03-0000-0000" in page
    assert "1 / 1" not in page


def test_a_longer_one_breaks_between_lines_under_its_head_and_never_leaves_its_end_alone() -> None:
    for lines in range(27, 36):
        first, second = read(draw_slips([slip(lines)], "Happa Tea House", "ja"))
        assert "数量" in first and "数量" in second
        assert "10001-1" in second and "1 / 2" in first and "2 / 2" in second
        assert "ありがとうございます" not in first and "ありがとうございます" in second
        assert f"SKU-{lines:03}" in second and f"SKU-{lines - 1:03}" in second


def test_each_order_begins_on_a_new_page_and_counts_its_own() -> None:
    some = [slip(2, "10001-1"), slip(40, "10002-1"), slip(12, "10003-1")]
    pages = read(draw_slips(some, "Happa Tea House", "ja"))
    assert ["10001-1" in page for page in pages] == [True, False, False, False]
    assert ["10002-1" in page for page in pages] == [False, True, True, False]
    assert ["1 / 2" in page for page in pages] == [False, True, False, False]
    assert "10003-1" in pages[3] and "/ 2" not in pages[3]


def test_what_left_before_may_fill_pages() -> None:
    pages = read(draw_slips([slip(3, sent=90)], "Happa Tea House", "ja"))
    assert len(pages) == 2 and "送った品 89" in pages[1] and "03-0000-0000" in pages[1]


def test_the_picking_list_repeats_its_head_and_breaks_totes_between_their_numbers() -> None:
    columns = [Column("棚", 0.4), Column("点数", 0.1, end=True), Column("かご", 0.5, spaced=True)]
    totes = "、".join(f"{n}（2）" for n in range(1, 31))
    rows = [[f"A-{n:02}", "60", totes] for n in range(40)]
    end = Listing("かごごと", [Column("かご", 1)], [["1"]])
    paper = PickingList("ja", "ピッキングリスト", "40件", [Listing("常温", columns, rows)], end)
    pages = read(draw_picking(paper))
    assert len(pages) == 5 and all("点数" in page for page in pages)
    assert not any(line.startswith(("、", "（")) for page in pages for line in page.split("\n"))


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (10, 1), (11, 2), (20, 2)])
def test_ten_labels_fill_a_sheet(count: int, sheets: int) -> None:
    pages = read(draw_labels([label(n) for n in range(1, count + 1)], "宛名ラベル", "ja"))
    assert len(pages) == sheets
    assert [f"{10000 + n}-1" in "".join(pages) for n in range(1, count + 1)] == [True] * count


def test_words_too_many_for_a_label_are_set_smaller_and_none_is_lost() -> None:
    far = "札幌市中央区北一条西二丁目三番地" * 6 + "終"
    name = "有限会社はっぱ企画 総務部 商品開発第二グループ 勅使河原 龍之介様方 東海林 さくら　様"
    (page,) = read(draw_labels([label(1, name, far), label(2)], "宛名ラベル", "ja"))
    words = "".join(page.split())
    assert "".join(far.split()) in words and "".join(name.split()) in words
    assert "代金引換¥5,340" in words
