"""The navigation of the staff area: its pages in their order, as far as the member may open them."""

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l

from storefront.views.frame import url
from storefront.views.staff.allowed import may_open

MENU = (
    ("staff.dashboard", _l("きょうの仕事")),
    ("staff.orders", _l("注文")),
    ("staff.phone_orders", _l("電話の注文")),
    ("staff.packing", _l("出荷")),
    ("staff.products", _l("品物")),
    ("staff.stock", _l("在庫")),
    ("staff.customers", _l("お客さま名簿")),
    ("staff.offers", _l("おすすめ")),
    ("staff.radar", _l("帳簿の照合")),
    ("staff.money_back", _l("振り込む返金")),
    ("staff.methods", _l("支払い方法")),
    ("staff.settings", _l("設定")),
    ("staff.members", _l("担当者")),
    ("staff.audit", _l("変更の記録")),
)


@dataclass(frozen=True)
class MenuItem:
    """One word of the navigation; current also on the pages below its own."""

    url: str
    name: str
    current: bool


def menu() -> list[MenuItem]:
    """What the member at work finds at the top of every page."""
    open_to = [(endpoint, words) for endpoint, words in MENU if may_open(endpoint)]
    here = _nearest([url(endpoint) for endpoint, _words in open_to])
    return [MenuItem(url(name), str(words), url(name) == here) for name, words in open_to]


def _nearest(paths: list[str]) -> str:
    """The longest of these paths that this page is at or below; the first page only stands for itself."""
    first = url("staff.dashboard")
    at = request.path
    fits = [path for path in paths if at == path or (path != first and at.startswith(f"{path}/"))]
    return max(fits, key=len, default="")
