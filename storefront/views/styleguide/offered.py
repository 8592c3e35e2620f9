"""Samples: suggestions, and what becomes of them."""

from dataclasses import replace
from typing import Any

from storefront.locales import Text
from storefront.money import Yen
from storefront.views.offer_view import Card, Shown
from storefront.views.styleguide.goods import pictures
from storefront.views.styleguide.sample import Room, Sample, both, fragment, part, said

TITLES: dict[str | tuple[str, str], Text] = {
    ("cross_sell", "dialog"): both("買い忘れはありませんか", "Anything else for it?"),
    "cross_sell": both("いっしょに使うもの、お持ちですか", "Have you all you need with it?"),
    "thank_you": both("同じ箱に、もうひとつ", "One more thing in the same box"),
    "bundle": both("夜のひと息、三点揃い", "An evening cup, in three pieces"),
    "set_of_n": both("三袋まとめて", "Three pouches at once"),
    "up_sell": both("毎晩お飲みの方に", "For a cup every night"),
    "downsell": both("まずは15包から", "Fifteen bags to begin with"),
}
"""By kind, and where one stands on a page twice by its place: each is a landmark with a name of its own."""


def samples() -> list[Sample]:
    """Things that go with it, a bundle, a swap, what is said after an answer, and the switch."""
    return [*_blocks(), *_answers(), *_switches()]


def _blocks() -> list[Sample]:
    return [
        part("offer.offer_block", "three", both("三つ", "Three things"), three_things(), room=Room.WIDE),
        part("offer.offer_block", "one", both("ひとつ", "One thing"), _shown("cross_sell", "dialog", _cards()[:1])),
        part("offer.offer_block", "bundle", both("セット", "A bundle"), _bundle(), room=Room.WIDE),
        part("offer.offer_block", "set", both("三点のセットに替える", "Make it a set of three"), set_of_three()),
        part("offer.offer_block", "better", both("上のものに替える", "Switch to more"), _better()),
        part("offer.offer_block", "ladder", both("数の段", "Steps by number"), _ladder()),
        fragment("catalog/_offered.html", "better", both("商品ページで、上のもの", "Better, on the page of a product"), lambda: {"offer": _on_page(), "tokens": []}),
        fragment("catalog/_clicked.html", "told", both("メールから来たと知らせる（見えない）", "Tells who came from a mail (invisible)"), lambda: {"token": "x"}),
        part("offer.offer_goods", "two", both("残りのふたつ", "The other two"), _shown("cross_sell", "dialog", _cards()[1:]), room=Room.WIDE),
        part("offer.cross", "no", both("×でお断り", "A no by ×"), room=Room.SMALL),
        part("offer.offers_seen", "tokens", both("見えたと知らせる（見えない）", "Tells what was seen (invisible)"), ["x"], room=Room.SMALL),
    ]  # fmt: skip


def _answers() -> list[Sample]:
    taken = said("カートに入れました：アカシアはちみつ 180g", "In your cart: Acacia honey, 180 g")
    over = said(
        "このご提案は終わりました。カートの中身は変わっていません。",
        "This suggestion is over. Your cart has not changed.",
    )
    rest = _shown("cross_sell", "dialog", _cards()[1:])
    quiet = said(
        "わかりました。ここには、しばらくおすすめを出しません。",
        "All right. Nothing more will be suggested here for now.",
    )
    return [
        _said("offers/_taken.html", "rest", "入れたあと", "After a yes", id="taken-a", words=taken, offer=rest),
        _said("offers/_taken.html", "last", "最後のひとつのあと", "After the last", id="taken-b", words=taken, offer=None),
        _said("offers/_taken.html", "over", "終わっていた", "It was over", id="taken-c", words=over, kind="warn", offer=None),
        _said("offers/_again.html", "smaller", "小さなご提案", "One smaller proposal", offer=_smaller()),
        _said("offers/_quiet.html", "no", "お断りのあと", "After a no", id="quiet-a", words=quiet, kind=""),
        _said("offers/_quiet.html", "over", "終わっていた", "It was over", id="quiet-b", words=over, kind="warn"),
    ]  # fmt: skip


def _said(file: str, state: str, ja: str, en: str, **context: Any) -> Sample:
    return fragment(file, state, both(ja, en), lambda: context)


def _switches() -> list[Sample]:
    return [
        part("offer.offers_switch", "on", both("表示している", "On"), False, "/", room=Room.SMALL),
        part(
            "offer.offers_switch", "off", both("表示していない", "Off"), True, "/", room=Room.SMALL
        ),
    ]


def three_things() -> Shown:
    """Three things that go with a tea, below the totals of a cart."""
    return _shown("cross_sell", "cart", _cards())


def beside_order(count: int) -> Shown:
    """So many things that can still join an order."""
    return _shown("thank_you", "thank_you", _cards(off=5)[:count])


def set_of_three() -> Shown:
    """Three bags of a tea in the place of one."""
    card = Card(
        "SLEEP-30",
        said("おやすみブレンド 30包", "Sleep Blend, 30 bags"),
        "/",
        None,
        3,
        3456,
        3840,
        "",
        "",
    )
    return _shown("set_of_n", "cart_line", (card,), "SLEEP-30", 2176)  # fmt: skip


def _better() -> Shown:
    card = Card(
        "SLEEP-90",
        said("おやすみブレンド 90包", "Sleep Blend, 90 bags"),
        "/",
        None,
        1,
        2760,
        2760,
        "",
        "",
    )
    return _shown("up_sell", "cart_line", (card,), "SLEEP-15", 1980)  # fmt: skip


def _on_page() -> Shown:
    return replace(_better(), placement="product", about="SLEEP-15", in_cart=False)


def _ladder() -> Shown:
    one, steps = set_of_three(), ((3, 3456), (5, 5632))
    cards = tuple(
        replace(one.cards[0], quantity=n, price=price, full=1280 * n) for n, price in steps
    )
    return replace(
        one,
        kind="quantity_ladder",
        placement="mail",
        title=both("箱の数で、一箱あたりが安く", "Less for each box, box by box"),
        cards=cards,
        replaces="",
        more=0,
    )


def _smaller() -> Shown:
    card = Card(
        "SLEEP-15",
        said("おやすみブレンド 15包", "Sleep Blend, 15 bags"),
        "/",
        None,
        1,
        780,
        780,
        "",
        "",
    )
    return _shown("downsell", "cart_line", (card,), "RELAX-30", -500)  # fmt: skip


def _bundle() -> Shown:
    return _shown("bundle", "product", tuple(_cards(off=5)))


def _cards(off: int = 0) -> tuple[Card, ...]:
    honey, mug, candle = pictures("honey-acacia-180", "glass-mug-300", "candle-yuzu")
    rows = (
        ("HONEY-180", said("アカシアはちみつ 180g", "Acacia honey, 180 g"), honey, 1400, said("40件のご注文のうち12件で一緒に", "Together in 12 of 40 orders")),
        ("GLASS-MUG", said("耐熱ガラスのマグ", "Heatproof glass mug"), mug, 1540, said("店のおすすめ", "Our suggestion")),
        ("CANDLE", said("ソイキャンドル あかり", "Soy candle Akari"), candle, 2640, ""),
    )  # fmt: skip
    return tuple(
        Card(sku, name, "/", pic, 1, price - price * off // 100, price, "", why)
        for sku, name, pic, price, why in rows
    )


def _shown(
    kind: str, placement: str, cards: tuple[Card, ...], replaces: str = "", more: Yen = 0
) -> Shown:
    """An offer with the words of staff; its token opens nothing."""
    reason = both("お茶の時間に、よく合うものです。", "They go well with a quiet cup.")
    if more:
        reason = both("1包あたりの値段が下がります。", "Each bag costs less.")
    title = TITLES.get((kind, placement)) or TITLES[kind]
    price, full = sum(card.price for card in cards), sum(card.full for card in cards)
    return Shown("x", kind, placement, title, reason, cards, replaces, price, full - price, more)
