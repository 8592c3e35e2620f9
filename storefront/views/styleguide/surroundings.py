"""Samples: what stands around every page, and the steps of checkout."""

from flask import url_for

from storefront.lab.patterns import PATTERNS
from storefront.views import current
from storefront.views.frame import NavWord, frame
from storefront.views.styleguide.sample import (
    Around,
    Room,
    Sample,
    both,
    fragment,
    part,
    said,
    whole_frame,
    within,
)


def samples() -> list[Sample]:
    """Signboard, navigation, count on the cart, light and dark, steps, and both layouts whole."""
    return [*_parts(), *_navigation(), *_counts(), *_steps(), *_frames()]


def _parts() -> list[Sample]:
    home = url_for("catalog.home")
    here = url_for("styleguide.index")
    return [
        part("brand.brand", "rest", both("看板", "Signboard"), home, room=Room.SMALL),
        part("icon.icon", "normal", both("ふつう", "Normal"), "truck", room=Room.SMALL),
        part("icon.icon", "small", both("小さい", "Small"), "truck", "s", room=Room.SMALL),
        part("icon.icon", "tiny", both("ごく小さい", "Tiny"), "dot", "xs", room=Room.SMALL),
        *(
            part("theme.theme_switch", theme, both(ja, en), theme, here)
            for theme, ja, en in (("auto", "自動", "Automatic"), ("light", "明", "Light"), ("dark", "暗", "Dark"))
        ),
    ]  # fmt: skip


def _navigation() -> list[Sample]:
    shelves = (
        ("teas", "お茶", "Tea"),
        ("teaware", "茶の道具", "Teaware"),
        ("gifts", "贈りもの", "Gifts"),
    )
    words = [
        NavWord(url_for("catalog.category", slug=slug), said(ja, en), slug == "teaware")
        for slug, ja, en in shelves
    ]
    other = "en" if current.locale() == "ja" else "ja"
    return [
        part("nav.category_nav", "current", both("茶の道具にいるとき", "While at Teaware"), words),
        part("nav.help_links", "footer", both("下の案内", "Help in the footer"), True),
        part("nav.help_links", "checkout", both("注文手続きの下", "Below checkout"), True, extra=True),
        part("nav.language_link", "other", both("もう一方の言葉", "The other language"), current.locale(), url_for("catalog.home", lang=other), room=Room.SMALL),
    ]  # fmt: skip


def _counts() -> list[Sample]:
    shown = [
        fragment("cart/_count.html", "none", both("空", "Empty"), lambda: {"count": 0}),
        fragment("cart/_count.html", "three", both("三点", "Three"), lambda: {"count": 3}),
        part("cart_count.cart_count", "none", both("空", "Empty"), 0, room=Room.ALONE),
        part(
            "cart_count.cart_count",
            "many",
            both("百点をこえて", "More than a hundred"),
            120,
            room=Room.ALONE,
        ),
    ]
    return [within(sample, '<p><span class="tool">{}</span></p>') for sample in shown]


def _steps() -> list[Sample]:
    names = (
        ("delivery", "お届け先", "Delivery"),
        ("payment", "お支払い", "Payment"),
        ("confirm", "確認", "Review"),
    )
    return [
        part("steps.steps", step, both(ja, en), step, room=Room.ALONE) for step, ja, en in names
    ]


def _frames() -> list[Sample]:
    return [
        whole_frame("layouts/shop.html", both("店のページ", "Pages of the shop"), Around.SHOP),
        whole_frame("layouts/checkout.html", both("注文手続き", "Checkout"), Around.CHECKOUT),
        fragment("layouts/_footer.html", "rest", both("下の帯", "The footer"), frame),
        fragment("layouts/_lab.html", "few", both("見せ方を二つ止めて", "Two patterns switched off"), lambda: _lab(2)),
        fragment("layouts/_lab.html", "all", both("すべて止めて", "All switched off"), lambda: _lab(len(PATTERNS))),
    ]  # fmt: skip


def _lab(count: int) -> dict[str, object]:
    return {"switched_off": PATTERNS[:count], "here": url_for("styleguide.index")}
