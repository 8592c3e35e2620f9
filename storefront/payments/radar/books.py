"""A gateway's books beside ours: what differs, charge by charge. Asks the database and no gateway."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Select, case, func, select

from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order
from storefront.payments.gateways import OutcomeStatus, ProviderCharge
from storefront.payments.payment import LIVE, Payment, PaymentState
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.reimbursement import BACK_TO_SOURCE, Reimbursement, ReimbursementState

MOVING = timedelta(minutes=10)
"""What changed so recently is just being settled, and compared another time."""
OPEN_THERE = {OutcomeStatus.NEEDS_ACTION, OutcomeStatus.PROCESSING, OutcomeStatus.UNKNOWN}
AT_ONCE = 500
COMPARED = {
    Kind.PAYMENT_WITHOUT_ORDER,
    Kind.CHARGED_TWICE,
    Kind.AMOUNT_DIFFERS,
    Kind.CAPTURED_HERE_ONLY,
    Kind.REFUND_DIFFERS,
    Kind.OPEN_THERE,
}
"""The kinds that only this comparison can find."""


@dataclass(frozen=True, slots=True)
class Ours:
    """One attempt as our books have it; yen. `sent`: gone back by the gateway; `sending`: asked of it, not known to be done."""

    payment_id: int
    key: str
    order_number: str
    order_total: Yen
    state: str
    amount: Yen
    received: Yen
    going_back: Yen
    created_at: datetime
    updated_at: datetime
    sent: Yen = 0
    sending: Yen = 0

    @property
    def live(self) -> bool:
        """Whether money may still come."""
        return self.state in LIVE

    def stands_otherwise(self, charge: ProviderCharge) -> bool:
        """Whether asking may change something: money came in, it has ended there, or it is open there alone."""
        if charge.received > self.received:
            return True
        open_there = charge.status in OPEN_THERE
        return not open_there if self.live else open_there and self.state != PaymentState.CAPTURED


Books = Mapping[str, Ours]
"""By key."""


def only_ours(charges: Sequence[ProviderCharge]) -> Books:
    """Our attempts that these charges belong to."""
    found: dict[str, Ours] = {}
    keys = iter(charge.key for charge in charges if charge.key)
    while some := list(islice(keys, AT_ONCE)):
        found.update(_read(Payment.idempotency_key.in_(some)))
    return found


def our_books(charges: Sequence[ProviderCharge], gateway: str, since: datetime) -> Books:
    """Our attempts that a gateway's charges belong to, and those it should have charges for: paid, made since then."""
    found = dict(only_ours(charges))
    paid = (Payment.gateway == gateway, Payment.received > 0, Payment.created_at >= since)
    found.update(_read(*paid))
    return found


def differences(
    charges: Iterable[ProviderCharge], books: Books, now: datetime
) -> Iterator[Mismatch]:
    """Everything that differs between the two books, but for what is just moving."""
    known = set()
    for charge in charges:
        mine = books.get(charge.key)
        known.add(charge.key)
        if mine is None:
            yield from _nobodys(charge)
        elif mine.updated_at < now - MOVING:
            yield from _compared(charge, mine)
    for mine in books.values():
        if mine.key not in known and mine.received and mine.updated_at < now - MOVING:
            yield _of(mine, Kind.CAPTURED_HERE_ONLY, mine.received, f"{mine.received} / 0")


def twice(charges: Iterable[ProviderCharge], books: Books) -> Iterator[Mismatch]:
    """Orders for which more is there than they cost, what is going back left out."""
    there: dict[str, Yen] = defaultdict(int)
    costs = {one.order_number: one.order_total for one in books.values()}
    newest: dict[str, datetime] = {}
    for charge in charges:
        mine = books.get(charge.key)
        number = mine.order_number if mine else charge.order_number
        there[number] += charge.received - (mine.going_back if mine else charge.refunded)
        newest[number] = max(charge.created_at, newest.get(number, charge.created_at))
    for number, cost in costs.items():
        if there[number] > cost:
            more, both = there[number] - cost, f"{there[number]} / {cost}"
            yield Mismatch(Kind.CHARGED_TWICE, number, newest[number], number, more, both)


def _nobodys(charge: ProviderCharge) -> Iterator[Mismatch]:
    left = charge.received - charge.refunded
    if left > 0:
        yield Mismatch(
            Kind.PAYMENT_WITHOUT_ORDER,
            charge.ref or charge.key,
            charge.created_at,
            charge.order_number[:12],
            left,
            charge.ref,
        )


def _compared(charge: ProviderCharge, mine: Ours) -> Iterator[Mismatch]:
    sums = f"{mine.received} / {charge.received}"
    if charge.received < mine.received:
        yield _of(mine, Kind.CAPTURED_HERE_ONLY, mine.received - charge.received, sums)
    elif charge.received > mine.received:
        yield _of(mine, Kind.AMOUNT_DIFFERS, charge.received - mine.received, sums)
    elif charge.amount not in {mine.amount, 0}:  # called off before it arrived: it knows no sum
        sums = f"{mine.amount} / {charge.amount}"
        yield _of(mine, Kind.AMOUNT_DIFFERS, abs(mine.amount - charge.amount), sums)
    if charge.status in OPEN_THERE and mine.stands_otherwise(charge):
        yield Mismatch(
            Kind.OPEN_THERE,
            str(mine.payment_id),
            mine.updated_at,
            mine.order_number,
            mine.amount,
            charge.status.value,
        )
    if not mine.sent <= charge.refunded <= mine.sent + mine.sending:
        gap = abs(mine.sent - charge.refunded)
        yield _of(mine, Kind.REFUND_DIFFERS, gap, f"{mine.sent} / {charge.refunded}")


def _of(mine: Ours, kind: Kind, amount: Yen, detail: str) -> Mismatch:
    return Mismatch(kind, mine.key, mine.updated_at, mine.order_number, amount, detail)


def _read(*which: Any) -> Iterator[tuple[str, Ours]]:
    for row in db.session.execute(_asked(*which)).all():
        changed = max(row.updated_at, row.sent_at or row.updated_at)
        yield (
            row.idempotency_key,
            Ours(
                row.id,
                row.idempotency_key,
                row.number,
                row.total,
                row.state,
                row.amount,
                row.received,
                row.refunded + row.returned,
                row.created_at,
                changed,
                row.sent or 0,
                row.sending or 0,
            ),
        )


def _asked(*which: Any) -> Select[Any]:
    """Attempts with their orders and what went back to where it came from, in one statement."""
    back = Reimbursement
    at_source = (back.failure == "") & Payment.method.in_(BACK_TO_SOURCE)
    done = at_source & (back.state == ReimbursementState.SUCCEEDED)
    under_way = back.state.in_([ReimbursementState.REQUESTED, ReimbursementState.SUBMITTED])
    return (
        select(
            Payment.id,
            Payment.idempotency_key,
            Order.number,
            Order.total,
            Payment.state,
            Payment.amount,
            Payment.received,
            Payment.refunded,
            Payment.returned,
            Payment.created_at,
            Payment.updated_at,
            func.max(back.updated_at).label("sent_at"),
            func.sum(case((done, back.amount), else_=0)).label("sent"),
            func.sum(case((under_way, back.amount), else_=0)).label("sending"),
        )
        .join(Order, Order.id == Payment.order_id)
        .outerjoin(back, back.payment_id == Payment.id)
        .where(*which)
        .group_by(Payment.id, Order.number, Order.total)
    )
