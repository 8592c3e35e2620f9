"""PDF papers: every item the law asks for is there as text, pages break where they should, figures are the order's."""

import io
import time
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from storefront.locales import Locale
from storefront.orders.documents import credit_note_of, invoice_of
from storefront.orders.order import Order
from storefront.orders.refunding import new_refund
from storefront.printing.fonts import missing, printable
from storefront.printing.pdf import draw
from storefront.printing.sheet import Sheet
from storefront.views.document_issuer import Issuer
from storefront.views.document_sheet import credit_note_sheet, invoice_sheet
from tests.support.papers import BACK_AT, order_of, pages_of, yen_in, yen_on
from tests.support.threads import at_once

ISSUER = Issuer(
    ["はっぱ茶房（デモの店です）", "〒000-0000 東京都若葉区茶の木町1-2-3"], "T0000000000000", True
)
TWELVE = [(1 + n % 3, 780 + 10 * n, 8 if n % 2 else 10) for n in range(12)]


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def invoice(shop: Flask, order: Order, locale: Locale = "ja") -> Sheet:
    paper = invoice_of(order)
    assert paper is not None
    with force_locale(locale):
        return invoice_sheet(paper, ISSUER)


def note(order: Order, locale: Locale = "ja") -> Sheet:
    paper = credit_note_of(order, len(order.refunds))
    assert paper is not None
    with force_locale(locale):
        return credit_note_sheet(paper, ISSUER)


def refunded(**more: int) -> Order:
    order = order_of([(1, 1280, 8), (2, 1540, 10)], shipping=650, **more)
    new_refund(order, [], {order.lines[0]: 1, order.lines[1]: 1}, 150, 0, "割れていた", BACK_AT)
    return order


def test_the_simplified_invoice_holds_all_it_must(shop: Flask) -> None:
    (words,) = pages_of(draw(invoice(shop, order_of([(1, 1280, 8), (2, 1540, 10)], shipping=650))))
    for item in (
        "適格簡易請求書", "はっぱ茶房（デモの店です）", "登録番号T0000000000000", "デモの番号です",
        "取引年月日2026年11月24日(火)", "茶1※", "器2", "送料（宅配便）8%", "※は軽減税率の対象です",
        "8%対象（軽減税率※）¥1,280¥94", "10%対象¥3,730¥339", "合計（税込）¥5,010", "10234-1（第1版）",
        "領収しました",
    ):  # fmt: skip
        assert item.replace("送料（宅配便）8%", "送料（宅配便）10%") in words, item
    assert "御中" not in words
    assert "器2※" not in words


def test_the_full_invoice_names_whom_it_is_for(shop: Flask) -> None:
    order = order_of([(1, 1280, 8)])
    order.contact.invoice_to = "若葉 みのり"
    assert "適格請求書若葉みのり様" in pages_of(draw(invoice(shop, order)))[0]
    order.contact.invoice_to_company = True
    assert "若葉みのり御中" in pages_of(draw(invoice(shop, order)))[0]


def test_a_credit_note_holds_both_days_and_its_figures(shop: Flask) -> None:
    (words,) = pages_of(draw(note(refunded())))
    for item in (
        "適格返還請求書", "登録番号T0000000000000", "返還年月日2026年11月30日(月)",
        "もとの取引年月日2026年11月24日(火)", "茶1※", "¥1,280", "器2", "¥1,540", "送料（宅配便）",
        "8%対象（軽減税率※）¥1,280¥94", "10%対象¥1,690¥153", "返金の合計（税込）¥2,970", "割れていた",
    ):  # fmt: skip
        assert item in words, item


def test_a_later_version_says_what_it_replaces(shop: Flask) -> None:
    words = pages_of(draw(invoice(shop, refunded())))[0]
    assert (
        "第1版に代わるものです。返金（2026年11月30日(月)の¥2,970）を差し引いた残りを示します"
        in words
    )
    assert "返還インボイスと併せてはお使いになれません" in words
    assert "合計（税込）¥2,040" in words


def test_the_english_edition_keeps_the_terms_of_the_law_beside_its_words(shop: Flask) -> None:
    (words,) = pages_of(draw(invoice(shop, order_of([(1, 1280, 8)], shipping=650), "en")))
    for item in (
        "Simplifiedtaxinvoice適格簡易請求書", "はっぱ茶房（デモの店です）", "Registrationnumber(登録番号)T0000000000000",
        "Dateofsale(取引年月日)Tue,24Nov2026", "Receivedwiththanks", "茶1※", "Shipping(宅配便)10%¥650",
        "※marksgoodsatthereducedrate", "At8%,reducedrate※(軽減税率対象)¥1,280¥94", "At10%¥650¥59", "Total,taxincluded¥1,930",
    ):  # fmt: skip
        assert item in words, item
    (back,) = pages_of(draw(note(refunded(), "en")))
    for item in (
        "Creditnote適格返還請求書", "Registrationnumber(登録番号)T0000000000000", "Dateofrefund(返還年月日)Mon,30Nov2026",
        "Dateoforiginalsale(取引年月日)Tue,24Nov2026", "茶1※", "器2", "Shipping(宅配便)10%¥150",
        "At8%,reducedrate※(軽減税率対象)¥1,280¥94", "At10%¥1,690¥153", "Refunded,taxincluded¥2,970", "割れていた",
    ):  # fmt: skip
        assert item in back, item


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_amount_of_order_and_refund_is_printed_and_no_other(
    shop: Flask, locale: Locale
) -> None:
    order = refunded(fee=330, discount=777)
    for sheet in (invoice(shop, order, locale), note(order, locale)):
        assert yen_in(draw(sheet)) == yen_on(sheet)
    assert order.refunds[0].amount in yen_in(draw(note(order, locale)))
    left = order.total - order.refunds[0].amount
    assert yen_in(draw(invoice(shop, order, locale))).count(left) >= 2


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_twelve_lines_with_everything_else_fit_on_one_page(shop: Flask, locale: Locale) -> None:
    order = order_of(TWELVE, shipping=650, fee=330, discount=777)
    order.contact.invoice_to = "株式会社はっぱの森ホールディングス 東日本統括本部 総務部備品課"
    for line in order.lines:
        line.label = {"ja": "マグと木のふたと茶こし", "en": "Mug with wooden lid and strainer"}
    sold = invoice(shop, order, locale)
    everything = {line: line.quantity for line in order.lines}
    new_refund(order, [], everything, order.shipping, order.fee, "割れていた", BACK_AT)
    for sheet in (sold, note(order, locale)):
        (page,) = pages_of(draw(sheet))
        for line in order.lines:
            assert f"¥{line.amount:,}" in page
        assert page.count(f"¥{order.total:,}") == 2


@pytest.mark.parametrize("count", [*range(15, 34), 50])
def test_beyond_a_page_heads_repeat_and_sums_stay_with_goods(shop: Flask, count: int) -> None:
    order = order_of([(1, 1000 + n, 8 if n % 2 else 10) for n in range(count)], shipping=650)
    pages = pages_of(draw(invoice(shop, order)))
    assert [("内容税率数量" in page) for page in pages] == [True] * len(pages)
    last = pages[-1]
    assert "税率ごとの合計" in last
    assert f"合計（税込）¥{order.total:,}" in last
    assert "この書面は領収書を兼ねます" in last
    assert f"¥{order.lines[-1].amount:,}" in last
    if len(pages) > 1:
        assert f"1/{len(pages)}" in pages[0]
    assert all(f"¥{line.amount:,}" in "".join(pages) for line in order.lines)


def test_a_long_name_without_spaces_breaks_instead_of_running_off(shop: Flask) -> None:
    order = order_of([(1, 1280, 8)])
    order.lines[0].name = {"ja": "長" * 200, "en": "Long" * 60}
    order.contact.invoice_to = "W" * 60
    for locale in ("ja", "en"):
        assert "W" * 60 in pages_of(draw(invoice(shop, order, locale)))[0]  # type: ignore[arg-type]


def test_letters_without_type_become_the_printers_sign_and_markup_stays_text(shop: Flask) -> None:
    order = order_of([(1, 1280, 8)])
    order.contact.invoice_to = "<b>🍵</b>&amp;𠮷野"
    assert "<b>〓</b>&amp;〓野様" in pages_of(draw(invoice(shop, order)))[0]
    assert missing("株式会社髙﨑🍵🍵𠮷 ~A1é※") == "🍵𠮷"
    assert printable("茶\u200d") == "茶〓"


def test_the_paper_says_what_it_is_and_in_which_language(shop: Flask) -> None:
    sheet = invoice(shop, order_of([(1, 1280, 8)]), "en")
    read = PdfReader(io.BytesIO(draw(sheet)))
    assert read.metadata is not None
    assert read.metadata.title == "Simplified tax invoice (適格簡易請求書) 10234-1 (version 1)"
    assert read.metadata.author == "はっぱ茶房（デモの店です）"
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert [float(side) for side in read.pages[0].mediabox[2:]] == pytest.approx(
        [595.28, 841.89], abs=0.1
    )


def test_it_carries_only_the_letters_it_needs(shop: Flask) -> None:
    assert len(draw(invoice(shop, order_of(TWELVE, shipping=650)))) < 120_000


def test_the_same_paper_is_the_same_file_and_comes_quickly_also_to_several_at_once(
    shop: Flask,
) -> None:
    sheet = invoice(shop, order_of(TWELVE, shipping=650))
    first = draw(sheet)
    begun = time.process_time()
    assert draw(sheet) == first
    assert time.process_time() - begun < 0.3
    other = replace(sheet, addressee="別のひと 様")
    drawn = at_once([lambda: draw(sheet), lambda: draw(other)] * 3)
    assert drawn[0::2] == [first] * 3
    assert "別のひと様" in pages_of(bytes(drawn[1]))[0]  # type: ignore[call-overload]


def test_what_was_refunded_whole_is_a_paper_without_lines(shop: Flask) -> None:
    order = order_of([(1, 1280, 8)])
    new_refund(order, [], {order.lines[0]: 1}, 0, 0, "割れていた", BACK_AT)
    words = pages_of(draw(invoice(shop, order)))[0]
    assert "全額を返金しました" in words
    assert "合計（税込）¥0" in words
    assert "税率ごとの合計" not in words
