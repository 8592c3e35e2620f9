"""What the pages of an order show: the frozen order, how it stands, its dates, its sums and its progress."""

from dataclasses import dataclass
from datetime import date, datetime

from storefront.checkout.contact import spaced_phone
from storefront.clock import shop_time
from storefront.orders.dates import returns_until
from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment
from storefront.payments.standing import Standing, standing
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import by_code
from storefront.views.frame import area_name
from storefront.views.parcel_rows import ParcelRow, Stop, arrivals, departures, parcel_rows
from storefront.views.sums import SumRow, order_sums

TOLD = frozenset(
    {
        "placed",
        "payment_declined",
        "method_changed",
        "paid",
        "cod_confirmed",
        "paid_but_gone",
        "expired",
        "cancelled",
        "refunded",
    }
)
"""The events a buyer is told of; notes that staff write for each other are not among them."""


@dataclass(frozen=True)
class Mark:
    """One step of an order's way: `state` is done, current or ahead."""

    name: str
    state: str
    on: date | None = None


@dataclass(frozen=True)
class Told:
    """An event with its time on the shop's clock."""

    kind: str
    at: datetime


@dataclass(frozen=True)
class OrderSheet:
    """An order for one reader. `full` is False for somebody who holds an old link: no address, no e-mail."""

    order: Order
    payment: Payment | None
    standing: Standing
    full: bool
    leaves_on: date
    returns_until: date
    today: date
    area: str
    rows: list[SumRow]
    parcels: list[ParcelRow]

    @property
    def departures(self) -> list[Stop]:
        """The days on which its parcels leave."""
        return departures(self.parcels)

    @property
    def arrivals(self) -> list[Stop]:
        """The days on which its parcels arrive."""
        return arrivals(self.parcels)

    @property
    def held_until(self) -> datetime | None:
        """Until when the unpaid goods stay reserved, on the shop's clock; None once nobody waits for them."""
        return shop_time(self.order.reserved_until) if self.order.waiting else None

    @property
    def phone(self) -> str:
        """The buyer's telephone number as a person reads it."""
        return spaced_phone(self.order.contact.phone)

    @property
    def told(self) -> list[Told]:
        """The timeline for the buyer, newest first; reads the events."""
        events = [event for event in self.order.events if event.kind in TOLD]
        return [Told(event.kind, shop_time(event.happened_at)) for event in reversed(events)]

    @property
    def marks(self) -> list[Mark]:
        """The way of the order; one that is over ends where it ended."""
        placed_on = shop_time(self.order.placed_at).date()
        if self.standing.over:
            return [Mark("placed", "done", placed_on), Mark(self.standing.value, "current")]
        names = ["placed", "paid", "packed", "delivered"]
        if self.standing is Standing.AT_THE_DOOR:
            names.remove("paid")
        at = names.index(self._current)
        days = {"placed": placed_on, "packed": self.leaves_on, "delivered": self.order.promised_on}
        return [
            Mark(name, ("done", "current", "ahead")[(place >= at) + (place > at)], days.get(name))
            for place, name in enumerate(names)
        ]

    @property
    def _current(self) -> str:
        if not self.standing.settled:
            return "paid"
        return "delivered" if self.order.state == OrderState.FULFILLED else "packed"


def sheet_of(
    order: Order, payment: Payment | None, full: bool, tariff: Tariff, today: date, locale: str
) -> OrderSheet:
    """Put an order's sheet together; reads nothing but what the order has loaded."""
    prefecture = by_code(order.contact.prefecture)
    area = area_name(prefecture, locale) if prefecture else ""
    return OrderSheet(
        order=order,
        payment=payment,
        standing=standing(order, payment),
        full=full,
        leaves_on=order.leaves_on,
        returns_until=returns_until(order, tariff.returns_days),
        today=today,
        area=area,
        rows=order_sums(order, area),
        parcels=parcel_rows(order.parcels),
    )
