"""The payment company's books against ours: whatever differs is put right or named, and no money moves."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import OrderState
from storefront.payments.comparing import compare
from storefront.payments.gateways import (
    Outcome,
    OutcomeStatus,
)
from storefront.payments.radar.finding import Finding
from storefront.payments.radar.mismatch import Kind
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import settle
from tests.payments.compared import CAPTURED, HOUR, found, listed, paid, probe, there
from tests.support.orders import place
from tests.support.probe import Probe

__all__ = ["probe"]

CALLS_THAT_MOVE_MONEY = {"start", "refund"}


def test_books_that_agree(shop: Flask, now: datetime, probe: Probe) -> None:
    first, second = paid(now), paid(now, OutcomeStatus.DECLINED)
    probe.charges = [there(first), there(second, OutcomeStatus.DECLINED)]
    made = compare(now)
    assert (made.charges, made.put_right, made.findings, made.same) == (2, 0, (), True)
    assert [call for call, _about in probe.asked] == ["events_since", "charges_since"]


def test_money_that_came_in_there_and_not_here_is_settled(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    lost, given_up = place(now - HOUR), paid(now, OutcomeStatus.CANCELLED)
    for payment in (lost, given_up):
        probe.says[payment.idempotency_key] = Outcome(CAPTURED, f"ch_{payment.id}")
        probe.charges.append(there(payment))
    made = compare(now)
    assert (made.put_right, made.findings, made.same) == (2, (), False)
    assert [one.order.state for one in (lost, given_up)] == ["placed", "placed"]
    assert compare(now + HOUR).same
    assert not CALLS_THAT_MOVE_MONEY & {call for call, _about in probe.asked}


def test_what_is_over_here_and_open_there_is_called_off(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = paid(now, OutcomeStatus.CANCELLED)
    open_there = there(payment, OutcomeStatus.NEEDS_ACTION)
    probe.charges = [open_there]
    probe.says[payment.idempotency_key] = Outcome(OutcomeStatus.NEEDS_ACTION, "ch_1")
    assert found(now) == [(Kind.OPEN_THERE, payment.order.number, payment.amount, "needs_action")]
    assert ("cancel", payment.idempotency_key) in probe.asked
    probe.charges = [there(payment, OutcomeStatus.CANCELLED)]
    assert found(now + HOUR) == []
    assert listed(now + HOUR) == []


def test_what_waits_on_both_sides_is_left_alone(shop: Flask, now: datetime, probe: Probe) -> None:
    payment = paid(now, OutcomeStatus.PROCESSING)
    probe.charges = [there(payment, OutcomeStatus.PROCESSING)]
    assert compare(now).same
    assert not any(call == "cancel" for call, _about in probe.asked)


def test_money_without_an_order(shop: Flask, now: datetime, probe: Probe) -> None:
    payment = paid(now)
    strange = there(payment, key="nobody's", ref="ch_9", order_number="99999", amount=700)
    probe.charges = [there(payment), replace(strange, received=700, refunded=200)]
    assert found(now) == [(Kind.PAYMENT_WITHOUT_ORDER, "99999", 500, "ch_9")]
    probe.charges[1] = replace(strange, received=700, refunded=700)
    assert found(now) == []


def test_money_here_that_is_not_there(shop: Flask, now: datetime, probe: Probe) -> None:
    gone, less = paid(now), paid(now)
    probe.charges = [there(less, received=less.amount - 30)]
    assert sorted(found(now), key=lambda one: one[2] or 0) == [
        (Kind.CAPTURED_HERE_ONLY, less.order.number, 30, f"{less.amount} / {less.amount - 30}"),
        (Kind.CAPTURED_HERE_ONLY, gone.order.number, gone.amount, f"{gone.amount} / 0"),
    ]


def test_more_money_there_than_its_gateway_will_say(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = paid(now)
    more = payment.amount + 50
    probe.charges = [there(payment, received=more)]
    probe.says[payment.idempotency_key] = Outcome(CAPTURED, "ch_1")
    sums = f"{payment.amount} / {more}"
    assert (Kind.AMOUNT_DIFFERS, payment.order.number, 50, sums) in found(now)


def test_another_sum_was_asked_for_there(shop: Flask, now: datetime, probe: Probe) -> None:
    payment = paid(now)
    probe.charges = [there(payment, amount=1)]
    sums = f"{payment.amount} / 1"
    assert found(now) == [(Kind.AMOUNT_DIFFERS, payment.order.number, payment.amount - 1, sums)]


def test_an_order_charged_twice(shop: Flask, now: datetime, probe: Probe) -> None:
    payment = paid(now)
    again = there(payment, key="nobody's", ref="ch_9")
    probe.charges = [there(payment), again]
    assert (
        Kind.CHARGED_TWICE,
        payment.order.number,
        payment.amount,
        f"{2 * payment.amount} / {payment.amount}",
    ) in found(now)


def test_a_double_payment_that_goes_back_is_no_finding(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    first = paid(now, OutcomeStatus.CANCELLED)
    order = first.order
    from storefront.payments.payment import new_payment
    from storefront.quoting.tariff_reading import load_tariff

    paying = load_tariff(now).paying("card")
    assert paying is not None
    second = new_payment(order, paying, now - HOUR)
    db.session.flush()
    for payment in (second, first):
        settle(payment, Outcome(CAPTURED, f"ch_{payment.id}"), now - HOUR)
    db.session.commit()
    probe.charges = [there(first), there(second)]
    assert (first.returned, second.applied) == (first.amount, second.amount)
    assert found(now) == []


@pytest.mark.parametrize(
    ("state", "refunded", "differs"),
    [
        ("succeeded", 300, False),
        ("succeeded", 0, True),
        ("succeeded", 500, True),
        ("submitted", 0, False),
        ("submitted", 300, False),
        ("needs_account", 300, True),
        ("needs_account", 0, False),
    ],
)
def test_refunds_that_differ(
    shop: Flask, now: datetime, probe: Probe, state: str, refunded: int, differs: bool
) -> None:
    payment = paid(now)
    payment.refunded = 300
    times = {"created_at": now - HOUR, "updated_at": now - HOUR}
    row = {"cause": "refund", "amount": 300, "idempotency_key": "r", "failure": ""}
    db.session.add(Reimbursement(payment=payment, state=state, **row, **times))
    db.session.commit()
    probe.charges = [there(payment, refunded=refunded)]
    kinds = [one.kind for one in compare(now).findings]
    assert kinds == ([Kind.REFUND_DIFFERS] if differs else [])


def test_what_is_just_moving_is_compared_another_night(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = place(now)
    settle(payment, Outcome(CAPTURED, "ch_1"), now)
    db.session.commit()
    assert compare(now).same


def test_a_finding_stays_until_it_is_gone_and_comes_back_with_it(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = paid(now)
    wrong, right = there(payment, refunded=10), there(payment)
    probe.charges = [wrong]
    compare(now), compare(now)
    assert listed(now) == [Kind.REFUND_DIFFERS]
    probe.charges = [right]
    compare(now)
    assert listed(now) == []
    probe.charges = [wrong]
    compare(now + HOUR)
    assert listed(now + HOUR) == [Kind.REFUND_DIFFERS]
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_what_was_not_compared_is_not_closed(shop: Flask, now: datetime, probe: Probe) -> None:
    payment = paid(now)
    probe.charges = [there(payment, refunded=10)]
    compare(now)
    later = now + timedelta(days=5)
    compare(later)
    assert listed(later) == [Kind.REFUND_DIFFERS]


def test_what_differed_is_compared_until_it_is_gone_however_old_its_charge(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = paid(now)
    probe.charges = [there(payment, refunded=10)]
    compare(now)
    probe.charges = [there(payment)]
    later = now + timedelta(days=9)
    compare(later)
    assert listed(later) == []
    assert compare(later).charges == 0, "nothing is open any more, so that a few days will do"


def test_a_gateway_that_is_away_closes_nothing(shop: Flask, now: datetime, probe: Probe) -> None:
    payment = paid(now)
    probe.charges = [there(payment, refunded=10)]
    compare(now)
    probe.away = True
    assert compare(now).away == ("probe",)
    assert listed(now) == [Kind.REFUND_DIFFERS, Kind.GATEWAY_AWAY]
    probe.away = False
    assert compare(now).away == ()
    assert listed(now) == [Kind.REFUND_DIFFERS]


def test_the_command_says_by_its_exit_code_whether_anything_differs(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = paid(now)
    probe.charges = [there(payment)]
    run = shop.test_cli_runner().invoke
    agreed = run(args=["payments", "compare"])
    assert (agreed.exit_code, agreed.output) == (0, "1 charges compared, 0 asked about anew\n")
    probe.charges = [there(payment, refunded=10)]
    differs = run(args=["payments", "compare"])
    assert differs.exit_code == 1
    assert "refund_differs" in differs.output
    assert run(args=["payments", "radar"]).exit_code == 1
    probe.away = True
    away = run(args=["payments", "compare"])
    assert (away.exit_code, "probe does not answer" in away.output) == (2, True)
    assert "gateway_away probe" in run(args=["payments", "radar"]).output
    assert payment.order.state == OrderState.PLACED
