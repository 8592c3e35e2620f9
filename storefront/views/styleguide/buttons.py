"""Samples: what is pressed."""

from flask import url_for

from storefront.views.styleguide.sample import Room, Sample, both, part, said


def samples() -> list[Sample]:
    """Buttons, links that look like buttons, copying, chips, more."""
    return [*_kinds(), *_states(), *_links(), *_lists()]


def _kinds() -> list[Sample]:
    add, small = said("カートに入れる", "Add to cart"), Room.SMALL
    return [
        part("button.button", "primary", both("主", "Primary"), add, kind="primary", room=small),
        part("button.button", "plain", both("ふつう", "Plain"), said("買い物を続ける", "Keep looking"), room=small),
        part("button.button", "quiet", both("静か", "Quiet"), said("閉じる", "Close"), kind="quiet", room=small),
        part("button.button", "large", both("大きい", "Large"), add, kind="primary", size="large", room=small),
        part("button.button", "small", both("小さい", "Small"), said("変更", "Change"), size="small", room=small),
        part("button.button", "icon", both("絵つき", "With a symbol"), said("絞り込む", "Filter"), icon="filter", room=small),
        part("button.button", "sum", both("金額つき", "With a sum"), said("注文を確定する", "Place the order"), kind="primary", size="large", sum=6480, room=small),
        part("button.button", "block", both("幅いっぱい", "Full width"), add, kind="primary", block=True),
    ]  # fmt: skip


def _states() -> list[Sample]:
    add, small = said("カートに入れる", "Add to cart"), Room.SMALL
    busy, off = {"aria-busy": "true"}, {"aria-disabled": "true"}
    plain = said("更新", "Update")
    return [
        part("button.button", "busy", both("待っているあいだ", "Busy"), add, kind="primary", attrs=busy, room=small),
        part("button.button", "unavailable", both("使えない", "Unavailable"), said("在庫なし", "Sold out"), kind="primary", attrs=off, room=small),
        part("button.button", "plain-busy", both("ふつう・待っているあいだ", "Plain, busy"), plain, attrs=busy, room=small),
        part("button.button", "plain-unavailable", both("ふつう・使えない", "Plain, unavailable"), plain, attrs=off, room=small),
    ]  # fmt: skip


def _links() -> list[Sample]:
    href, small = url_for("catalog.index"), Room.SMALL
    words = said("お茶を見る", "See the teas")
    return [
        part("button.button_link", "primary", both("主", "Primary"), words, href, kind="primary", room=small),
        part("button.button_link", "plain", both("ふつう", "Plain"), words, href, room=small),
        part("button.button_link", "quiet", both("静か", "Quiet"), words, href, kind="quiet", room=small),
        part("button.button_link", "hidden", both("聞く人だけの言葉つき", "With words for those who listen"), words, href, icon="search", hidden=said("：ハーブ", ": herbs"), room=small),
        part("copy.copy_button", "rest", both("番号を写す", "Copy a number"), "10234", said("：注文番号", ": order number"), room=small),
    ]  # fmt: skip


def _lists() -> list[Sample]:
    href = url_for("catalog.index")
    chosen = [
        {"label": said("ノンカフェイン", "Caffeine-free"), "url": href},
        {"label": said("¥2,000まで", "Up to ¥2,000"), "url": href},
    ]
    trail = [(said("ホーム", "Home"), url_for("catalog.home")), (said("お茶", "Tea"), href)]
    return [
        part(
            "chips.chips",
            "two",
            both("条件がふたつ", "Two conditions"),
            chosen,
            href,
            room=Room.WIDE,
        ),
        part("crumbs.crumbs", "two", both("二段目から", "Two levels up"), trail, room=Room.WIDE),
        part(
            "pagination.more",
            "more",
            both("続きがある", "There is more"),
            href,
            24,
            31,
            room=Room.ALONE,
        ),
        part("pagination.more", "end", both("ここまで", "The end"), None, 31, 31, room=Room.ALONE),
    ]
