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

    PACK = "pack"
    SENT = "sent"
    NOTE = "note"
    MAIL = "mail"
    EXPORT = "export"


WORDS: dict[Bulk, LazyString] = {
    Bulk.PACK: _l("出荷の書類を出す"),
    Bulk.SENT: _l("発送済みにする"),
    Bulk.NOTE: _l("メモを書く"),
    Bulk.MAIL: _l("注文確認メールを送りなおす"),
    Bulk.EXPORT: _l("CSVにする"),
}
NEEDS: dict[Bulk, Permission] = {
    Bulk.PACK: Permission.PACK,
    Bulk.SENT: Permission.PACK,
    Bulk.NOTE: Permission.NOTE_ORDERS,
    Bulk.MAIL: Permission.CHANGE_ORDERS,
    Bulk.EXPORT: Permission.EXPORT,
}

SKIPPED: dict[str, LazyString] = {
    "not_confirmed": _l("確定していない、または取り消された注文"),
    "too_often": _l("この1時間に、もう何通も送りなおした注文"),
    "erased": _l("お客さまの情報を消した注文"),
    "not_paid": _l("入金待ちの注文"),
    "over": _l("取り消しか期限切れの注文"),
    "sent": _l("もう発送済みの注文"),
    "made_up": _l("見本の注文"),
    "in_dispute": _l("お客さまの銀行が返金を求めている注文"),
    "amendment_waits": _l("追加の支払いを待っている注文"),
    "nothing_left": _l("送るものが残っていない注文"),
    "noted_before": _l("同じ画面から、もう同じメモを書いた注文"),
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
        case Bulk.SENT:
            return [
                str(_("まだ出ていない品物が、すべて出たことになります。")),
                str(_("お客さまに、発送のお知らせを1通ずつ送ります。")),
                str(
                    _(
                        "送り状番号は入りません。番号があるときは、出荷の「番号の取り込み」をお使いください。"
                    )
                ),
            ]
        case Bulk.NOTE:
            return [
                str(_("同じメモを、それぞれの注文に書きます。お客さまには見えません。")),
                str(_("出荷の注意として出すと、前の注意と入れかわります。")),
            ]
        case Bulk.PACK | Bulk.EXPORT:
            return []


def skip_words(why: str) -> str:
    """Why nothing was done with an order."""
    return str(SKIPPED.get(why, why))
