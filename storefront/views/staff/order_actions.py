"""What can be done with an order: one thing first, by its present state, the rest beside it; only what the member may do."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from storefront.checkout.rearranging import changeable
from storefront.orders.order import OrderState
from storefront.orders.progress import Money
from storefront.payments.calling_off import came_back_unpaid
from storefront.views.staff.allowed import may_open
from storefront.views.staff.order_reading import OrderAtDesk


@dataclass(frozen=True)
class Action:
    """Something that can be done with the order, and the endpoint that asks first. `first`: it is what the order waits for."""

    endpoint: str
    words: LazyString
    first: bool = False


def actions(seen: OrderAtDesk) -> list[Action]:
    """What it waits for, if the member may do it, then all else that is possible and allowed."""
    found = [one for one in _possible(seen) if may_open(one.endpoint)]
    first = next((one for one in found if one.first), None)
    rest = [Action(one.endpoint, one.words) for one in found if one is not first]
    return [first, *rest] if first else rest


def _possible(seen: OrderAtDesk) -> Iterator[Action]:
    """In the order of their weight; whatever is `first` first is what is to be done next."""
    order, money = seen.order, seen.money
    placed = order.state == OrderState.PLACED
    if seen.at.money is Money.LOST:
        yield Action("staff.ask_loss", _l("失ったお金として記録する"), True)
    if seen.at.money is Money.DISPUTED:
        yield Action("staff.end_dispute", _l("異議申し立てが終わった"), True)
    if placed:
        held = bool(money.held) or money.waiting is not None
        yield Action("staff.send_off", _l("発送済みにする"), not held)
    if money.by_hand is not None:
        yield Action("staff.money", _l("入金を記録する"), not placed)
    if order.invoiced and order.paid_at is not None and not seen.left.nothing:
        yield Action("staff.refund", _l("返金する"))
    if changeable(order):
        yield Action("staff.change_order", _l("お届けを変える"))
    if (placed and order.first_sent_at is None) or order.waiting:
        yield Action("staff.ask_call_off", _l("注文を取り消す"))
    if came_back_unpaid(order):
        yield Action("staff.ask_call_off", _l("受け取られずに戻った"))
