"""What can be done with many orders at once, as far as the member at work may."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.staff.roles import Permission
from storefront.views.staff.at_work import at_work


class Bulk(StrEnum):
    """One thing to do."""

    MAIL = "mail"
    EXPORT = "export"


WORDS: dict[Bulk, LazyString] = {
    Bulk.MAIL: _l("注文確認メールを送りなおす"),
    Bulk.EXPORT: _l("CSVにする"),
}
NEEDS: dict[Bulk, Permission] = {
    Bulk.MAIL: Permission.CHANGE_ORDERS,
    Bulk.EXPORT: Permission.EXPORT,
}

SKIPPED: dict[str, LazyString] = {
    "not_confirmed": _l("確定していない、または取り消された注文"),
    "too_often": _l("この1時間に、もう何通も送りなおした注文"),
    "erased": _l("お客さまの情報を消した注文"),
}


@dataclass(frozen=True)
class BulkAction:
    """A button: its code and its words."""

    code: str
    words: str


def actions() -> list[BulkAction]:
    """What the member at work may do."""
    return [BulkAction(one, str(WORDS[one])) for one in Bulk if at_work().may(NEEDS[one])]


def effects(action: Bulk) -> list[str]:
    """What doing it means, in whole sentences."""
    match action:
        case Bulk.MAIL:
            return [str(_("いまの内容の注文確認メールを、もう一度送ります。"))]
        case Bulk.EXPORT:
            return []


def skip_words(why: str) -> str:
    """Why nothing was done with an order."""
    return str(SKIPPED.get(why, why))
