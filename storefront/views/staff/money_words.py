"""Words of the staff pages about money: states, causes, moments, and what a mismatch says of itself."""

from datetime import date, datetime
from typing import Protocol

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.clock import shop_time
from storefront.jinja import format_date, format_time, yen
from storefront.orders.order import OrderState
from storefront.payments.gateways import DisputeStatus
from storefront.payments.giving_back import NO_GATEWAY
from storefront.payments.payment import PaymentState
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.reimbursement import BOUNCED, BY_BANK, BY_HAND, Cause, ReimbursementState

ORDER_STATES: dict[OrderState, LazyString] = {
    OrderState.PENDING: _l("入金待ち"),
    OrderState.PLACED: _l("出荷待ち"),
    OrderState.FULFILLED: _l("発送済み"),
    OrderState.CANCELLED: _l("取り消し"),
    OrderState.EXPIRED: _l("期限切れ"),
}
PAYMENT_STATES: dict[PaymentState, LazyString] = {
    PaymentState.CREATED: _l("手続き中"),
    PaymentState.NEEDS_ACTION: _l("お客さまの操作待ち"),
    PaymentState.PROCESSING: _l("お金の到着待ち"),
    PaymentState.UNKNOWN: _l("結果を確認中"),
    PaymentState.DUE: _l("お届けのときに受け取り"),
    PaymentState.CAPTURED: _l("入金済み"),
    PaymentState.FAILED: _l("不成立"),
    PaymentState.CANCELLED: _l("取り消し"),
}
REIMBURSEMENT_STATES: dict[ReimbursementState, LazyString] = {
    ReimbursementState.REQUESTED: _l("返金を始めます"),
    ReimbursementState.SUBMITTED: _l("返金の途中"),
    ReimbursementState.NEEDS_ACCOUNT: _l("口座の連絡待ち"),
    ReimbursementState.READY: _l("振り込み待ち"),
    ReimbursementState.SUCCEEDED: _l("返金済み"),
}
DISPUTE_STATES: dict[DisputeStatus, LazyString] = {
    DisputeStatus.OPEN: _l("異議申し立て中"),
    DisputeStatus.LOST: _l("異議申し立てで失いました"),
    DisputeStatus.WON: _l("異議申し立ては退けられました"),
}
CAUSES: dict[Cause, LazyString] = {
    Cause.REFUND: _l("返金"),
    Cause.LATE: _l("期限のあとに届いたお金"),
    Cause.DOUBLE: _l("二重のお支払い"),
    Cause.SHORT: _l("足りないまま終わったお支払い"),
    Cause.OVER: _l("多すぎたお支払い"),
}
EVENTS: dict[str, LazyString] = {
    "placed": _l("注文を受け付けました"),
    "taken_by_phone": _l("電話で承りました"),
    "awaiting_money": _l("お支払い方法を案内しました"),
    "part_received": _l("一部が届きました"),
    "payment_declined": _l("支払いが承認されませんでした"),
    "method_changed": _l("お支払い方法が変わりました"),
    "paid": _l("入金を確認しました"),
    "cod_confirmed": _l("代金引換で承りました"),
    "paid_but_gone": _l("期限のあとにお金が届きました"),
    "paid_twice": _l("二重のお支払いがありました"),
    "paid_short": _l("足りないまま終わりました"),
    "paid_over": _l("合計より多く届きました"),
    "disputed": _l("お客さまの銀行が返金を求めました"),
    "dispute_won": _l("異議申し立てが退けられ、入金はそのままです"),
    "dispute_lost": _l("異議申し立てが認められ、お金を失いました"),
    "dispute_over": _l("異議申し立てが終わりました"),
    "loss_noted": _l("失ったお金として記録しました"),
    "expired": _l("お支払いの期限が過ぎました"),
    "cancelled": _l("取り消しました"),
    "refunded": _l("返金しました"),
    "account_wanted": _l("返金先の口座をたずねました"),
    "account_named": _l("返金先の口座が届きました"),
    "money_sent": _l("お金を返しました"),
    "sent": _l("荷物を送り出しました"),
    "changed": _l("お届けの内容を変えました"),
    "recosted": _l("お届けの内容と合計を変えました"),
    "email_corrected": _l("メールの宛先を直しました"),
    "mailed_again": _l("メールをもう一度送りました"),
    "note_shown": _l("出荷の注意に出しました"),
    "note_hidden": _l("出荷の注意から外しました"),
    "part_sent": _l("荷物の一部を送り出しました"),
    "rest_settled": _l("残りは返金したので、送るものはもうありません"),
    "redated": _l("お届けの日を改めました"),
    "amended": _l("追加分が確定しました"),
    "amendment_asked": _l("追加の申し込みがありました"),
    "amendment_awaited": _l("追加分のお支払い方法を案内しました"),
    "amendment_part": _l("追加分の一部が届きました"),
    "amendment_declined": _l("追加分の支払いが承認されませんでした"),
    "amendment_dropped": _l("追加をやめました"),
    "amendment_astray": _l("追加できないお金が届きました"),
}
FAILURES: dict[str, LazyString] = {
    BY_HAND: _l("手で返した分の記録"),
    BY_BANK: _l("銀行から戻った分"),
    BOUNCED: _l("振り込みが戻りました"),
    NO_GATEWAY: _l("決済会社との契約がありません"),
}
SUMS = frozenset(
    {
        "part_received", "paid_but_gone", "paid_twice", "paid_short", "paid_over",
        "amendment_part", "amendment_astray",
    }
)  # fmt: skip
"""Events whose detail is yen."""
SAID_IN_WORDS = frozenset(
    {"cancelled", "payment_declined", "amendment_declined", "sent", "part_sent", "taken_by_phone"}
)
"""Events whose detail is for reading."""


def failure_words(code: str) -> str:
    """Why a sum did not go its usual way; a payment company's own code stays as it is."""
    return str(FAILURES.get(code, code))


class Happened(Protocol):
    """An event, or what a timeline says of one."""

    @property
    def kind(self) -> str:
        """What it was."""

    @property
    def detail(self) -> str:
        """Its particulars, as the books have them."""


def event_words(event: Happened) -> str:
    """What happened; an event without words of its own is named as the books name it."""
    return str(EVENTS.get(event.kind, event.kind))


def event_detail(event: Happened) -> str:
    """What the event says besides; "" where its detail is only for the books."""
    if event.kind in SUMS and event.detail.isdecimal():
        return yen(int(event.detail))
    if event.kind == "redated":
        return str(format_date(date.fromisoformat(event.detail.rpartition("/")[2])))
    return event.detail if event.kind in SAID_IN_WORDS else ""


def moment_words(moment: datetime) -> str:
    """11月24日(火) 10:00, on the shop's clock."""
    at = shop_time(moment)
    return f"{format_date(at)} {format_time(moment)}"


def mismatch_detail(found: Mismatch) -> str:
    """What a mismatch says of itself, in words where the books only have a code; its subject where no order is named."""
    detail = found.detail
    match found.kind:
        case Kind.LIVE_AFTER_END | Kind.ATTEMPT_UNKNOWN if detail in set(PaymentState):
            return str(PAYMENT_STATES[PaymentState(detail)])
        case Kind.DISPUTE | Kind.DISPUTE_LOST if detail:
            by: str = _("%(at)sまでに回答", at=moment_words(datetime.fromisoformat(detail)))
            return by
        case Kind.METHOD_CLOSED:
            until = moment_words(datetime.fromisoformat(detail)) if detail else ""
            words: str = _("%(at)sまで", at=until) if until else _("店が開くまで")
            return words
    return detail
