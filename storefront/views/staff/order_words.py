"""An order's standing and its timeline in words: three fields, one headline, and for each line who did what."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.mail.outbox import MessageState
from storefront.orders.order import OrderState
from storefront.orders.progress import Money, Parcels, Progress
from storefront.reports.order_timeline import Source, Told, Who
from storefront.views.staff import money_words

ORDERS: dict[OrderState, LazyString] = {
    OrderState.PENDING: _l("受付済み"),
    OrderState.PLACED: _l("確定"),
    OrderState.FULFILLED: _l("完了"),
    OrderState.CANCELLED: _l("取り消し"),
    OrderState.EXPIRED: _l("期限切れ"),
}
MONEY: dict[Money, LazyString] = {
    Money.NONE: _l("入金なし"),
    Money.AWAITED: _l("入金待ち"),
    Money.AT_THE_DOOR: _l("代金引換"),
    Money.PAID: _l("入金済み"),
    Money.PART_BACK: _l("一部返金"),
    Money.ALL_BACK: _l("全額返金"),
    Money.DISPUTED: _l("異議申し立て中"),
    Money.LOST: _l("代金を失いました"),
}
PARCELS: dict[Parcels, LazyString] = {
    Parcels.NONE: _l("発送なし"),
    Parcels.WAITING: _l("入金のあとに発送"),
    Parcels.TO_PACK: _l("出荷待ち"),
    Parcels.PART: _l("一部発送"),
    Parcels.SENT: _l("発送済み"),
    Parcels.BACK: _l("荷物は戻りました"),
}
OVER = (OrderState.CANCELLED, OrderState.EXPIRED)
SHAPES: dict[Money | Parcels | OrderState, str] = {
    OrderState.PENDING: "ring",
    OrderState.PLACED: "half",
    OrderState.FULFILLED: "dot",
    OrderState.CANCELLED: "cross",
    OrderState.EXPIRED: "cross",
    Money.NONE: "ring",
    Money.AWAITED: "ring",
    Money.AT_THE_DOOR: "half",
    Money.PAID: "dot",
    Money.PART_BACK: "half",
    Money.ALL_BACK: "square",
    Money.DISPUTED: "diamond",
    Money.LOST: "cross",
    Parcels.NONE: "cross",
    Parcels.WAITING: "ring",
    Parcels.TO_PACK: "ring",
    Parcels.PART: "half",
    Parcels.SENT: "dot",
    Parcels.BACK: "square",
}
"""Of the mark beside the word: nothing yet, some of it, all of it, undone, at odds."""
ALARMS = frozenset({Money.DISPUTED, Money.LOST})
MAIL_STATES: dict[MessageState, LazyString] = {
    MessageState.WAITING: _l("送信待ち"),
    MessageState.SENDING: _l("送信中"),
    MessageState.SENT: _l("送信済み"),
    MessageState.KEPT: _l("保管（メールサーバーなし）"),
    MessageState.FAILED: _l("送れませんでした"),
}
CHANGED_FIELDS: dict[str, LazyString] = {
    "name": _l("お名前"),
    "postal_code": _l("郵便番号"),
    "prefecture": _l("都道府県"),
    "address": _l("市区町村・番地"),
    "building": _l("建物名・部屋番号"),
    "phone": _l("電話番号"),
    "way": _l("お届けの方法"),
    "day": _l("お届け日"),
    "slot": _l("お届けの時間"),
    "sums": _l("合計"),
    "borne": _l("店が負担した差額"),
    "refunded": _l("返した差額"),
}


@dataclass(frozen=True)
class Mark:
    """One of the three fields: what it is about, its word, and the shape beside it."""

    term: str
    word: str
    shape: str
    alarm: bool = False


def headline(at: Progress) -> str:
    """All three in one breath: 入金済み・一部発送. An order that is over says so first, one that waits only for what."""
    money, parcels = str(MONEY[at.money]), str(PARCELS[at.parcels])
    if at.order in OVER:
        known = [money] if at.money is not Money.NONE else []
        back = [parcels] if at.parcels is Parcels.BACK else []
        return str(_("・")).join([str(ORDERS[at.order]), *known, *back])
    if at.order is OrderState.PENDING:
        return money
    return str(_("・")).join([money, parcels])


def marks(at: Progress) -> list[Mark]:
    """The three, each for itself."""
    return [
        Mark(_("受注"), str(ORDERS[at.order]), SHAPES[at.order]),
        Mark(_("お金"), str(MONEY[at.money]), SHAPES[at.money], at.money in ALARMS),
        Mark(_("荷物"), str(PARCELS[at.parcels]), SHAPES[at.parcels]),
    ]


def told_words(one: Told) -> str:
    """What happened."""
    match one.source:
        case Source.NOTE:
            return str(_("メモ"))
        case Source.MAIL:
            return one.detail
    return money_words.event_words(one)


def told_detail(one: Told) -> str:
    """What is to be said besides; "" for nothing."""
    match one.source:
        case Source.NOTE:
            return one.detail
        case Source.MAIL:
            return str(MAIL_STATES[MessageState(one.state)])
    if one.kind in ("changed", "recosted"):
        words = [str(CHANGED_FIELDS.get(code, code)) for code in one.detail.split(",") if code]
        return str(_("、")).join(words)
    return money_words.event_detail(one)


def told_by(one: Told) -> str:
    """Who did it."""
    if one.by:
        return one.by
    if one.source is Source.MAIL:
        return str(_("自動のメール"))
    return str(_("お客さま") if one.who is Who.BUYER else _("自動"))
