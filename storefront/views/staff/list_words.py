"""Words and marks of the list of orders: choices of its filters, chips of those that are on, badges of its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.jinja import format_date, translate, yen
from storefront.locales import Text
from storefront.orders import progress
from storefront.orders.listing import MOST_COUNTED, Row
from storefront.orders.order import OrderState
from storefront.orders.wanted import Money, Parcels, Sort
from storefront.shipping.prefectures import by_code
from storefront.views import current
from storefront.views.frame import AreaOption, area_name
from storefront.views.staff import order_words
from storefront.views.staff.list_filters import DAYS, WITHIN, Asked, Due

STATES = order_words.ORDERS
MONEY: dict[Money, LazyString] = {
    Money.AWAITED: order_words.MONEY[progress.Money.AWAITED],
    Money.SOON: _l("期限まで1日"),
    Money.AT_THE_DOOR: order_words.MONEY[progress.Money.AT_THE_DOOR],
    Money.PAID: order_words.MONEY[progress.Money.PAID],
    Money.BACK: _l("返金あり"),
    Money.NONE: order_words.MONEY[progress.Money.NONE],
}
PARCELS: dict[Parcels, LazyString] = {
    Parcels.TO_PACK: order_words.PARCELS[progress.Parcels.TO_PACK],
    Parcels.PART: order_words.PARCELS[progress.Parcels.PART],
    Parcels.SENT: order_words.PARCELS[progress.Parcels.SENT],
    Parcels.NONE: order_words.PARCELS[progress.Parcels.NONE],
}
DUE: dict[Due, LazyString] = {
    Due.LATE: _l("出荷日を過ぎた"),
    Due.TODAY: _l("きょう出荷"),
    Due.TOMORROW: _l("あす出荷"),
}
SORTS: dict[Sort, LazyString] = {
    Sort.PLACED: _l("注文日時"),
    Sort.TOTAL: _l("合計"),
    Sort.LEAVE: _l("出荷日"),
}


@dataclass(frozen=True)
class Badge:
    """A state at a glance: a word, the shape before it (an icon) and its kind: "", "wait", "ok" or "off"."""

    text: str
    icon: str
    kind: str


@dataclass(frozen=True)
class Chip:
    """A filter that is on, in words, and the address without it."""

    label: str
    url: str


def money_badge(row: Row) -> Badge:
    """How a row stands with its money."""
    at = progress.money_of(_figures(row))
    kind = {
        progress.Money.PAID: "ok",
        progress.Money.AWAITED: "wait",
        progress.Money.AT_THE_DOOR: "",
    }
    return Badge(str(order_words.MONEY[at]), order_words.SHAPES[at], kind.get(at, "off"))


def parcels_badge(row: Row, today: date) -> Badge:
    """How a row stands with its parcels; what should have left before today is late."""
    if row.state == OrderState.PLACED and row.leave_on < today:
        return Badge(str(_("出荷遅れ")), "warn", "late")
    at = progress.parcels_of(_figures(row))
    kind = {
        progress.Parcels.SENT: "ok",
        progress.Parcels.TO_PACK: "wait",
        progress.Parcels.PART: "wait",
    }
    return Badge(str(order_words.PARCELS[at]), order_words.SHAPES[at], kind.get(at, "off"))


def _figures(row: Row) -> progress.Figures:
    """What a list knows of it: whether anything left, not how much."""
    left = int(row.first_sent_at is not None)
    return progress.Figures(
        row.state, row.paid_at is not None, row.total, row.refunded, pieces=2, sent=left
    )


def count_words(count: int, most: int = MOST_COUNTED) -> str:
    """213件; 1,000件以上 where nobody counted further."""
    if count > most:
        return str(_("%(count)s件以上", count=f"{most:,}"))
    return str(_("%(count)s件", count=f"{count:,}"))


def chips(asked: Asked, path: str, methods: Mapping[str, Text]) -> list[Chip]:
    """Every filter that is on, each with the way to take it off."""
    found = []
    for name, values in asked.typed.items():
        for value in values:
            words = _chip(name, value, methods)
            if words:
                rest = asked.without(name, value)
                found.append(Chip(words, f"{path}?{rest}" if rest else path))
    return found


def _chip(name: str, value: str, methods: Mapping[str, Text]) -> str:
    if name in DAYS:
        return _day_words(name, value)
    words: dict[str, Callable[[str], object]] = {
        "q": lambda text: _("「%(text)s」", text=text),
        "state": lambda code: STATES[OrderState(code)],
        "money": lambda code: MONEY[Money(code)],
        "parcels": lambda code: PARCELS[Parcels(code)],
        "due": lambda code: DUE[Due(code)],
        "method": lambda code: translate(methods.get(code, code)),
        "area": _area,
        "noted": lambda _on: _("メモあり"),
        "within": lambda days: within_words(int(days)),
        "least": lambda sum: _("合計 %(sum)sから", sum=_yen(sum)),
        "most": lambda sum: _("合計 %(sum)sまで", sum=_yen(sum)),
    }
    return str(words[name](value)) if name in words else ""


def _area(code: str) -> str:
    there = by_code(code)
    return area_name(there, current.locale()) if there else code


def within_words(days: int) -> str:
    """Today, or so many days up to today."""
    return str(_("きょうの注文") if days == 1 else _("%(days)s日以内の注文", days=days))


def within_options() -> list[tuple[str, str]]:
    """The choices of so many days."""
    return [(str(days), within_words(days)) for days in WITHIN]


def area_pairs(areas: Sequence[AreaOption]) -> list[tuple[str, str]]:
    """The 47 prefectures as choices."""
    return [(one.code, one.name) for one in areas]


def _day_words(name: str, value: str) -> str:
    try:
        day = format_date(date.fromisoformat(value), "long")
    except ValueError:
        day = value
    words = {
        "from": _("注文 %(day)sから", day=day),
        "to": _("注文 %(day)sまで", day=day),
        "leave_from": _("出荷日 %(day)sから", day=day),
        "leave_to": _("出荷日 %(day)sまで", day=day),
    }
    return str(words[name])


def _yen(value: str) -> str:
    return yen(int(value)) if value.isascii() and value.isdigit() else value
