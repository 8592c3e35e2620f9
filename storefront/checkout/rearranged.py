"""Doing it: an order gets its new address, day or way in one transaction, with its money, its timeline and its mail."""

from datetime import datetime

from storefront.checkout.rearranging import CONTACT, Plan, Settled, Wish, changeable
from storefront.database import claim
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders import search_term
from storefront.orders.amendment import pending_amendment
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import FrozenTax, Order, OrderState, first_leaves
from storefront.orders.redating import promise_until
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.refunding import refund_order
from storefront.payments.settling import live_payment
from storefront.pricing.tax import split
from storefront.quoting.tariff import Tariff


class CannotRearrange(Exception):
    """Nothing was written; the message says why, for staff."""


class TooLate(CannotRearrange):
    """Something has left already, or the order is over."""


class AttemptOpen(CannotRearrange):
    """Its total would change while an attempt to pay it is open: the buyer was asked for the old one."""


class Unpayable(CannotRearrange):
    """It could not be paid the way it is to be: no carrier takes money there, say."""


class AdditionWaits(CannotRearrange):
    """Goods are being added for the parcel as it is."""


class Stale(CannotRearrange):
    """Somebody else changed it first."""


def obstacle(order: Order, made: Plan) -> CannotRearrange | None:
    """What stands in the way of a plan, None for nothing; asks how the order stands now."""
    if not changeable(order):
        return TooLate(f"order {order.number} has left or is over")
    if made.unpayable is not None:
        return Unpayable(f"order {order.number} cannot be paid by {order.payment_code} there")
    moved = made.parcels != order.parcels
    if moved and pending_amendment(order) is not None:
        return AdditionWaits(f"an addition to order {order.number} is being paid")
    if made.settled is Settled.TOTAL and order.state == OrderState.PENDING:
        open_one = live_payment(order)
        if open_one is not None:
            return AttemptOpen(f"order {order.number} is being paid")
    return None


def rearrange(
    order: Order, wish: Wish, made: Plan, version: int, tariff: Tariff, reason: str, now: datetime
) -> None:
    """Write a plan down: order and contact, what is due at the door, what goes back with its `reason`, timeline and mail.

    Only while the order is at `version`, which goes up. The caller commits. Raises CannotRearrange or RefundRefused; the caller
    then rolls back.
    """
    hold(order.id)
    if trouble := obstacle(order, made):
        raise trouble
    before = {"shipping": order.shipping, "fee": order.fee, "total": order.total}
    if not claim(order, Order.version, version, version + 1, **_columns(order, made, tariff, now)):
        raise Stale(f"order {order.number} is no longer at version {version}")
    for name in CONTACT:
        setattr(order.contact, name, getattr(wish, name))
    search_term.index_again(order)
    if made.settled is Settled.TOTAL and order.state == OrderState.PLACED:
        _due_at_the_door(order)
    if made.settled is Settled.BACK:
        refund_order(order, {}, -made.difference, 0, reason, now)
    recosted = made.settled is Settled.TOTAL and order.invoiced
    record(order, "recosted" if recosted else "changed", now, ",".join(made.fields))
    told = {
        "order": order.number, "version": version + 1, "fields": list(made.fields),
        "before": before, "difference": made.difference, "settled": made.settled.value,
    }  # fmt: skip
    key = f"order:{order.number}:changed:{version + 1}"
    enqueue("mail.order_changed", told, now, key=key)


def _columns(order: Order, made: Plan, tariff: Tariff, now: datetime) -> dict[str, object]:
    paying = tariff.paying(order.payment_code)
    pending = order.state == OrderState.PENDING and paying is not None
    return {
        "parcels": made.parcels,
        "leave_on": first_leaves(made.parcels),
        "promised_on": made.promised_on,
        "day_chosen": made.day_chosen,
        "slot_name": made.slot_name,
        "sending_code": made.sending_code,
        "sending_name": made.sending_name,
        "cash_on_delivery_possible": made.cash_on_delivery_possible,
        "shipping": made.shipping,
        "fee": made.fee,
        "total": made.total,
        "taxes": _taxes(order, made.shipping + made.fee),
        **(
            {"promise_until": promise_until(made.parcels, paying, tariff, now)}
            if pending and paying and made.parcels != order.parcels
            else {}
        ),
    }


def _taxes(order: Order, services: Yen) -> list[FrozenTax]:
    """The tax of the order with other services, at the rates it was placed with; as it is where they are the same."""
    if services == order.shipping + order.fee:
        return order.taxes
    parts = [(line.tax_percent, line.paid) for line in order.lines]
    return [
        {"percent": part.percent, "taxable": part.taxable, "tax": part.tax}
        for part in split([*parts, (order.service_tax, services)])
    ]


def _due_at_the_door(order: Order) -> None:
    """What is collected at the door becomes the order's total."""
    due = live_payment(order)
    same = PaymentState.DUE
    if due is None or not claim(due, Payment.state, same, same, amount=order.total):
        raise AttemptOpen(f"nothing is due at the door for order {order.number}")
