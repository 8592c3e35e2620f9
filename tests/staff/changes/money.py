"""Money seen, sent and given back."""

from datetime import datetime

from flask import Flask

from storefront.payments.gateways import DisputeStatus
from storefront.payments.radar.finding import note
from storefront.payments.radar.mismatch import Kind, Mismatch
from tests.staff.changes.change import Change, Prepared
from tests.support.disputing import disputed
from tests.support.orders import behind_the_counter, cash_on_delivery, paid, placed
from tests.support.till import owed_by_transfer, payment_of


def _owed(end: str) -> Prepared:
    return lambda app, now: f"/staff/money-back/{owed_by_transfer(app, now)}/{end}"


def _read(app: Flask, now: datetime) -> str:
    owed_by_transfer(app, now)
    return "/staff/money-back"


def _disputed(end: str, *news: DisputeStatus) -> Prepared:
    def prepare(app: Flask, now: datetime) -> str:
        number = placed(app, paid, now).number
        with behind_the_counter(app):
            for status in news:
                disputed(payment_of(number), now, status)
        return f"/staff/orders/{number}/{end}"

    return prepare


def _stray(app: Flask, now: datetime) -> str:
    with behind_the_counter(app):
        note(Mismatch(Kind.PAYMENT_WITHOUT_ORDER, "pi_1", now, amount=5340))
    return "/staff/radar/payment_without_order/pi_1"


def _total(app: Flask) -> dict[str, object]:
    with app.app_context():
        return {"amount": str(payment_of("10001").amount), "reference": "slip 9"}


CHANGES = {
    "staff.read_accounts": Change(_read, {}, None),
    "staff.transfer_now": Change(_owed("sent"), {"ending": "567"}, {"ending": "999"}),
    "staff.bounced_now": Change(_owed("came-back"), {}, None),
    "staff.refund_typed": Change(
        lambda app, now: f"/staff/orders/{placed(app, paid, now).number}/refund",
        {"pieces-1": "1", "shelf-1": "1", "reason": "割れていた"},
        {"pieces-1": "99"},
        then={"press": "do"},
    ),
    "staff.money_typed": Change(
        lambda app, now: f"/staff/orders/{placed(app, cash_on_delivery, now).number}/money",
        _total,
        {"amount": "-5"},
        then={"press": "do"},
    ),
    "staff.end_dispute_now": Change(_disputed("dispute-over", DisputeStatus.OPEN), {}, None),
    "staff.note_loss_now": Change(
        _disputed("loss", DisputeStatus.OPEN, DisputeStatus.LOST), {}, None
    ),
    "staff.mend_now": Change(_stray, {}, None),
}
