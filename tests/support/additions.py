"""The proof for goods added to orders: each is in the order, paid once and taken once, or it is nowhere; one order, one invoice."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.extensions import db
from storefront.orders.amendment import AmendmentState
from storefront.orders.documents import EntryKind, credit_note_of, invoice_of
from storefront.orders.order import Order, OrderState
from tests.support.ledger import Addition, Books, Page


def additions(page: Page, *, quiet: bool) -> Iterator[str]:
    """What is wrong with the additions to an order, and with the sums that they make grow."""
    yield from _sums(page)
    joined = [one for one in page.additions if one.row.state == AmendmentState.JOINED]
    if page.events.count("amended") != len(joined):
        yield f"told twice: {page.name} was amended {page.events.count('amended')} times, not {len(joined)}"
    for one in page.additions:
        yield from _addition(page, one)
        if quiet and one.row.state == AmendmentState.PENDING:
            yield f"never given up: {_name(page, one)}"
        if quiet and one.mails != (one.row.state == AmendmentState.JOINED):
            yield f"told wrong: {_name(page, one)} is {one.row.state}, {one.mails} mails tell of it"


def invoices(books: Books) -> Iterator[str]:
    """Orders that were sold without an invoice, or whose invoice says something else than their books."""
    whole = selectinload(Order.lines), selectinload(Order.refunds), selectinload(Order.events)
    orders = {one.number: one for one in db.session.scalars(select(Order).options(*whole))}
    for page in books.pages:
        yield from _invoice(page, orders[page.order.number])
    db.session.rollback()


def _name(page: Page, one: Addition) -> str:
    return f"addition {one.row.number} to {page.name}"


def _sums(page: Page) -> Iterator[str]:
    order = page.order
    goods = sum(line.unit_price * line.quantity for line in page.lines)
    discount = sum(line.discount for line in page.lines)
    if (order.goods, order.discount) != (goods, discount):
        yield f"sums wrong: {page.name} ¥{order.goods:,} less ¥{order.discount:,}, its lines ¥{goods:,} less ¥{discount:,}"
    if order.total != goods - discount + order.shipping + order.fee:
        yield f"sums wrong: {page.name} costs ¥{order.total:,}"
    if (taxed := sum(part["taxable"] for part in order.taxes)) != order.total:
        yield f"sums wrong: {page.name} costs ¥{order.total:,}, taxed are ¥{taxed:,}"


def _addition(page: Page, one: Addition) -> Iterator[str]:
    who, total = _name(page, one), one.row.total
    joined = one.row.state == AmendmentState.JOINED
    attempts = [row for row in page.payments if row.amendment_id == one.row.id]
    at_the_door = joined and not attempts
    applied = sum(row.applied for row in attempts)
    if any(row.amount != total for row in attempts):
        yield f"amount differs: {who} costs ¥{total:,}, asked are {[row.amount for row in attempts]}"
    if joined and not at_the_door and applied != total:
        yield f"marked but not paid: {who} costs ¥{total:,}, paid are ¥{applied:,}"
    if applied and not joined:
        yield f"paid but not marked: {who} is {one.row.state} with ¥{applied:,} applied"
    if at_the_door:
        yield from _collected(page, who)
    if (one.joined, one.joined_for) != ((one.pieces, total - one.row.fee) if joined else ({}, 0)):
        yield f"joined wrong: {who} ({one.row.state}) has {one.joined} of {one.pieces} for ¥{one.joined_for:,}"
    over = at_the_door and page.order.state == OrderState.CANCELLED and not page.order.paid_at
    taken = {} if over or one.row.state == AmendmentState.DROPPED else one.pieces
    if {variant: count for variant, count in one.held.items() if count} != taken:
        yield f"stock wrong: {who} ({one.row.state}) is {one.pieces}, the ledger holds {dict(one.held)}"
    if one.mails > joined:
        yield f"told twice: {who} is {one.row.state}, {one.mails} mails tell of it"


def _collected(page: Page, who: str) -> Iterator[str]:
    """One sum is collected at the door, for the order with all that joined it there."""
    asked = [
        row.amount for row in page.payments if row.method == "cod" and row.amendment_id is None
    ]
    if page.order.total not in asked:
        yield f"not collected: {page.name} costs ¥{page.order.total:,} with {who}, asked at the door are {asked}"


def _invoice(page: Page, order: Order) -> Iterator[str]:
    """One paper, with every line once, over just what the order costs less what was refunded."""
    paper = invoice_of(order)
    sold = order.paid_at is not None
    if paper is None:
        if sold:
            yield f"invoice missing: {page.name} is paid"
        return
    due = order.total - sum(one.amount for one in page.refunds)
    said = (
        paper.total,
        sum(one.amount for one in paper.entries),
        sum(one.taxable for one in paper.rates),
    )
    if set(said) != {due}:
        yield f"invoice wrong: {page.name} costs ¥{due:,} now, its invoice says {said}"
    left = sum(one.quantity for one in page.lines) - sum(page.refunded.values())
    if (goods := sum(one.quantity for one in paper.entries if one.kind is EntryKind.GOODS)) != left:
        yield f"invoice wrong: {page.name} has {left} pieces, its invoice {goods}"
    notes = [credit_note_of(order, one.number) for one in page.refunds]
    if [note and note.total for note in notes] != [one.amount for one in page.refunds]:
        yield f"invoice wrong: the credit notes of {page.name} are not its refunds"
