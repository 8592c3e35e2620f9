"""A shop with a payment company in memory, worked through its own functions, the clock in the test's hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from storefront import clock, worker
from storefront.cart.refusal import CannotAdd
from storefront.catalog import stock
from storefront.catalog.stock import NotEnoughStock, StockMovement
from storefront.catalog.variant import Variant
from storefront.checkout.amending import CannotAmend, amend
from storefront.database import insert_once, writing
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.orders import lifecycle
from storefront.orders.amendment import Amendment, AmendmentState
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import left_of
from storefront.orders.refunding import RefundRefused, refunds_of
from storefront.payments import trying_again, webhook
from storefront.payments.by_hand import CannotBeSeen, money_seen
from storefront.payments.by_transfer import mark_sent
from storefront.payments.gateways import Event, Outcome
from storefront.payments.gateways.installed import install
from storefront.payments.payment import Payment
from storefront.payments.reconciling import give_up, sync
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.payments.settling import last_payment, live_payment, settle
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.tariff_reading import load_tariff
from storefront.views.charging import charge
from tests.support.orders import place
from tests.support.playing_provider import PlayingProvider
from tests.support.proof import prove

REST = [timedelta(minutes=3), *[timedelta(hours=2)] * 2, *[timedelta(days=9)] * 3]
"""Longer than any payment, order, lease or job waits."""
GOODS = ("SLEEP-30", "GLASS-MUG")


class MoneyShop:
    """Everything that moves money, as the buyer, the staff, the worker or the company would do it."""

    def __init__(self, app: Flask, now: datetime) -> None:
        self.app, self.now, self.provider = app, now, PlayingProvider()
        with self.acting():
            db.session.execute(update(PaymentMethod).values(active=True))
            db.session.commit()
            self._own = [
                table
                for table in reversed(db.metadata.sorted_tables)
                if not db.session.scalar(select(func.count()).select_from(table))
            ]
            self._seeded = db.session.scalar(select(func.max(StockMovement.id)))

    def wipe(self, now: datetime) -> None:
        """As freshly seeded, with a company that has no charges yet."""
        self.now, self.provider = now, PlayingProvider()
        self.app.extensions["gateways"] = install([self.provider])
        with self.acting():
            for table in self._own:
                db.session.execute(delete(table))
            db.session.execute(delete(StockMovement).where(StockMovement.id > self._seeded))
            on_shelf = (
                select(func.coalesce(func.sum(StockMovement.delta), 0))
                .where(StockMovement.variant_id == Variant.id)
                .scalar_subquery()
            )
            db.session.execute(update(Variant).values(stock=on_shelf))
            db.session.commit()

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Within a request of its own that may write; what is not committed is rolled back."""
        token, told = writing.set(True), clock.now
        clock.now = lambda: self.now
        try:
            with self.app.test_request_context("/ja/"):
                yield
                db.session.rollback()
        finally:
            clock.now = told
            writing.reset(token)

    def place(self, method: str, bought: tuple[tuple[str, int], ...]) -> None:
        """A buyer presses the button; nothing when the shelf is empty."""
        with self.acting():
            try:
                payment = place(self.now, payment_method=method, bought=bought)
            except (NotEnoughStock, CannotAdd, AssertionError):
                return
            charge(payment)

    def pay_again(self, number: str, method: str) -> None:
        """The buyer of a waiting order tries once more, perhaps another way."""
        with self.acting():
            order = self.order(number)
            last = last_payment(order)
            ways = trying_again.ways_to_pay(order, load_tariff(self.now), self.now)
            way = next(one for one in ways if one.paying.code == method)
            if way.refusal or last is None:
                return
            try:
                payment = trying_again.try_again(order, way, way.total, last.id, self.now)
            except (trying_again.CannotPay, IntegrityError):
                return
            charge(payment)

    def hears(self, event: Event) -> None:
        """A message arrives."""
        with self.acting():
            try:
                webhook.receive(self.provider.code, event, self.now)
            except webhook.UnknownSubject:
                return
            db.session.commit()

    def told(self, key: str, outcome: Outcome) -> None:
        """An answer arrives, however old."""
        with self.acting():
            payment = db.session.scalar(select(Payment).where(Payment.idempotency_key == key))
            assert payment is not None
            settle(payment, outcome, self.now)
            db.session.commit()

    def money_comes(self, payment_id: int, amount: int, reference: str) -> None:
        """Staff see money on the account or on the carrier's list."""
        with self.acting():
            payment = db.session.get(Payment, payment_id)
            assert payment is not None
            try:
                money_seen(payment, amount, reference, self.now)
            except CannotBeSeen:
                return
            db.session.commit()

    def call_off(self, number: str) -> None:
        """The buyer or staff call an order off that is not paid."""
        with self.acting():
            order = self.order(number)
            live = live_payment(order)
            if order.paid_at is not None:
                return
            if live is not None:
                give_up(live, self.now)
            lifecycle.hold(order.id)
            if live_payment(order) is None and order.state == OrderState.PENDING:
                lifecycle.cancel(order, self.now, "no longer wanted")
            db.session.commit()

    def refund(self, number: str, pieces: int, back: int, shipping: bool, fee: bool) -> None:
        """Staff give money back: up to `pieces` of each line, `back` of them onto the shelf."""
        with self.acting():
            order = self.order(number)
            left = left_of(order, refunds_of(order))
            counts = {line: min(pieces, left.pieces[line.id]) for line in order.lines}
            shelf = {line: min(back, count) for line, count in counts.items()}
            sums = (left.shipping if shipping else 0, left.fee if fee else 0)
            try:
                refund_order(order, counts, *sums, "返品", self.now, shelf)
            except RefundRefused:
                return
            db.session.commit()

    def account_named(self, row_id: int) -> None:
        """The buyer names an account for money that cannot go back the way it came."""
        self._moved(row_id, ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY)

    def sent_by_hand(self, row_id: int) -> None:
        """Staff have sent it."""
        with self.acting():
            row = db.session.get(Reimbursement, row_id)
            assert row is not None
            mark_sent(row, self.now)
            db.session.commit()

    def _moved(self, row_id: int, before: str, to: str) -> None:
        with self.acting():
            db.session.execute(
                update(Reimbursement)
                .where(Reimbursement.id == row_id, Reimbursement.state == before)
                .values(state=to)
            )
            db.session.commit()

    def count_stock(self, sku: str, counted: int) -> None:
        """Staff count the shelf."""
        with self.acting():
            variant = self.variant(sku)
            reference = f"count:{db.session.scalar(select(func.max(StockMovement.id)))}"
            stock.count(variant, counted, reference, self.now)
            db.session.commit()

    def work(self, reconcile: bool = False) -> None:
        """The worker does what is due; told to, it asks about everything left open as well."""
        with self.acting():
            while worker.run_due(self.now):
                pass
            if reconcile:
                sync(self.now)

    def come_to_rest(self) -> None:
        """The company is well again, every message arrives, and as much time passes as anything may wait for."""
        self.provider.heal()
        for event in self.provider.events:
            self.hears(event)
        heard = len(self.provider.events)
        for pause in REST:
            self.now += pause
            self.work(reconcile=True)
            for event in self.provider.events[heard:]:
                self.hears(event)
            heard = len(self.provider.events)

    def wrong(self, *, quiet: bool = False) -> list[str]:
        """What is wrong with the books."""
        with self.acting():
            return prove(self.provider.ledger(), quiet=quiet)

    def order(self, number: str) -> Order:
        """The order of that number."""
        return db.session.scalars(select(Order).where(Order.number == number)).one()

    def add_goods(self, number: str, sku: str, count: int) -> None:
        """The buyer of a paid order adds to it with a card."""
        with self.acting():
            order, more = self.order(number), self.variant(sku)
            tariff = load_tariff(self.now)
            card = next(one for one in tariff.payings if one.code == "card")
            key, total = f"key {self.all_told(Amendment)}", more.price * count
            try:
                payment = amend(order, {more: count}, card, tariff, total, key, self.now)
            except (CannotAmend, NotEnoughStock):
                return
            charge(payment)

    def paid_totals(self) -> dict[str, int]:
        """What each paid order cost when it was placed, by its number: what joined it later taken off."""
        joined = (
            select(func.coalesce(func.sum(Amendment.total), 0))
            .where(Amendment.order_id == Order.id, Amendment.state == AmendmentState.JOINED)
            .scalar_subquery()
        )
        paid = select(Order.number, Order.total - joined).where(Order.paid_at.is_not(None))
        with self.acting():
            return {str(number): total for number, total in db.session.execute(paid)}

    def all_told(self, model: type) -> int:
        """How many rows there are."""
        return db.session.scalar(select(func.count()).select_from(model)) or 0

    def variant(self, sku: str) -> Variant:
        """The variant of that SKU."""
        return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()

    def amount(self, payment_id: int) -> int:
        """What an attempt asks for."""
        with self.acting():
            return db.session.scalars(select(Payment.amount).where(Payment.id == payment_id)).one()

    def all(self, column: Any) -> list[Any]:
        """One column of every row, oldest first."""
        with self.acting():
            return list(db.session.scalars(select(column).order_by(text("1"))))


def confirmation(payload: dict[str, Any], now: datetime) -> None:
    """Stands for the mail of an order, or of goods that joined it; their words have tests of their own."""
    told = f"amended:{payload['amendment']}" if "amendment" in payload else "confirmation"
    insert_once(
        OutboxMessage, key=f"order:{payload['order']}:{told}", state="kept", locale="ja",
        recipient="", subject="", text="", html="", created_at=now,
    )  # fmt: skip


def only_money() -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """The worker's jobs, mails replaced by nothing."""
    kept = {kind: work for kind, work in worker.WORK.items() if not kind.startswith("mail.")}
    mails = set(worker.WORK) - set(kept)
    nothing = {kind: lambda _payload, _now: None for kind in mails}
    told = dict.fromkeys(("mail.order_confirmation", "mail.order_amended"), confirmation)
    return {**kept, **nothing, **told}


__all__ = ["GOODS", "MoneyShop", "only_money"]
