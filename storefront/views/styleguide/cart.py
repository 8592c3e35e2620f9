"""Samples: the cart and its parts."""

from types import SimpleNamespace
from typing import Any

from storefront.cart.cart import Cart, CartLine
from storefront.quoting.shipping_cost import ShippingChange
from storefront.shipping.prefectures import Prefecture
from storefront.views.cart_adding import dialog_context
from storefront.views.cart_page import Problem, Said, cart_context
from storefront.views.styleguide import carts
from storefront.views.styleguide.costs import MUG, OKINAWA, POUCH, TOKYO, parcel_change
from storefront.views.styleguide.offered import set_of_three, three_things
from storefront.views.styleguide.sample import Around, Sample, both, fragment, said, within
from storefront.views.suggesting import CartSuggestions


def samples() -> list[Sample]:
    """Lines with each note, the panel for each region, the whole cart, and what follows adding."""
    return [*_lines(), *_panels(), *_contents(), *_added()]


def _lines() -> list[Sample]:
    wrong = Problem("SLEEP-30", "120", said("残りは98点です", "Only 98 are left"))
    return [
        _line("rest", "ふつう", "At rest", carts.tea_line()),
        _line("few", "残りわずか", "Few left", carts.mug_line()),
        _line("short", "残りより多い", "More than are left", carts.short_line()),
        _line("sold-out", "売り切れ", "Sold out", carts.sold_out_line()),
        _line("withdrawn", "取り扱いなし", "No longer sold", carts.withdrawn_line()),
        _line("dearer", "高くなった", "Dearer", carts.repriced_line(1180)),
        _line("cheaper", "安くなった", "Cheaper", carts.repriced_line(1380)),
        _line("swap", "セットに替えられる", "May become a set", carts.tea_line(1), swap=True),
        _line("saving", "セットの値引き", "Less as a set", carts.tea_line(3), saving=384),
        _line("wrong", "数の誤り", "A wrong number", carts.tea_line(), wrong),
    ]


def _line(
    state: str,
    ja: str,
    en: str,
    line: CartLine,
    problem: Problem | None = None,
    swap: bool = False,
    saving: int = 0,
) -> Sample:
    context = {
        "line": line,
        "problem": problem,
        "focus": "",
        "suggested": CartSuggestions(at_line=set_of_three() if swap else None),
        "savings": {line.variant.sku: saving} if saving else {},
        "loop": SimpleNamespace(index=1),
    }
    title = both(ja, en)
    sample = fragment("cart/_line.html", state, title, lambda: context)
    return within(sample, '<div class="cart"><ul class="lines">{}</ul></div>')


def _panels() -> list[Sample]:
    few, some = carts.cart_of(carts.tea_line(1)), _two()
    much = carts.cart_of(carts.tea_line(3), carts.mug_line(2))
    blocked = carts.cart_of(carts.tea_line(), carts.short_line())
    small = carts.cart_of(carts.pouch_line())
    split = carts.cart_of(carts.tea_line(), carts.cool_line())
    told = said(
        "ご注文手続きで選ばれたポスト便で計算しています。",
        "Reckoned with your choice at checkout: Letterbox parcel.",
    )
    file = "cart/_panel.html"
    return [
        _whole(file, "unknown", "地域がわかる前", "Before the region is known", some),
        _whole(file, "far", "当社負担まで遠い", "Far from free shipping", few, TOKYO),
        _whole(file, "near", "当社負担まで近い", "Near free shipping", some, TOKYO),
        _whole(file, "reached", "送料は当社", "The shop pays the shipping", much, TOKYO),
        _whole(file, "okinawa", "沖縄", "Okinawa", some, OKINAWA),
        _whole(file, "letterbox", "ポスト便", "Through the letterbox", small, TOKYO),
        _whole(
            file,
            "chosen",
            "手続きで選んだあと",
            "After a choice in checkout",
            small,
            TOKYO,
            answers=told,
        ),
        _whole(file, "split", "冷蔵とふつうの品", "Cool and ordinary goods", split, TOKYO),
        _whole(file, "not-there", "お届けできない地域", "Not sent there", split, OKINAWA),
        _whole(file, "blocked", "先へ進めない", "Cannot go on", blocked, TOKYO),
    ]


def _contents() -> list[Sample]:
    changed = carts.cart_of(carts.repriced_line(1180), carts.short_line(), carts.sold_out_line())
    sold, change = carts.cart_of(carts.sold_out_line()), parcel_change(POUCH, POUCH + MUG)
    words = said("おやすみブレンド 90包を取り除きました", "Sleep Blend, 90 bags was removed")
    gone = Said(words, sku="SLEEP-90", quantity=1, place=1)
    more = CartSuggestions(below=three_things())
    file = "cart/_contents.html"
    return [
        _whole(file, "empty", "空", "Empty", None),
        _whole(file, "two", "二品", "Two things", _two(), TOKYO),
        _whole(file, "changed", "変わったものがある", "Something changed", changed, TOKYO),
        _whole(file, "none-left", "買えるものがない", "Nothing left to buy", sold, TOKYO),
        _whole(file, "parcel", "お届けが変わった", "Another parcel", _two(), TOKYO, change=change),
        _whole(file, "removed", "取り除いたあと", "After removing", _two(), TOKYO, said=gone),
        _whole(file, "suggested", "おすすめ", "With suggestions", _two(), TOKYO, suggested=more),
    ]


def _whole(
    file: str,
    state: str,
    ja: str,
    en: str,
    cart: Cart | None,
    area: Prefecture | None = None,
    **more: Any,
) -> Sample:
    """A fragment that takes what the whole cart page takes."""
    around = Around.SHOP if file.endswith("_contents.html") else Around.NOTHING
    title = both(ja, en)
    return fragment(
        file,
        state,
        title,
        lambda: {"suggested": CartSuggestions(), **cart_context(cart, **more)},
        area=area,
        around=around,
        narrow=around is Around.NOTHING,
    )


def _added() -> list[Sample]:
    change = parcel_change(POUCH, POUCH + MUG)
    words = said("カートに入れました：おやすみブレンド 30包", "In your cart: Sleep Blend, 30 bags")
    return [
        _dialog("unknown", "地域がわかる前", "Before the region is known", words),
        _dialog("tokyo", "東京", "Tokyo", words, TOKYO),
        _dialog("okinawa", "沖縄", "Okinawa", words, OKINAWA),
        _dialog("parcel", "お届けが変わった", "Another parcel", words, TOKYO, change=change),
        _dialog("suggests", "おすすめ", "With suggestions", words, TOKYO, suggests=True),
        _dialog("now", "カートのいま", "The cart as it is", words, TOKYO, file="cart/_dialog_now.html"),
        fragment("cart/_said.html", "rest", both("二度目から", "From the second time on"), lambda: {"text": words, "change": None}),
        fragment("cart/_said.html", "parcel", both("お届けが変わった", "Another parcel"), lambda: {"text": words, "change": change}),
    ]  # fmt: skip


def _dialog(
    state: str,
    ja: str,
    en: str,
    words: str,
    area: Prefecture | None = None,
    change: ShippingChange | None = None,
    suggests: bool = False,
    file: str = "cart/_dialog.html",
) -> Sample:
    cart = _two()
    return fragment(
        file,
        state,
        both(ja, en),
        lambda: {
            **dialog_context(cart, cart.lines[0], words),
            "change": change,
            "offer": three_things() if suggests else None,
        },
        area=area,
    )


def _two() -> Cart:
    return carts.cart_of(carts.tea_line(), carts.mug_line())
