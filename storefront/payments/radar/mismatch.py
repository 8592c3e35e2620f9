"""What the radar finds: kinds of mismatch, each with at most one remedy, and one frozen row for each finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from storefront.money import Yen


class Kind(StrEnum):
    """What does not agree. Declared with the gravest first: that is the order of the list."""

    PAYMENT_WITHOUT_ORDER = "payment_without_order"
    CHARGED_TWICE = "charged_twice"
    ORDER_WITHOUT_PAYMENT = "order_without_payment"
    PAID_BUT_OVER = "paid_but_over"
    MONEY_IDLE = "money_idle"
    AMOUNT_DIFFERS = "amount_differs"
    CAPTURED_HERE_ONLY = "captured_here_only"
    REFUND_DIFFERS = "refund_differs"
    OPEN_THERE = "open_there"
    LIVE_AFTER_END = "live_after_end"
    ATTEMPT_UNKNOWN = "attempt_unknown"
    DISPUTE_LOST = "dispute_lost"
    DISPUTE = "dispute"
    REFUND_STUCK = "refund_stuck"
    REFUND_TO_SEND = "refund_to_send"
    ACCOUNT_WANTED = "account_wanted"
    CASH_AWAITED = "cash_awaited"
    CONFIRMATION_MISSING = "confirmation_missing"
    GATEWAY_AWAY = "gateway_away"
    WEBHOOK_FAILED = "webhook_failed"
    MAIL_DEAD = "mail_dead"
    JOB_DEAD = "job_dead"
    STOCK_DIFFERS = "stock_differs"
    METHOD_CLOSED = "method_closed"


class Remedy(StrEnum):
    """What can be done about it; each is one function that may be repeated and changes nothing when nothing is wrong any more.

    ask: ask the payment company about every attempt of the order. settle: let what came in pay the order, or go back.
    call_off: end the attempt where it was begun. send_again: ask the payment company about this refund. write: write
    the confirmation. retry: try the job anew. by_ledger: let the counter say what the ledger says. open:
    take the method again. note_loss: staff know that the money of a payment is lost. seen: somebody has looked, it need not be shown any more.
    """

    ASK = "ask"
    SETTLE = "settle"
    CALL_OFF = "call_off"
    SEND_AGAIN = "send_again"
    WRITE = "write"
    RETRY = "retry"
    BY_LEDGER = "by_ledger"
    OPEN = "open"
    NOTE_LOSS = "note_loss"
    SEEN = "seen"


REMEDY: Mapping[Kind, Remedy] = MappingProxyType(
    {
        Kind.PAYMENT_WITHOUT_ORDER: Remedy.SEEN,
        Kind.CHARGED_TWICE: Remedy.SEEN,
        Kind.ORDER_WITHOUT_PAYMENT: Remedy.ASK,
        Kind.PAID_BUT_OVER: Remedy.SETTLE,
        Kind.MONEY_IDLE: Remedy.SETTLE,
        Kind.AMOUNT_DIFFERS: Remedy.ASK,
        Kind.CAPTURED_HERE_ONLY: Remedy.SEEN,
        Kind.REFUND_DIFFERS: Remedy.SEEN,
        Kind.OPEN_THERE: Remedy.CALL_OFF,
        Kind.LIVE_AFTER_END: Remedy.CALL_OFF,
        Kind.ATTEMPT_UNKNOWN: Remedy.ASK,
        Kind.DISPUTE_LOST: Remedy.NOTE_LOSS,
        Kind.DISPUTE: Remedy.SEEN,
        Kind.REFUND_STUCK: Remedy.SEND_AGAIN,
        Kind.CONFIRMATION_MISSING: Remedy.WRITE,
        Kind.GATEWAY_AWAY: Remedy.SEEN,
        Kind.WEBHOOK_FAILED: Remedy.RETRY,
        Kind.MAIL_DEAD: Remedy.RETRY,
        Kind.JOB_DEAD: Remedy.RETRY,
        Kind.STOCK_DIFFERS: Remedy.BY_LEDGER,
        Kind.METHOD_CLOSED: Remedy.OPEN,
    }
)
"""The one remedy of each kind. ACCOUNT_WANTED waits for the buyer; CASH_AWAITED is settled on the order's page; REFUND_TO_SEND is marked as sent where its account is shown."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that does not agree.

    `subject` names it within its kind: an order's number, a SKU, a payment method's code, a gateway, its reference of a charge or a dispute, or the id of a
    payment, reimbursement or job. `order_number` is "" where no order is concerned. `amount`: yen at stake, None where
    no sum is. `detail`: more for whoever looks, in the words of the books ("40 / 38", an error); never a buyer's name.
    """

    kind: Kind
    subject: str
    since: datetime
    order_number: str = ""
    amount: Yen | None = None
    detail: str = ""

    @property
    def remedy(self) -> Remedy | None:
        """What can be done about it, None when nothing but waiting can."""
        return REMEDY.get(self.kind)
