"""The proof that no money is lost: every yen a provider took is found in an order or on its way back, once.

Knows nothing of how the shop keeps its books right; it only adds them up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from storefront.orders.order import OrderState
from storefront.orders.refund import RefundState
from storefront.payments.gateways import OutcomeStatus, ProviderCharge
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import LIVE, PaymentState
from storefront.payments.reimbursement import Cause, ReimbursementState
from tests.support.additions import additions, invoices
from tests.support.ledger import Books, Page, read, sent_back

ON_THE_WAY = (ReimbursementState.REQUESTED, ReimbursementState.SUBMITTED)
CONFIRMED = (OrderState.PLACED, OrderState.FULFILLED)


def prove(charges: Iterable[ProviderCharge], *, quiet: bool = False) -> list[str]:
    """Every way in which the books are wrong, in words; empty is right. Ends the present transaction.

    `charges`: all that the providers have in their books. `quiet`: every process has come to rest, all messages were heard and
    every open question was asked; then also nothing may be missing any more.
    """
    return violations(read(charges), quiet=quiet)


def violations(books: Books, *, quiet: bool = False) -> list[str]:
    """As `prove`, for books that were read."""
    found = [*_providers(books), *_stock(books)]
    for page in books.pages:
        found += _order(page)
        found += [] if page.order.simulated else _goods(page)
        found += additions(page, quiet=quiet)
        for payment in page.payments:
            found += _payment(page, payment, books)
    if quiet:
        found += _rest(books)
        found += invoices(books)
    return found


def _providers(books: Books) -> Iterator[str]:
    """Charges that no order knows of."""
    known = {one.idempotency_key: (page, one) for page in books.pages for one in page.payments}
    for key in books.twice:
        yield f"double charge: the provider charged key {key} more than once"
    for key, charge in books.charges.items():
        if not charge.amount and not charge.received:
            continue  # called off before it arrived
        if key not in known:
            yield f"charge without order: {key}, ¥{charge.received:,} of order {charge.order_number}"
            continue
        page, payment = known[key]
        if charge.order_number != page.order.number:
            yield f"charge of another order: {key} names {charge.order_number}, not {page.name}"
        if charge.amount != payment.amount:
            yield f"amount differs: {page.name} asked ¥{payment.amount:,}, charged ¥{charge.amount:,}"


def _order(page: Page) -> Iterator[str]:
    """An order's money: paid by one attempt, told once, refunded within what was paid."""
    order = page.order
    paid = order.paid_at is not None
    applied = sum(one.applied for one in page.payments)
    if _more_than_one(one.amendment_id for one in page.payments if one.applied):
        yield f"paid twice: {page.name} took the money of two attempts"
    if paid and applied != order.total:
        yield f"marked but not paid: {page.name} costs ¥{order.total:,}, paid are ¥{applied:,}"
    if applied and not paid:
        yield f"paid but not marked: {page.name} is {order.state} with ¥{applied:,} applied"
    if paid and order.state in {OrderState.PENDING, OrderState.EXPIRED}:
        yield f"paid but not confirmed: {page.name} is {order.state}"
    if _more_than_one(one.amendment_id for one in page.payments if one.state in LIVE):
        yield f"two live attempts: {page.name}"
    for kind in ("paid", "expired", "cancelled", "cod_confirmed"):
        if page.events.count(kind) > 1:
            yield f"told twice: {page.name} was {kind} {page.events.count(kind)} times"
    requested = [one for one in page.refunds if one.state == RefundState.REQUESTED]
    if (back := sum(one.amount for one in page.refunds)) > order.total:
        yield f"refunded too much: {page.name} costs ¥{order.total:,}, refunded are ¥{back:,}"
    for refund in requested:
        sent = sum(one.amount for one in page.reimbursements if one.refund_id == refund.id)
        if sent != refund.amount:
            yield f"refund and money differ: {page.name} ¥{refund.amount:,}, sent ¥{sent:,}"
    if page.confirmations > 1:
        yield f"confirmed twice: {page.name} got {page.confirmations} confirmations"
    if page.confirmations and order.confirmed_at is None:
        yield f"confirmed too soon: {page.name} is {order.state}"


def _more_than_one(paid_for: Iterable[int | None]) -> bool:
    """Whether two attempts are for the same: an order, or one addition to it."""
    return any(count > 1 for count in Counter(paid_for).values())


def _goods(page: Page) -> Iterator[str]:
    """What the stock's ledger holds for an order is what it bought, or nothing when nothing came of it."""
    over = page.order.state in {OrderState.EXPIRED, OrderState.CANCELLED}
    kept = not over or page.order.paid_at is not None
    bought, held = page.bought, page.held
    for variant in bought.keys() | held.keys():
        if held.get(variant, 0) != (bought.get(variant, 0) if kept else 0):
            yield (
                f"stock wrong: {page.name} ({page.order.state}) bought {bought.get(variant, 0)} of variant "
                f"{variant}, the ledger holds {held.get(variant, 0)}"
            )
    for variant, count in page.returned.items():
        if not 0 <= count <= page.refunded.get(variant, 0):
            yield f"restocked too much: {page.name} put back {count} of variant {variant}"


def _payment(page: Page, payment: Any, books: Books) -> Iterator[str]:
    """One attempt: nothing negative, nothing counted that did not come in, nothing gone that is not written down."""
    who = f"attempt {payment.id} ({payment.method}, {payment.state}) of {page.name}"
    amounts = (payment.received, payment.applied, payment.refunded, payment.returned)
    if min(amounts) < 0:
        yield f"negative: {who} {amounts}"
    if payment.applied + payment.returned > payment.received or payment.refunded > payment.applied:
        yield f"more went than came: {who} {amounts}"
    if payment.applied and payment.state != PaymentState.CAPTURED:
        yield f"applied without capture: {who}"
    if sent_back(page, payment, refund=True) != payment.refunded:
        yield f"refund not written down: {who} {amounts}"
    if sent_back(page, payment, refund=False) != payment.returned:
        yield f"surplus not written down: {who} {amounts}"
    came = _came_in(payment, books)
    if payment.received > came:
        yield f"received what never came: {who} ¥{payment.received:,} of ¥{came:,}"
    charge = books.charges.get(payment.idempotency_key)
    gone = charge.refunded if charge else 0
    written = _by_provider(page, payment, None)
    if gone > written:
        yield f"gave back twice: {who} ¥{gone:,} at the provider, ¥{written:,} written down"


def _came_in(payment: Any, books: Books) -> int:
    if payment.gateway == OFFLINE:
        return books.seen.get(payment.id, 0)
    charge = books.charges.get(payment.idempotency_key)
    return charge.received if charge else 0


def _by_provider(page: Page, payment: Any, states: tuple[str, ...] | None) -> int:
    """Yen that the provider was told to send back: those rows without a failure, in these states (None: any)."""
    return sum(
        one.amount
        for one in page.reimbursements
        if one.payment_id == payment.id
        and not one.failure
        and one.state not in {ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY}
        and one.submitted_at is not None
        and (states is None or one.state in states)
    )


def _stock(books: Books) -> Iterator[str]:
    for sku, (counter, ledger) in books.counters.items():
        if counter != ledger:
            yield f"stock wrong: {sku} counts {counter}, its ledger says {ledger}"
        if counter < 0:
            yield f"stock wrong: {sku} is {counter}"


def _rest(books: Books) -> Iterator[str]:
    """What may be so for a moment, but not when everything has come to rest."""
    for kind, error in books.dead:
        yield f"dead job: {kind}: {error}"
    for page in books.pages:
        order = page.order
        if order.state == OrderState.PENDING:
            yield f"never given up: {page.name}"
        mailed = order.confirmed_at is not None and not order.simulated
        if mailed and page.confirmations != 1:
            yield f"confirmation missing: {page.name} got {page.confirmations}"
        for payment in page.payments:
            yield from _payment_at_rest(page, payment, books)
        open_ = [one for one in page.reimbursements if one.state in ON_THE_WAY]
        for one in open_:
            yield f"money left on its way: {page.name} ¥{one.amount:,} is {one.state}"
        yield from _kept(page, books)


def _payment_at_rest(page: Page, payment: Any, books: Books) -> Iterator[str]:
    who = f"attempt {payment.id} ({payment.method}, {payment.state}) of {page.name}"
    came = _came_in(payment, books)
    if payment.received != came:
        yield f"money not marked: {who} ¥{came:,} came in, ¥{payment.received:,} is written down"
    charge = books.charges.get(payment.idempotency_key)
    captured = charge is not None and charge.status is OutcomeStatus.CAPTURED
    if captured and payment.state != PaymentState.CAPTURED:
        yield f"paid but not marked: {who}"
    if payment.state in LIVE and payment.state != PaymentState.DUE:
        yield f"left open: {who} can still bring money that nothing waits for"
    surplus = payment.received - payment.applied - payment.returned
    if surplus and payment.state not in LIVE:
        yield f"surplus left lying: {who} ¥{surplus:,}"
    gone = charge.refunded if charge else 0
    if gone != (sent := _by_provider(page, payment, (ReimbursementState.SUCCEEDED,))):
        yield f"refund differs: {who} ¥{gone:,} at the provider, ¥{sent:,} called done"


def _kept(page: Page, books: Books) -> Iterator[str]:
    """What the shop keeps of all that came in for an order is what the order still costs, and not a yen more."""
    order = page.order
    came = sum(_came_in(one, books) for one in page.payments)
    back = sum(one.amount for one in page.reimbursements)
    waits = sum(
        one.received - one.applied - one.returned for one in page.payments if one.state in LIVE
    )
    refunds = sum(one.amount for one in page.reimbursements if one.cause == Cause.REFUND)
    due = (order.total if order.paid_at else 0) - refunds
    if came - back - waits != due:
        word = "double charge" if came - back - waits > due else "money missing"
        yield f"{word}: {page.name} ({order.state}) keeps ¥{came - back - waits:,}, owed are ¥{due:,}"
