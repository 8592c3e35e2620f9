"""Results on request: told now, later, twice, out of order or never, always through the shop's one inbox."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.gateways import EventKind, OutcomeStatus
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import Wish, acts, forget_wishes, wish
from storefront.payments.payment import Payment
from storefront.payments.reconciling import sync
from storefront.payments.reimbursement import Reimbursement
from tests.payments.play_money import (
    GATEWAY,
    Turn,
    begun,
    charge,
    inbox,
    messages,
    token,
    turn,
)

__all__ = ["turn"]

SOON = timedelta(seconds=5)


def payment_now() -> tuple[str, int, int, str]:
    """State, received and applied of the one attempt, and the order's state."""
    db.session.rollback()
    payment = db.session.scalars(select(Payment)).one()
    found = (payment.state, payment.received, payment.applied, payment.order.state)
    db.session.rollback()
    return found


def mails(kind: str) -> int:
    found = db.session.scalar(select(func.count()).where(Job.kind == kind)) or 0
    db.session.rollback()
    return found


def ref_of(payment: Payment) -> str:
    ref = payment.provider_ref or ""
    db.session.rollback()
    return ref


def test_what_the_answer_said_is_told_by_a_message_too(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    begun(now)
    assert messages() == [("charge.captured", 0, True)]
    assert payment_now()[0] == "captured"
    turn(SOON)
    assert messages() == [("charge.captured", 1, False)]
    assert inbox() == ["charge.captured"]
    assert mails("mail.order_confirmation") == 1


def test_money_paid_at_a_store_is_told_at_once(shop: Flask, now: datetime, turn: Turn) -> None:
    ref = ref_of(begun(now, "konbini"))
    turn(SOON)
    assert payment_now() == ("processing", 0, 0, "pending")
    acts.pay_at_store(ref)
    total = payment_now()
    assert total[0] == "processing"
    turn(SOON)
    assert payment_now()[0] == "captured" and payment_now()[3] == "placed"
    assert inbox() == ["charge.waiting", "charge.captured"]
    assert mails("mail.order_confirmation") == 1


def test_a_late_result_is_known_to_nobody_before(shop: Flask, now: datetime, turn: Turn) -> None:
    ref = ref_of(begun(now, "konbini"))
    wish(Wish.LATE, 600)
    acts.pay_at_store(ref)
    turn(timedelta(seconds=599))
    assert payment_now() == ("processing", 0, 0, "pending")
    turn(timedelta(seconds=600))
    assert payment_now()[0] == "captured"


def test_a_card_whose_answer_is_late_is_unknown_and_asked_about(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    payment = begun(now, card_token=token(Behaviour.THREE_D_SECURE))
    ref = ref_of(payment)
    wish(Wish.LATE, 40)
    told = acts.answer(ref, approved=True)
    assert told is not None and told.status is OutcomeStatus.UNKNOWN
    turn(timedelta(seconds=39))
    assert payment_now()[3] == "pending"
    turn(timedelta(seconds=40))
    assert payment_now()[0] == "captured" and payment_now()[3] == "placed"


def test_a_message_sent_twice_is_heard_once(shop: Flask, now: datetime, turn: Turn) -> None:
    ref = ref_of(begun(now, "konbini"))
    wish(Wish.TWICE)
    acts.pay_at_store(ref)
    turn(SOON)
    assert messages() == [("charge.waiting", 1, False), ("charge.captured", 2, False)]
    assert inbox() == ["charge.waiting", "charge.captured"]
    assert mails("payments.heard") == 2
    assert mails("mail.order_confirmation") == 1


def test_parts_told_in_reversed_order_add_up_all_the_same(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    payment = begun(now, "bank_transfer")
    ref, amount = payment.provider_ref or "", payment.amount
    turn(SOON)
    wish(Wish.REVERSED, about=ref)
    acts.transfer(ref, 1000)
    acts.transfer(ref, amount - 1000)
    turn(timedelta(seconds=6))
    assert inbox() == ["charge.waiting", "charge.captured", "charge.part_received"]
    assert payment_now() == ("captured", amount, amount, "placed")


def test_a_message_that_nothing_overtakes_comes_after_a_minute(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    ref = ref_of(begun(now, "konbini"))
    turn(SOON)
    wish(Wish.REVERSED)
    acts.pay_at_store(ref)
    turn(timedelta(seconds=59))
    assert inbox() == ["charge.waiting"]
    turn(timedelta(seconds=66))
    assert inbox() == ["charge.waiting", "charge.captured"]


def test_a_lost_message_is_in_the_list_and_the_money_is_found_by_asking(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    ref = ref_of(begun(now, "konbini"))
    turn(SOON)
    wish(Wish.LOST)
    acts.pay_at_store(ref)
    later = turn(timedelta(hours=2))
    assert inbox() == ["charge.waiting"]
    assert [one.type for one in GATEWAY.events_since(now)] == ["charge.waiting", "charge.captured"]
    sync(later)
    assert payment_now()[0] == "captured"
    assert payment_now()[3] == "placed"


def test_a_lost_message_can_be_sent_after_all(shop: Flask, now: datetime, turn: Turn) -> None:
    ref = ref_of(begun(now, "konbini"))
    wish(Wish.LOST)
    acts.pay_at_store(ref)
    lost = list(GATEWAY.events_since(now))[-1]
    assert (lost.kind, lost.ref) == (EventKind.PAYMENT, ref)
    acts.send_again(lost.id)
    turn(timedelta(seconds=1))
    assert payment_now()[0] == "captured"


def test_what_the_shop_does_not_know_is_sent_again_and_given_up_in_the_end(
    shop: Flask, turn: Turn
) -> None:
    GATEWAY.start(charge())
    turn(SOON)
    assert messages() == [("charge.captured", 0, True)]
    for minutes in range(1, 30):
        turn(timedelta(minutes=minutes))
    assert messages() == [("charge.captured", 0, False)]
    assert inbox() == []


def test_late_money_for_an_order_that_is_over_is_recorded(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    ref = ref_of(begun(now, "konbini"))
    turn(timedelta(days=3, hours=1))
    assert payment_now() == ("cancelled", 0, 0, "expired")
    acts.pay_at_store(ref, late=True)
    turn(timedelta(days=3, hours=1, seconds=1))
    state, received, applied, order = payment_now()
    assert (state, order) == ("captured", "placed")
    assert received == applied
    assert stock.disagreements() == []


def test_more_than_it_costs_is_counted_and_goes_back(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    payment = begun(now, "bank_transfer")
    ref, amount = payment.provider_ref or "", payment.amount
    db.session.rollback()
    acts.transfer(ref, amount + 70)
    turn(SOON)
    assert payment_now() == ("captured", amount + 70, amount, "placed")
    (back,) = db.session.scalars(select(Reimbursement)).all()
    assert (back.cause, back.amount) == ("over", 70)


def test_a_dispute_marks_the_payment_once(shop: Flask, now: datetime, turn: Turn) -> None:
    ref = ref_of(begun(now))
    acts.dispute(ref)
    acts.dispute(ref)
    turn(SOON)
    payment = db.session.scalars(select(Payment)).one()
    assert [one.state for one in payment.disputes] == ["open"]
    assert [event.kind for event in payment.order.events].count("disputed") == 1
    assert inbox() == ["charge.captured", "dispute.opened"]


def test_wishes_can_be_taken_back_and_each_comes_true_once(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    wish(Wish.LOST)
    forget_wishes()
    wish(Wish.TWICE, about="demo_of_another")
    begun(now)
    turn(SOON)
    assert messages() == [("charge.captured", 1, False)]


def test_the_books_list_every_charge_with_what_came_in_and_went_back(
    shop: Flask, now: datetime
) -> None:
    GATEWAY.start(charge())
    ref = GATEWAY.start(charge("bank_transfer", "key-2")).ref
    acts.transfer(ref, 500)
    listed = [
        (one.key, one.order_number, one.status, one.amount, one.received, one.refunded)
        for one in GATEWAY.charges_since(now)
    ]
    assert listed == [
        ("key-1", "10001", "captured", 1930, 1930, 0),
        ("key-2", "10001", "processing", 1930, 500, 0),
    ]
    assert list(GATEWAY.charges_since(now + SOON)) == []
