"""No sequence of what buyers, staff, the worker and the payment company do, in any order and repeated, breaks the books.

The machine thinks up sequences; after each step and again when all has come to rest the books are proved. Additions to an order
after the thank-you page are to become rules here when they come.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from storefront import worker
from storefront.orders.order import Order
from storefront.payments.gateways import OutcomeStatus, RefundStatus
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.quoting.tariff_reading import load_tariff
from tests.conftest import TUESDAY_MORNING
from tests.payments.money_shop import GOODS, MoneyShop, only_money
from tests.support import orders
from tests.support.shops import open_shop

METHODS = ("card", "cod", "konbini", "wallet", "bank_transfer", "transfer")
ENDS = (
    OutcomeStatus.CAPTURED,
    OutcomeStatus.DECLINED,
    OutcomeStatus.NEEDS_ACTION,
    OutcomeStatus.UNKNOWN,
)
FAULTS = ("", "", "lost", "silent", "broken", "angry")
methods, which = st.sampled_from(METHODS), st.integers(0, 5)
PAUSES = [
    timedelta(seconds=20), timedelta(minutes=3), timedelta(minutes=31), timedelta(hours=1), timedelta(hours=-1),
    timedelta(hours=21), timedelta(days=5), timedelta(days=9),
]  # fmt: skip


class Money(RuleBasedStateMachine):
    """Order, payment, refund and stock together."""

    shop: MoneyShop

    def __init__(self) -> None:
        super().__init__()
        self.shop.wipe(TUESDAY_MORNING)
        self.totals: dict[str, int] = {}

    @initialize(
        method=methods, ends=st.sampled_from(ENDS), fault=st.sampled_from(FAULTS), count=which
    )
    def first_order(self, method: str, ends: OutcomeStatus, fault: str, count: int) -> None:
        self.place(method, ends, fault, count)

    @rule(method=methods, ends=st.sampled_from(ENDS), fault=st.sampled_from(FAULTS), count=which)
    def place(self, method: str, ends: OutcomeStatus, fault: str, count: int) -> None:
        self.shop.provider.ends, self.shop.provider.fault = ends, fault
        self.shop.place(method, ((GOODS[count % 2], 1 + count % 3),))
        self.shop.provider.fault = ""

    @rule(method=methods, ends=st.sampled_from(ENDS), fault=st.sampled_from(FAULTS), place=which)
    def pay_again(self, method: str, ends: OutcomeStatus, fault: str, place: int) -> None:
        self.shop.provider.ends, self.shop.provider.fault = ends, fault
        for number in self.one_of(Order.number, place):
            self.shop.pay_again(number, method)
        self.shop.provider.fault = ""

    @rule(place=which, approved=st.booleans())
    def the_buyer_answers(self, place: int, approved: bool) -> None:
        for key in list(self.shop.provider.charges)[place : place + 1]:
            self.shop.provider.answers(self.shop.provider.charges[key], approved)

    @rule(place=which, part=st.sampled_from(["some", "all", "rest", "more"]))
    def the_buyer_brings_money(self, place: int, part: str) -> None:
        brought = [
            one
            for one in self.shop.provider.charges.values()
            if one.charge.method in {"konbini", "bank_transfer"}
        ]
        for one in brought[place : place + 1]:
            amount = one.charge.amount
            rest = max(1, amount - one.received)
            self.shop.provider.brings(
                one, {"some": 100, "all": amount, "rest": rest, "more": rest + 500}[part]
            )

    @rule(place=which)
    def the_time_to_bring_it_is_over(self, place: int) -> None:
        for one in list(self.shop.provider.charges.values())[place : place + 1]:
            self.shop.provider.expires(one)

    @rule(place=st.integers(0, 20))
    def a_message_arrives(self, place: int) -> None:
        events = self.shop.provider.events
        if events:
            self.shop.hears(events[place % len(events)])

    @rule(place=which, old=which)
    def an_answer_arrives(self, place: int, old: int) -> None:
        told = [(key, one) for key, one in self.shop.provider.charges.items() if one.told]
        for key, one in told[place : place + 1]:
            self.shop.told(key, one.told[old % len(one.told)])

    @rule(place=which, part=st.sampled_from(["some", "all", "more"]), line=which)
    def staff_see_money(self, place: int, part: str, line: int) -> None:
        for number in self.one_of(Payment.id, place):
            due = self.amount_of(number)
            amount = {"some": 100, "all": due, "more": due + 900}[part]
            self.shop.money_comes(number, amount, f"line {line}")

    @rule(fault=st.sampled_from(FAULTS), reconcile=st.booleans())
    def the_worker_works(self, fault: str, reconcile: bool) -> None:
        self.shop.provider.fault = fault
        self.shop.work(reconcile)
        self.shop.provider.fault = ""

    @rule(place=which)
    def the_order_is_called_off(self, place: int) -> None:
        for number in self.one_of(Order.number, place):
            self.shop.call_off(number)

    @rule(place=which, pieces=which, back=which, shipping=st.booleans(), fee=st.booleans())
    def staff_refund(self, place: int, pieces: int, back: int, shipping: bool, fee: bool) -> None:
        for number in self.one_of(Order.number, place):
            self.shop.refund(number, pieces, min(pieces, back), shipping, fee)

    @rule(ends=st.sampled_from([RefundStatus.SUCCEEDED, RefundStatus.SUBMITTED]))
    def refunds_take_their_time(self, ends: RefundStatus) -> None:
        self.shop.provider.refund_ends = ends

    @rule(place=which, arrived=st.booleans())
    def the_bank_answers(self, place: int, arrived: bool) -> None:
        for one in list(self.shop.provider.refunds.values())[place : place + 1]:
            self.shop.provider.bank_answers(one, arrived)

    @rule(place=which, sent=st.booleans())
    def an_account_is_named(self, place: int, sent: bool) -> None:
        for row in self.one_of(Reimbursement.id, place):
            self.shop.account_named(row)
            if sent:
                self.shop.sent_by_hand(row)

    @rule(sku=st.sampled_from(GOODS), counted=st.integers(0, 6))
    def staff_count(self, sku: str, counted: int) -> None:
        self.shop.count_stock(sku, counted)

    @rule(pause=st.sampled_from(PAUSES))
    def time_passes(self, pause: timedelta) -> None:
        self.shop.now += pause

    @invariant()
    def the_books_are_right(self) -> None:
        assert self.shop.wrong() == []
        with self.shop.acting():
            found = self.shop.paid_totals()
        assert found | self.totals == found, "a paid order costs something else now"
        self.totals = found

    def teardown(self) -> None:
        self.shop.come_to_rest()
        assert self.shop.wrong(quiet=True) == []

    def one_of(self, column: object, place: int) -> list:  # type: ignore[type-arg]
        return self.shop.all(column)[place : place + 1]

    def amount_of(self, payment_id: int) -> int:
        with self.shop.acting():
            return self.shop.amount(payment_id)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def money(request: pytest.FixtureRequest) -> Iterator[tuple[MoneyShop, str]]:
    with (
        TemporaryDirectory() as folder,
        open_shop(request.param, Path(folder)) as app,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(worker, "WORK", only_money())
        patch.setattr(orders, "load_tariff", lru_cache(maxsize=512)(load_tariff))
        yield MoneyShop(app, TUESDAY_MORNING), request.param


def test_no_sequence_of_events_breaks_the_books(money: tuple[MoneyShop, str]) -> None:
    shop, kind = money
    Money.shop = shop
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=int(os.environ.get("MONEY_SEQUENCES") or (20 if kind == "sqlite" else 6)),
            stateful_step_count=int(os.environ.get("MONEY_STEPS") or 25),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
