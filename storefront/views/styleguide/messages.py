"""Samples: what the shop says in between: notices, undo, dialogs, nothing there, errors."""

from flask import url_for
from markupsafe import Markup

from storefront.views.styleguide.sample import Around, Room, Sample, both, fragment, part, said


def samples() -> list[Sample]:
    """Notices, flashes, the dialog, empty places, live regions, problems."""
    return [*_notices(), *_flashes(), *_dialogs(), *_empty(), *_live(), *_problems()]


def _notices() -> list[Sample]:
    moved = said("お届け先を東京都に変えました", "Delivery is now set to Tokyo")
    more = Markup('<p><a href="{}">{}</a></p>').format(
        url_for("cart.show"), said("カートを見る", "See your cart")
    )
    return [
        part("notice.notice", "info", both("知らせ", "News"), "info", moved),
        part("notice.notice", "ok", both("できた", "Done"), "ok", said("カートに戻しました", "Back in your cart")),
        part("notice.notice", "warn", both("注意", "Take care"), "warn", said("残りが2点になりました", "Only 2 are left now")),
        part("notice.notice", "error", both("できなかった", "Failed"), "error", said("お支払いできませんでした", "The payment did not go through"), body=more),
    ]  # fmt: skip


def _flashes() -> list[Sample]:
    gone = said("おやすみブレンドを取り除きました", "Sleep Blend was removed")
    back = url_for("cart.restore_line", sku="SLEEP-30")
    return [
        part("flash.flash", "plain", both("ひとこと", "One sentence"), gone),
        part("flash.flash", "undo", both("元に戻せる", "Can be undone"), gone, undo_url=back, undo_fields={"quantity": 1}),
    ]  # fmt: skip


def _dialogs() -> list[Sample]:
    close = part(
        "dialog.close_button",
        "rest",
        both("閉じるボタン", "The button that closes"),
        said("買い物を続ける", "Keep looking"),
        room=Room.SMALL,
    )
    to_cart = Markup('<a class="btn" href="{}">{}</a>').format(
        url_for("cart.show"), said("カートを見る", "See your cart")
    )
    shown = part(
        "dialog.dialog",
        "open",
        both("開いたとき", "Open"),
        "dialog-open",
        said("カートに入れました", "Added to your cart"),
        foot=Markup('<div class="pair">{}{}</div>').format(close.draw(), to_cart),
        inline=True,
        body=Markup("<p>{}</p>").format(said("おやすみブレンド 30包", "Sleep Blend, 30 bags")),
        room=Room.WIDE,
    )
    return [shown, close]


def _empty() -> list[Sample]:
    teas = Markup('<a class="btn btn--primary" href="{}">{}</a>').format(
        url_for("catalog.index"), said("お茶を見る", "See the teas")
    )
    nothing = said("「ほうぢ茶」は見つかりません", "Nothing found for “hojitcha”")
    return [
        part("empty.empty", "cart", both("空のカート", "An empty cart"), "cart", said("カートは空です", "Your cart is empty"), body=teas),
        part("empty.empty", "search", both("見つからない", "Nothing found"), "search", nothing),
    ]  # fmt: skip


def _live() -> list[Sample]:
    words = said("数量を3にしました", "Quantity set to 3")
    return [
        part("live.live_regions", "empty", both("何も言わないとき", "Silent"), room=Room.ALONE),
        part(
            "live.announce",
            "said",
            both("htmxの答えの中", "In an answer to htmx"),
            words,
            room=Room.ALONE,
        ),
    ]


def _problems() -> list[Sample]:
    kinds = (
        (400, ""), (400, "csrf"), (403, "order"), (404, ""), (405, ""), (409, ""), (413, ""),
        (429, ""), (500, ""), (503, ""),
    )  # fmt: skip
    return [_problem(code, reason) for code, reason in kinds]


def _problem(code: int, reason: str) -> Sample:
    state = f"{code}-{reason}" if reason else str(code)
    context = {"code": code, "reason": reason}
    title = both(state, state)
    return fragment("errors/_problem.html", state, title, lambda: context, around=Around.SHOP)
