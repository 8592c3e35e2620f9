"""One order at the shop's desk: what was bought, the money, what happened, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.locales import Text
from storefront.orders.amendment import Amendment, waiting_addition
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Left, left_of
from storefront.payments.calling_off import came_back_unpaid
from storefront.payments.gateways import DisputeStatus
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.of_order import payments_of, reimbursements_of
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.reports.methods import method_names
from storefront.shipping.prefectures import by_code
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import area_name
from storefront.views.responses import own_page, see_other
from storefront.views.staff import money_words
from storefront.views.staff.allowed import may_open
from storefront.views.staff.area import bp
from storefront.views.staff.dashboard import first_page
from storefront.views.staff.telling import said
from storefront.views.staff.typed import order_number_typed
from storefront.views.sums import SumRow, order_sums


@dataclass(frozen=True)
class Action:
    """Something that can be done with the order, and the endpoint that asks first."""

    endpoint: str
    words: str


@dataclass(frozen=True)
class OrderView:
    """An order with its money, as staff see it."""

    order: Order
    left: Left
    payments: Sequence[Payment]
    reimbursements: Sequence[Reimbursement]
    names: dict[str, Text]
    rows: Sequence[SumRow]
    actions: Sequence[Action]
    waiting: Amendment | None
    """The addition that waits for its payment."""


@bp.get("/orders")
@access(STAFF, Permission.SEE_ORDERS)
def find_order() -> Response:
    """The order of a number, or the first page with what was typed."""
    typed = request.args.get("number", "")
    number = order_number_typed(typed)
    if number and order_by_number(number) is not None:
        return see_other("staff.order", number=number)
    return first_page(typed)


@bp.get("/orders/<number>")
@access(STAFF, Permission.SEE_ORDERS)
def order(number: str) -> Response:
    """Everything about it."""
    seen = view_of(asked_order(number))
    return own_page("staff/order.html", seen=seen, words=money_words, said=said())


def asked_order(number: str) -> Order:
    """The order of the address; 404 without one."""
    return order_by_number(number) or abort(404)


def view_of(order: Order) -> OrderView:
    """Read what belongs to an order; four statements besides its own."""
    payments, left = payments_of(order), left_of(order, order.refunds)
    area = by_code(order.contact.prefecture)
    return OrderView(
        order=order,
        left=left,
        payments=payments,
        reimbursements=reimbursements_of(order),
        names=method_names(),
        rows=order_sums(order, area_name(area, current.locale()) if area else ""),
        actions=_actions(order, left, payments),
        waiting=waiting_addition(order),
    )


def by_hand(payments: Sequence[Payment]) -> Payment | None:
    """The attempt whose money staff write down themselves; None where there is none, or the cash is here."""
    own = [one for one in payments if one.gateway == OFFLINE]
    if not own or (own[-1].due_at is None and own[-1].received):
        return None
    return own[-1]


def _actions(order: Order, left: Left, payments: Sequence[Payment]) -> list[Action]:
    placed = order.state == OrderState.PLACED
    held = {one.state for payment in payments for one in payment.disputes if one.held}
    refundable = order.invoiced and order.paid_at is not None and not left.nothing
    return [
        Action(endpoint, words)
        for possible, endpoint, words in (
            (by_hand(payments) is not None, "staff.money", _("入金を記録する")),
            (placed, "staff.send_off", _("発送済みにする")),
            (refundable, "staff.refund", _("返金する")),
            (placed or order.waiting, "staff.ask_call_off", _("注文を取り消す")),
            (came_back_unpaid(order), "staff.ask_call_off", _("受け取られずに戻った")),
            (DisputeStatus.OPEN in held, "staff.end_dispute", _("異議申し立てが終わった")),
            (DisputeStatus.LOST in held, "staff.ask_loss", _("失ったお金として記録する")),
        )
        if possible and may_open(endpoint)
    ]
