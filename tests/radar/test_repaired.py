"""Each mismatch has one repair: it puts things right, may be repeated, and does nothing once nothing is wrong."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update

from storefront import worker
from storefront.catalog.stock import StockMovement, disagreements
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import LAST_TRY, Job, enqueue
from storefront.mail.outbox import OutboxMessage
from storefront.orders.order import OrderState
from storefront.payments.closing import close_method
from storefront.payments.gateways import Outcome, OutcomeStatus, RefundOutcome, RefundStatus
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.radar.finding import note
from storefront.payments.radar.mismatch import REMEDY, Kind, Mismatch, Remedy
from storefront.payments.radar.repairs import NothingToRepair, repair
from storefront.payments.radar.sweep import mismatches
from storefront.payments.radar.words import BUTTON, EFFECT, MEANING, TITLE
from storefront.payments.reimbursement import Reimbursement
from tests.support import orders
from tests.support.disputing import disputed
from tests.support.probe import Probe, probe_in

LATER = timedelta(hours=2)


@pytest.fixture
def probe(shop: Flask) -> Probe:
    shop.extensions["gateways"] = {}
    return probe_in(shop)


def attempt(order_id: int) -> Payment:
    return db.session.query(Payment).filter_by(order_id=order_id).one()


def the_one(now: datetime) -> Mismatch:
    db.session.commit()
    (only,) = mismatches(now + LATER)
    return only


def mended(now: datetime) -> Mismatch:
    """Repair the only mismatch there is, twice, and let the worker do what that wrote down."""
    one = the_one(now)
    for _ in range(2):
        try:
            repair(one.kind, one.subject, now + LATER)
        except NothingToRepair:
            db.session.rollback()
        db.session.commit()
    while worker.run_due(now + LATER):
        pass
    db.session.expire_all()
    return one


def test_every_kind_and_every_remedy_has_its_words() -> None:
    assert set(TITLE) == set(MEANING) == set(Kind)
    assert set(BUTTON) == set(EFFECT) == set(Remedy) == set(REMEDY.values())
    for words in (TITLE, MEANING, BUTTON, EFFECT):
        assert all(set(text) == {"ja", "en"} and all(text.values()) for text in words.values())


def test_an_order_whose_money_came_without_our_knowing(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    order = orders.unanswered(now)
    db.session.execute(delete(Job).where(Job.kind == "payments.ask"))
    probe.says[attempt(order.id).idempotency_key] = Outcome(OutcomeStatus.CAPTURED, "ch_1")
    assert mended(now).kind is Kind.ATTEMPT_UNKNOWN
    assert (order.state, attempt(order.id).applied) == ("placed", order.total)
    assert mismatches(now + LATER) == ()


def test_a_confirmed_order_whose_attempt_had_failed_here(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    order = orders.paid(now)
    payment = attempt(order.id)
    payment.state, payment.applied, payment.received = PaymentState.FAILED, 0, 0
    probe.says[payment.idempotency_key] = Outcome(
        OutcomeStatus.CAPTURED, payment.provider_ref or ""
    )
    assert mended(now).kind is Kind.ORDER_WITHOUT_PAYMENT
    assert attempt(order.id).applied == order.total


@pytest.mark.parametrize(
    ("state", "ends", "goes_back"),
    [
        (OrderState.PENDING, "placed", 0),
        (OrderState.EXPIRED, "placed", 0),
        (OrderState.CANCELLED, "cancelled", 5340),
    ],
)
def test_money_that_lay_idle_pays_the_order_or_goes_back(
    shop: Flask, now: datetime, probe: Probe, state: OrderState, ends: str, goes_back: int
) -> None:
    order = orders.place(now).order
    payment = attempt(order.id)
    payment.state, payment.received, order.state = PaymentState.CAPTURED, order.total, state
    goes_back = order.total if goes_back else 0
    mended(now)
    assert (order.state, payment.returned) == (ends, goes_back)
    assert len([one for one in probe.asked if one[0] == "refund"]) == bool(goes_back)
    assert mismatches(now + LATER) == ()


def test_an_attempt_that_outlived_its_order(shop: Flask, now: datetime, probe: Probe) -> None:
    order = orders.asked_by_bank(now)
    order.state = OrderState.CANCELLED
    probe.says[attempt(order.id).idempotency_key] = Outcome(OutcomeStatus.NEEDS_ACTION, "ch_1")
    assert mended(now).kind is Kind.LIVE_AFTER_END
    assert attempt(order.id).state == "cancelled"


def test_one_that_was_paid_while_it_was_called_off(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    order = orders.asked_by_bank(now)
    order.state = OrderState.CANCELLED
    probe.says[attempt(order.id).idempotency_key] = Outcome(OutcomeStatus.CAPTURED, "ch_1")
    mended(now)
    assert (attempt(order.id).state, attempt(order.id).returned) == ("captured", order.total)


def test_cash_at_the_door_of_an_order_that_is_over(shop: Flask, now: datetime) -> None:
    order = orders.cash_on_delivery(now)
    order.state = OrderState.CANCELLED
    mended(now)
    assert attempt(order.id).state == "cancelled"


def test_a_refund_that_was_forgotten(shop: Flask, now: datetime, probe: Probe) -> None:
    order = orders.paid(now)
    payment = attempt(order.id)
    payment.refunded = 300
    times = {"created_at": now, "updated_at": now}
    row = Reimbursement(
        payment=payment, cause="refund", amount=300, state="requested", idempotency_key="r", **times
    )
    db.session.add(row)
    probe.says_of_refunds["r"] = RefundOutcome(RefundStatus.SUCCEEDED, "re_1")
    assert mended(now).kind is Kind.REFUND_STUCK
    assert row.state == "succeeded"
    assert [call for call, _about in probe.asked].count("refund") == 1


def test_a_confirmation_is_written_once(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    db.session.execute(delete(Job).where(Job.kind == "mail.order_confirmation"))
    mended(now)
    mails = db.session.query(OutboxMessage).all()
    assert [mail.key for mail in mails] == [f"order:{order.number}:confirmation"]


def test_a_confirmation_whose_job_was_done_for_nothing(shop: Flask, now: datetime) -> None:
    orders.paid(now)
    db.session.execute(update(Job).values(done_at=now))
    mended(now)
    assert db.session.query(OutboxMessage).count() == 1


def test_a_job_that_was_given_up(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    monkeypatch.setitem(worker.WORK, "tea", lambda payload, _now: done.append(payload))
    enqueue("tea", {"leaf": 1}, now)
    db.session.execute(update(Job).values(dead_at=now, attempts=LAST_TRY))
    assert mended(now).kind is Kind.JOB_DEAD
    assert done == [{"leaf": 1}]


def test_a_counter_follows_its_ledger(shop: Flask, now: datetime) -> None:
    sleep = db.session.query(Variant).filter_by(sku="SLEEP-30").one()
    right, sleep.stock = sleep.stock, 7
    mended(now)
    assert (sleep.stock, disagreements()) == (right, [])


def test_no_counter_follows_a_ledger_below_zero(shop: Flask, now: datetime) -> None:
    sleep = db.session.query(Variant).filter_by(sku="SLEEP-30").one()
    about = {"delta": -9999, "reason": "counted", "reference": "x", "made_at": now}
    db.session.add(StockMovement(variant_id=sleep.id, **about))
    before = sleep.stock
    one = the_one(now)
    with pytest.raises(NothingToRepair):
        repair(one.kind, one.subject, now)
    assert sleep.stock == before


def test_a_closed_method_is_opened(shop: Flask, now: datetime) -> None:
    close_method("card", now, None, "staff")
    assert mended(now).kind is Kind.METHOD_CLOSED
    assert mismatches(now + LATER) == ()


def strange(now: datetime) -> None:
    note(Mismatch(Kind.PAYMENT_WITHOUT_ORDER, "ch_9", now, "99999", 500))


def test_what_was_seen_is_not_shown_again_until_it_changes(shop: Flask, now: datetime) -> None:
    strange(now)
    one = mended(now)
    assert one.remedy is Remedy.SEEN
    assert mismatches(now + LATER) == ()
    strange(now)
    assert mismatches(now + LATER) == ()
    note(Mismatch(one.kind, one.subject, now, one.order_number, 900))
    assert the_one(now).amount == 900


def test_a_dispute_that_was_seen(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    disputed(attempt(order.id), now)
    one = next(one for one in mismatches(now) if one.kind is Kind.DISPUTE)
    repair(one.kind, one.subject, now)
    assert mismatches(now) == ()
    with pytest.raises(NothingToRepair):
        repair(one.kind, one.subject, now)


def test_nothing_is_repaired_where_nothing_is_wrong(shop: Flask, now: datetime) -> None:
    for kind in Kind:
        for subject in ("", "1", "-1", "x' OR 1=1", "9" * 40, "茶"):
            with pytest.raises(NothingToRepair):
                repair(kind, subject, now)


def test_the_command_repairs_what_the_list_names(shop: Flask, now: datetime) -> None:
    close_method("card", now, None, "staff")
    db.session.commit()
    run = shop.test_cli_runner().invoke
    assert "method_closed card" in run(args=["payments", "radar"]).output
    assert run(args=["payments", "repair", "method_closed", "card"]).exit_code == 0
    again = run(args=["payments", "repair", "method_closed", "card"])
    assert (again.exit_code, "nothing to repair" in again.output) == (1, True)
    assert run(args=["payments", "radar"]).output == "Nothing to report\n"


def test_the_commands_close_and_open(shop: Flask, now: datetime) -> None:
    run = shop.test_cli_runner().invoke
    said = [
        run(args=["payments", *words]).output
        for words in (
            ["close", "card", "--minutes", "30"],
            ["close", "card", "--minutes", "5"],
            ["close", "card"],
            ["open", "card"],
            ["open", "card"],
            ["close", "gold"],
        )
    ]
    assert said == [
        "card is closed until 2026-11-24 10:30\n",
        "card is closed for longer already\n",
        "card is closed until `payments open card`\n",
        "card is open again\n",
        "card was not closed\n",
        "Error: there is no payment method gold\n",
    ]
