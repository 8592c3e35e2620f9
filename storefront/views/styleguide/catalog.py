"""Samples: the parts of the product page, of lists and of the search."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import url_for
from markupsafe import Markup

from storefront.catalog.browsing import Entry, Listing
from storefront.catalog.product import Product
from storefront.catalog.tag import Tag
from storefront.quoting.quote import Quote
from storefront.shipping.prefectures import Prefecture
from storefront.views.catalog_cards import cards
from storefront.views.catalog_filters import TAG_WORDS, Asked
from storefront.views.catalog_gap import gap_code, gap_words
from storefront.views.catalog_product import product_context
from storefront.views.free_line import free_line
from storefront.views.snapshot import snapshot
from storefront.views.styleguide import goods
from storefront.views.styleguide.costs import (
    FEW,
    MUCH,
    MUG,
    OKINAWA,
    POUCH,
    SOME,
    TOKYO,
    parcel_change,
    priced,
)
from storefront.views.styleguide.sample import Sample, both, fragment, said


def samples() -> list[Sample]:
    """Buy box, what holds for a variant, the whole cost, pictures, filters, pages of a list, suggestions."""
    beside = [*_buy_boxes(), *_chosen(), *_landed(), *_gaps(), *_galleries(), *_filters()]
    return [*(replace(sample, narrow=True) for sample in beside), *_pages(), *_found()]


def _of(product: Product, place: int = 0, **more: Any) -> Callable[[], dict[str, Any]]:
    """What the product page is given when the variant at `place` is chosen."""

    def make() -> dict[str, Any]:
        chosen = product.variants[place]
        gap = Markup(gap_words(gap_code(chosen)))  # samples of ours  # nosec B704
        return product_context(product, chosen, gap=gap, **more)

    return make


def _buy_boxes() -> list[Sample]:
    tea, pot, mug = goods.sleep_blend(), goods.kyusu(), goods.glass_mug()
    few = said("残りは3点です", "Only 3 are left")
    file = "catalog/_buy_box.html"
    return [
        fragment(file, "tiers", both("三つの大きさ", "Three sizes"), _of(tea, 1), area=TOKYO),
        fragment(file, "colours", both("色を選ぶ、在庫なし", "Colours, sold out"), _of(pot)),
        fragment(file, "single", both("ひとつだけ", "One kind only"), _of(mug), area=TOKYO),
        fragment(file, "refused", both("数の誤り", "A wrong number"), _of(mug, quantity="5", problem=few), area=TOKYO),
    ]  # fmt: skip


def _chosen() -> list[Sample]:
    tea, pot = goods.sleep_blend(), goods.kyusu()
    pot.variants[0].stock = 4
    cool = goods.butter_biscuits()
    file = "catalog/_chosen.html"
    return [
        fragment(file, "unknown", both("地域がわかる前", "Before the region is known"), _of(tea)),
        fragment(file, "tokyo", both("東京", "Tokyo"), _of(tea), area=TOKYO),
        fragment(file, "okinawa", both("沖縄", "Okinawa"), _of(tea), area=OKINAWA),
        fragment(file, "paid-by-shop", both("送料は当社、残りわずか", "The shop pays, few left"), _of(pot), area=TOKYO),
        fragment(file, "not-there", both("お届けできない地域", "Not sent there"), _of(cool), area=OKINAWA),
        fragment(file, "sold-out", both("在庫なし", "Sold out"), _of(tea, 2), area=TOKYO),
    ]  # fmt: skip


def _landed() -> list[Sample]:
    tea, pot = goods.sleep_blend(), goods.kyusu()
    cool = goods.butter_biscuits()
    file = "catalog/_landed.html"
    return [
        fragment(file, "unknown", both("地域がわかる前", "Before the region is known"), _of(tea)),
        fragment(file, "tokyo", both("東京", "Tokyo"), _of(tea), area=TOKYO),
        fragment(file, "okinawa", both("沖縄", "Okinawa"), _of(tea), area=OKINAWA),
        fragment(file, "paid-by-shop", both("送料は当社", "The shop pays the shipping"), _of(pot), area=TOKYO),
        fragment(file, "cool", both("冷蔵、地域がわかる前", "Cool, before the region is known"), _of(cool)),
        fragment(file, "not-there", both("お届けできない地域", "Not sent there"), _of(cool), area=OKINAWA),
    ]  # fmt: skip


def _gaps() -> list[Sample]:
    dearer = parcel_change(POUCH, POUCH + MUG)
    return [
        _gap("far", "遠い", "Far", priced(FEW, TOKYO), 0, TOKYO),
        _gap("near", "近い、カートとあわせて", "Near, together with the cart", priced(SOME, TOKYO), 1540, TOKYO),
        _gap("unknown", "地域がわかる前", "Before the region is known", priced(SOME), 1540, None),
        _gap("reached", "届いた", "Reached", priced(MUCH, TOKYO), 5640, TOKYO),
        _gap("other-parcel", "荷物が変わる", "Another parcel", priced(SOME, TOKYO), 780, TOKYO, change=dearer),
        _gap("too-big", "大きすぎる", "Too much for one order", priced(SOME, OKINAWA), 9000, OKINAWA, too_big=True),
        _gap("nowhere", "その地域へは届かない", "Not sent there", priced(SOME, OKINAWA), 9000, OKINAWA, nowhere=True),
    ]  # fmt: skip


def _gap(
    state: str,
    ja: str,
    en: str,
    quote: Quote,
    in_cart: int,
    area: Prefecture | None,
    **more: Any,
) -> Sample:
    told = {"change": None, "too_big": False, "nowhere": False, **more}
    context = {"line": free_line(quote.sent), "in_cart": in_cart, **told}
    return fragment("catalog/_gap.html", state, both(ja, en), lambda: context, area=area)


def _galleries() -> list[Sample]:
    file = "catalog/_gallery.html"
    return [
        fragment(file, "several", both("何枚か", "Several pictures"), _of(goods.kyusu())),
        fragment(file, "single", both("一枚", "One picture"), _of(goods.glass_mug())),
    ]


def _filters() -> list[Sample]:
    shelves = tuple(shelf for shelf in snapshot().shelves if shelf.parent)[:3]
    around = {
        "here_path": url_for("catalog.index"),
        "choices": shelves,
        "tags": [(tag, TAG_WORDS[tag]) for tag in Tag],
    }
    some = Asked(shelves[:1], (Tag.CAFFEINE_FREE,), None, 2000, in_stock=True)
    file = "catalog/_filters.html"
    return [
        fragment(file, "none", both("何も選んでいない", "None on"), lambda: {**around, "asked": Asked()}),
        fragment(file, "some", both("いくつか選んだ", "Some on"), lambda: {**around, "asked": some}),
    ]  # fmt: skip


def _entries() -> tuple[Entry, ...]:
    products = (goods.sleep_blend(), goods.glass_mug(), goods.kyusu())
    return tuple(Entry(product, product.gallery[0].picture) for product in products)


def _pages() -> list[Sample]:
    entries = _entries()
    following = url_for("catalog.index", page=2)
    first = Listing(entries * 8, 57, and_more=False, page=1)
    last = replace(first, entries=entries * 3, page=3)
    huge = replace(first, total=1000, and_more=True)
    few = {"listing": replace(last, entries=entries), "cards": cards(entries), "next_url": None}
    turn, total = "catalog/_turn.html", "catalog/_total.html"
    return [
        fragment("catalog/_more.html", "last", both("続きの品", "Further cards"), lambda: few),
        _turn(turn, "first", "続きがある", "There is more", first, following),
        _turn(turn, "last", "ここまで", "The end", last, None),
        _turn(turn, "huge", "千品をこえる", "More than a thousand", huge, following),
        _turn(total, "counted", "数えた", "Counted", first, None),
        _turn(total, "huge", "千品をこえる", "More than a thousand", huge, None),
    ]


def _turn(
    file: str, state: str, ja: str, en: str, listing: Listing, next_url: str | None
) -> Sample:
    context = {"listing": listing, "next_url": next_url}
    return fragment(file, state, both(ja, en), lambda: context)


def _found() -> list[Sample]:
    entries = _entries()
    some = {
        "typed": said("ハーブ", "herb"),
        "listing": Listing(entries, 12, and_more=False, page=1),
        "cards": cards(entries),
    }
    none = {
        "typed": said("自転車", "bicycle"),
        "listing": Listing((), 0, and_more=False, page=1),
        "cards": [],
    }
    file = "catalog/_suggestions.html"
    return [
        fragment(file, "some", both("見つかった", "Found"), lambda: some),
        fragment(file, "none", both("見つからない", "Nothing found"), lambda: none),
        fragment("catalog/_picks.html", "rest", both("かわりに", "Instead"), lambda: {"picks": cards(entries)}),
    ]  # fmt: skip
