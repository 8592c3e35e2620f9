"""Everything the page of one order shows, read at once: five statements, whatever the order holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from storefront.extensions import db
from storefront.locales import Text
from storefront.orders.amendment import Amendment, AmendmentState
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.orders.progress import Figures, Progress, progress
from storefront.orders.refund import Left, left_of
from storefront.orders.shipment import sent_pieces, shipments_of, to_send
from storefront.payments.gateways import DisputeStatus
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.quoting.payment_method import PaymentMethod
from storefront.reports.order_timeline import Told, timeline
from storefront.views.shipment_rows import ShipmentRow, shipment_rows


@dataclass(frozen=True)
class MoneyOf:
    """The money of one order: its attempts with their disputes, what goes back, and what the ways to pay are called."""

    payments: Sequence[Payment]
    reimbursements: Sequence[Reimbursement]
    names: Mapping[str, Text]

    @property
    def held(self) -> set[str]:
        """The states of disputes that hold the order up."""
        return {one.state for payment in self.payments for one in payment.disputes if one.held}

    @property
    def waiting(self) -> Amendment | None:
        """The addition that waits for its payment."""
        additions = (one.amendment for one in self.payments if one.amendment)
        return next((one for one in additions if one.state == AmendmentState.PENDING), None)

    @property
    def by_hand(self) -> Payment | None:
        """The attempt whose money staff write down themselves."""
        return by_hand(self.payments)


@dataclass(frozen=True)
class LineAtDesk:
    """A line of an order as staff see it: pieces that were refunded, that left, and that are still to be sent."""

    line: OrderLine
    refunded: int
    sent: int
    to_send: int


@dataclass(frozen=True)
class OrderAtDesk:
    """An order with its lines, its money, its standing and its timeline."""

    order: Order
    left: Left
    lines: Sequence[LineAtDesk]
    money: MoneyOf
    at: Progress
    told: Sequence[Told]
    shipments: Sequence[ShipmentRow] = ()
    """What has left, the first first."""


def asked_order(number: str) -> Order:
    """The order of the address; 404 without one."""
    return order_by_number(number) or abort(404)


def read_order(number: str) -> OrderAtDesk:
    """Read it; 404 without one."""
    order = asked_order(number)
    left, money = left_of(order, order.refunds), money_of(order)
    shipments = shipments_of(order)
    rest, gone = to_send(order, order.refunds, shipments), sent_pieces(shipments)
    lines = [_line(order, line, left, rest, gone) for line in order.lines]
    return OrderAtDesk(
        order=order,
        left=left,
        lines=lines,
        money=money,
        at=progress(figures_of(order, left, money, lines)),
        told=timeline(order),
        shipments=shipment_rows(order, shipments),
    )


def money_of(order: Order) -> MoneyOf:
    """Its money. One statement; goods that wait for their payment come with it."""
    asked = (
        select(Payment, PaymentMethod, Reimbursement)
        .outerjoin(PaymentMethod, PaymentMethod.code == Payment.method)
        .outerjoin(Reimbursement, Reimbursement.payment_id == Payment.id)
        .where(Payment.order_id == order.id)
        .options(
            joinedload(Payment.disputes),
            lazyload(PaymentMethod.fees),
            joinedload(Payment.amendment).joinedload(Amendment.lines),
        )
        .order_by(Payment.id, Reimbursement.id)
    )
    found = db.session.execute(asked.execution_options(populate_existing=True)).unique().all()
    payments = {payment.id: payment for payment, _way, _back in found}
    back = {one.id: one for _payment, _way, one in found if one is not None}
    names = {way.code: way.name for _payment, way, _back in found if way is not None}
    return MoneyOf(list(payments.values()), list(back.values()), names)


def by_hand(payments: Sequence[Payment]) -> Payment | None:
    """The attempt whose money staff write down themselves; None where there is none, or the cash is here."""
    own = [one for one in payments if one.gateway == OFFLINE]
    if not own or (own[-1].due_at is None and own[-1].received):
        return None
    return own[-1]


def figures_of(order: Order, left: Left, money: MoneyOf, lines: Sequence[LineAtDesk]) -> Figures:
    """What its standing is told from."""
    return Figures(
        state=order.state,
        paid=order.paid_at is not None,
        total=order.total,
        refunded=order.total - left.amount,
        pieces=sum(one.sent + one.to_send for one in lines),
        sent=sum(one.sent for one in lines),
        disputed=DisputeStatus.OPEN in money.held,
        lost=DisputeStatus.LOST in money.held,
    )


def _line(
    order: Order, line: OrderLine, left: Left, rest: Mapping[int, int], gone: Mapping[int, int]
) -> LineAtDesk:
    """Orders that were made up have left without a shipment."""
    untold = order.state == OrderState.FULFILLED and not gone
    waits = order.state in (OrderState.PENDING, OrderState.PLACED)
    return LineAtDesk(
        line=line,
        refunded=line.quantity - left.pieces[line.id],
        sent=line.quantity if untold else gone.get(line.id, 0),
        to_send=rest.get(line.id, 0) if waits else 0,
    )
