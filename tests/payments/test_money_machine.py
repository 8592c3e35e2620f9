"""No sequence of what buyers, staff, the worker and the payment company do, in any order and repeated, breaks the books.

The machine thinks up sequences; after each step and again when all has come to rest the books are proved. MONEY_SEQUENCES and
MONEY_STEPS in the environment make it think longer.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from inspect import signature
from pathlib import Path
from random import Random, randrange
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
from tests.support.playing_provider import SentBack, Taken
from tests.support.shops import open_shop

SEQUENCES = {"sqlite": 14, "postgresql": 3}
WALKS = {"sqlite": 3, "postgresql": 1}
STEPS = 25
MOST_ORDERS = 5
PAUSES = [
    *[timedelta(0)] * 3, *[timedelta(seconds=20)] * 4, *[timedelta(minutes=6)] * 4, timedelta(minutes=31),
    timedelta(hours=-1), timedelta(hours=21), timedelta(days=6),
]  # fmt: skip
CHOICES: dict[str, Sequence] = {  # type: ignore[type-arg]
    "method": ["card", "card", "cod", "konbini", "wallet", "bank_transfer", "transfer"],
    "end": [*["captured"] * 3, "declined", "needs_action", "needs_action", "unknown"],
    "fault": [*[""] * 6, "lost", "silent", "silent", "broken", "angry"],
    "part": ["some", "all", "rest", "more"],
    "place": range(4), "old": range(4), "count": range(4), "line": range(3), "pieces": range(4), "back": range(3),
    "pause": PAUSES,
    "sku": GOODS,
    "ends_refunds": [RefundStatus.SUCCEEDED, RefundStatus.SUBMITTED],
    "yes": [True, False], "shipping": [True, False], "fee": [True, False], "reconcile": [True, False],
}  # fmt: skip
"""What each argument of a rule may be."""


def happens(function: Callable[..., None]) -> Callable[..., None]:
    """A rule whose arguments are any of their CHOICES."""
    RULES.append(function.__name__)
    names = list(signature(function).parameters)[1:]
    made: Callable[..., None] = rule(**{name: st.sampled_from(CHOICES[name]) for name in names})(
        function
    )
    return made


RULES: list[str] = []
OFTEN = [
    "an_order_is_placed", "a_buyer_answers_the_bank", "a_buyer_brings_money", "a_buyer_pays_again", "a_message_arrives",
    "an_answer_arrives", "the_worker_works", "all_is_well",
]  # fmt: skip


def pick(rows: Sequence, place: int) -> list:  # type: ignore[type-arg]
    """One of them, the newest first; none when there is none."""
    return [rows[-1 - place % len(rows)]] if rows else []


class Money(RuleBasedStateMachine):
    """Orders, additions, payments, refunds and stock together."""

    shop: MoneyShop

    def __init__(self) -> None:
        super().__init__()
        self.shop.wipe(TUESDAY_MORNING)
        self.totals: dict[str, int] = {}

    @initialize(
        method=st.sampled_from(CHOICES["method"]), end=st.sampled_from(CHOICES["end"]),
        fault=st.sampled_from(CHOICES["fault"]), count=st.sampled_from(CHOICES["count"]),
    )  # fmt: skip
    def two_orders(self, method: str, end: str, fault: str, count: int) -> None:
        """The first is paid, the second anything."""
        self.an_order_is_placed("card", "captured", "", count)
        self.an_order_is_placed(method, end, fault, count)

    @happens
    def an_order_is_placed(self, method: str, end: str, fault: str, count: int) -> None:
        if len(self.shop.all(Order.id)) < MOST_ORDERS:
            with self.shop.provider.like_this(fault, end):
                self.shop.place(method, ((GOODS[count % 2], 1 + count),))

    @happens
    def a_buyer_pays_again(self, method: str, end: str, fault: str, place: int) -> None:
        for number in pick(self.shop.all(Order.number), place):
            with self.shop.provider.like_this(fault, end):
                self.shop.pay_again(number, method)

    @happens
    def a_buyer_adds_goods(self, place: int, end: str, fault: str, count: int) -> None:
        for number in pick(self.shop.all(Order.number), place):
            with self.shop.provider.like_this(fault, end):
                self.shop.add_goods(number, GOODS[count % 2], 1 + count % 2)

    @happens
    def a_buyer_answers_the_bank(self, place: int, yes: bool) -> None:
        for taken in pick(self.charged("card", "wallet"), place):
            self.shop.provider.answers(taken, yes)

    @happens
    def a_buyer_brings_money(self, place: int, part: str) -> None:
        for taken in pick(self.charged("konbini", "bank_transfer"), place):
            due = taken.charge.amount
            rest = max(1, due - taken.received)
            brought = {"some": 100, "all": due, "rest": rest, "more": rest + 500}[part]
            self.shop.provider.brings(taken, brought)

    @happens
    def the_company_gives_up(self, place: int) -> None:
        for taken in pick(self.charged(), place):
            self.shop.provider.expires(taken)

    @happens
    def a_message_arrives(self, place: int) -> None:
        for event in pick(self.shop.provider.events, place):
            self.shop.hears(event)

    @happens
    def an_answer_arrives(self, place: int, old: int) -> None:
        for taken in pick(self.charged(), place):
            for outcome in pick(taken.told, old):
                self.shop.told(taken.charge.key, outcome)

    @happens
    def staff_see_money(self, place: int, part: str, line: int) -> None:
        for number in pick(self.shop.all(Payment.id), place):
            due = self.shop.amount(number)
            seen = {"some": 100, "all": due, "rest": due - 100, "more": due + 900}[part]
            self.shop.money_comes(number, seen, f"line {line}")

    @happens
    def the_worker_works(self, pause: timedelta, fault: str, reconcile: bool) -> None:
        self.shop.now += pause
        with self.shop.provider.like_this(fault):
            self.shop.work(reconcile)

    @happens
    def nobody_works(self, pause: timedelta) -> None:
        self.shop.now += pause

    @happens
    def all_is_well(self, pause: timedelta) -> None:
        self.shop.now += pause
        for event in self.shop.provider.events[-3:]:
            self.shop.hears(event)
        self.shop.work(reconcile=True)

    @happens
    def time_runs_out(self) -> None:
        self.shop.now += timedelta(days=9)
        self.shop.work(reconcile=True)

    @happens
    def money_comes_late(self, place: int) -> None:
        over = [
            one
            for one in self.charged()
            if one.status is OutcomeStatus.CANCELLED and one.charge.amount
        ]
        for taken in pick(over, place):
            self.shop.provider.brings(taken, taken.charge.amount)
            self.shop.hears(self.shop.provider.events[-1])
            self.shop.work()

    @happens
    def the_answer_to_a_refund_is_lost(self, place: int, back: int) -> None:
        self.staff_refund(place, 1, back, False, False)
        self.the_worker_works(timedelta(0), "silent", False)

    @happens
    def an_order_is_called_off(self, place: int, fault: str) -> None:
        for number in pick(self.shop.all(Order.number), place):
            with self.shop.provider.like_this(fault):
                self.shop.call_off(number)

    @happens
    def staff_refund(self, place: int, pieces: int, back: int, shipping: bool, fee: bool) -> None:
        for number in pick(self.shop.all(Order.number), place):
            self.shop.refund(number, pieces, back, shipping, fee)

    @happens
    def refunds_take_their_time(self, ends_refunds: RefundStatus) -> None:
        self.shop.provider.refund_ends = ends_refunds

    @happens
    def the_bank_answers(self, place: int, yes: bool) -> None:
        sent: list[SentBack] = list(self.shop.provider.refunds.values())
        for one in pick(sent, place):
            self.shop.provider.bank_answers(one, yes)

    @happens
    def an_account_is_named(self, place: int, yes: bool) -> None:
        for row in pick(self.shop.all(Reimbursement.id), place):
            self.shop.account_named(row)
            if yes:
                self.shop.sent_by_hand(row)

    @happens
    def staff_count(self, sku: str, count: int) -> None:
        self.shop.count_stock(sku, count)

    @invariant()
    def the_books_are_right(self) -> None:
        assert self.shop.wrong() == []
        found = self.shop.paid_totals()
        assert found | self.totals == found, "a paid order costs something else now"
        self.totals = found

    def teardown(self) -> None:
        self.shop.come_to_rest()
        assert self.shop.wrong(quiet=True) == []

    def charged(self, *methods: str) -> list[Taken]:
        all_told = self.shop.provider.charges.values()
        return [one for one in all_told if one.charge.method in methods or not methods]


@pytest.fixture(params=["sqlite", "postgresql"])
def money(request: pytest.FixtureRequest) -> Iterator[tuple[MoneyShop, str]]:
    with (
        TemporaryDirectory() as folder,
        open_shop(request.param, Path(folder), fresh=True) as app,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(worker, "WORK", only_money())
        patch.setattr(orders, "load_tariff", lru_cache(maxsize=512)(load_tariff))
        yield MoneyShop(app, TUESDAY_MORNING), request.param


def test_no_sequence_of_events_breaks_the_books(money: tuple[MoneyShop, str]) -> None:
    Money.shop, kind = money
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=int(os.environ.get("MONEY_SEQUENCES") or SEQUENCES[kind]),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_walk_by_chance_alone_breaks_the_books(money: tuple[MoneyShop, str]) -> None:
    """Thinking, the machine prefers few rules and small figures; chance goes everywhere, but cannot make it short."""
    Money.shop, kind = money
    first = int(os.environ.get("MONEY_SEED") or randrange(10**6))
    for seed in range(first, first + int(os.environ.get("MONEY_WALKS") or WALKS[kind])):
        print(f"MONEY_SEED={seed}")
        walk(Money(), Random(seed))


def walk(machine: Money, chance: Random) -> None:
    """Any rules with any arguments, then rest."""
    for _ in range(4 * STEPS):
        name = chance.choice([*RULES, *OFTEN, *OFTEN])
        asked = list(signature(getattr(Money, name)).parameters)[1:]
        given = {one: chance.choice(CHOICES[one]) for one in asked}
        print(f"  {name}({given})")
        getattr(machine, name)(**given)
        machine.the_books_are_right()
    machine.teardown()
