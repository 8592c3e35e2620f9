"""Words of a shop in which no real money moves: the demo says so, and so does a shop with keys for tests; a real one says nothing."""

from flask import current_app
from flask_babel import gettext as _

from storefront.settings import Play, Settings


def play() -> Play:
    """Whose money moves in the shop at hand."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.play


def foot_words() -> str:
    """The line at the foot of every page; "" in a real shop."""
    match play():
        case Play.DEMO:
            return str(_("これはデモの店です。実際のお届けはありません。"))
        case Play.TEST:
            return str(_("テストモードです。お金は動かず、実際のお届けもありません。"))
    return ""


def number_words() -> str:
    """What papers say of a registration number that is nobody's; "" in a real shop, whose setup refuses such a one."""
    match play():
        case Play.DEMO:
            return str(_("デモの番号です"))
        case Play.TEST:
            return str(_("テスト用の番号です"))
    return ""


def play_figures(name: str) -> dict[str, str]:
    """What the shop's terms say of it, as figures that are empty in a real shop; `seller` is the shop's name."""
    match play():
        case Play.DEMO:
            return {
                "seller": _("%(shop)s（デモの店です。実在の事業者ではありません）", shop=name),
                "play_title": _("デモの店です"),
                "play_about": _(
                    "%(shop)sは、店のつくりを試していただくためのデモです。ご注文をいただいても商品は届かず、お金もかかりません。",
                    shop=name,
                ),
                "play_cards": _("この店はデモのため、本物のカードは使えません。"),
                "play_contact": _("この店はデモのため、メールと電話はつながりません。"),
                **_invented(),
            }
        case Play.TEST:
            return {
                "seller": _("%(shop)s（テストモードです）", shop=name),
                "play_title": _("テストモードです"),
                "play_about": _(
                    "決済会社のテスト用の鍵で動いています。ご注文をいただいても商品は届かず、お金もかかりません。"
                ),
                "play_cards": _("テストモードのため、本物のカードは使えません。"),
                "play_contact": "",
                **_invented(),
            }
    nothing = ("play_title", "play_about", "play_cards", "play_contact", *INVENTED)
    return {"seller": name, **dict.fromkeys(nothing, "")}


INVENTED = ("invented_person", "invented_place")
"""Figures by which the terms own up to particulars that are nobody's."""


def _invented() -> dict[str, str]:
    return dict(zip(INVENTED, (_("（架空の人物です）"), _("（架空の所在地です）")), strict=True))
