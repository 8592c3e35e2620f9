"""The stock in words: why it changed, what a line of the ledger refers to."""

import re
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.catalog.counting import SIGNS
from storefront.catalog.stock import StockReason
from storefront.views.frame import url
from storefront.views.staff.allowed import may_open

REASONS: dict[StockReason, LazyString] = {
    StockReason.ORDERED: _l("注文が入った"),
    StockReason.RELEASED: _l("注文の取り消し"),
    StockReason.RETURNED: _l("返品を棚へ"),
    StockReason.COUNTED: _l("数え直し"),
    StockReason.RECEIVED: _l("入荷"),
    StockReason.FOUND: _l("見つかった"),
    StockReason.DAMAGED: _l("破損"),
    StockReason.LOST: _l("紛失"),
    StockReason.SAMPLE: _l("試飲・見本"),
    StockReason.CORRECTED: _l("記録の訂正"),
}
_OF_ORDER = re.compile(r"order:(?P<number>[0-9A-Za-z-]+)(?::(?P<more>\w+)(?::(?P<which>\d+))?)?")


@dataclass(frozen=True)
class Cause:
    """What a movement refers to, in words, and the page of it; empty where there is none, or none for this member."""

    words: str
    url: str = ""


def reason_word(reason: str) -> str:
    """A reason as it is read; the code itself for one nobody knows any more."""
    return str(REASONS[StockReason(reason)]) if reason in set(StockReason) else reason


def reasons_by_hand() -> list[tuple[str, str]]:
    """What can be chosen: the code, and its word with the direction it goes."""
    ways = {0: "", 1: _("（増える）"), -1: _("（減る）")}
    return [(reason.value, f"{REASONS[reason]}{ways[sign]}") for reason, sign in SIGNS.items()]


def cause_of(reference: str) -> Cause:
    """What a reference of the ledger leads to."""
    found = _OF_ORDER.fullmatch(reference)
    if found is None:
        return (
            Cause(_("ファイル %(number)s", number=reference[5:]))
            if reference.startswith("file:")
            else Cause("")
        )
    number, more, which = found["number"], found["more"], found["which"]
    words = number
    if more == "amendment":
        words = _("%(number)sの追加%(which)s", number=number, which=which)
    elif more == "refund":
        words = _("%(number)sの返金%(which)s", number=number, which=which)
    elif more == "late":
        words = _("%(number)sの遅れた入金", number=number)
    return Cause(words, url("staff.order", number=number) if may_open("staff.order") else "")
