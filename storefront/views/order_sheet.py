"""What the pages of an order show: the frozen order, how it stands, its dates, its sums and its progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storefront.checkout.contact import spaced_phone
from storefront.clock import shop_day, shop_time
from storefront.money import Yen
from storefront.orders.dates import returns_until
from storefront.orders.order import Order, OrderState
from storefront.orders.shipment import shipments_of
from storefront.payments.payment import Payment
from storefront.payments.standing import Standing, standing
from storefront.shipping.prefectures import by_code
from storefront.views.frame import area_name
from storefront.views.how_to_pay import HowToPay, how_to_pay, moment_words, until_words
from storefront.views.parcel_rows import ParcelRow, Stop, arrivals, departures, parcel_rows
from storefront.views.shipment_rows import ShipmentRow, shipment_rows, to_come
from storefront.views.snapshot import Snapshot
from storefront.views.sums import SumRow, order_sums

TOLD = frozenset(
    {
        "placed",
        "payment_declined",
        "method_changed",
        "paid",
        "cod_confirmed",
        "paid_but_gone",
        "awaiting_money",
        "part_received",
        "paid_short",
        "paid_over",
        "paid_twice",
        "redated",
        "changed",
        "recosted",
        "account_wanted",
        "money_sent",
        "expired",
        "cancelled",
        "refunded",
        "sent",
        "part_sent",
        "amendment_awaited",
        "amendment_part",
        "amendment_declined",
        "amendment_dropped",
        "amendment_astray",
        "amended",
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
    """An event with its time on the shop's clock; `detail` is a sum in yen, a code, or days, as its kind wants."""

    kind: str
    at: datetime
    detail: str = ""

    @property
    def sum(self) -> Yen:
        """The yen it is about; 0 where it is about none."""
        return int(self.detail) if self.detail.isdecimal() else 0

    @property
    def day(self) -> date:
        """The new day of an order whose days moved. Raises ValueError for any other event."""
        return date.fromisoformat(self.detail.rpartition("/")[2])


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
    shipments: Sequence[ShipmentRow] = ()
    """What has left."""
    to_come: Sequence[str] = ()
    """What follows once some has left, in words."""
    how: HowToPay | None = None
    """How to bring the money, while it waits for that."""
    days_hold: bool = True
    """Whether the days it promises can still be kept, were it paid now."""

    @property
    def mark(self) -> str:
        """What a page that keeps asking was last told: another mark is news."""
        came = self.how.received if self.how else 0
        return f"{self.standing.value}-{came}"

    @property
    def pay_by(self) -> str:
        """Until when it has to be paid for its days to hold, in words; "" where they no longer do."""
        due = self.payment.due_at if self.payment else None
        until = min(self.order.promise_until, due) if due else self.order.promise_until
        return moment_words(until) if self.days_hold else ""

    @property
    def astray(self) -> Yen:
        """Yen that came by the newest attempt and pay for nothing."""
        paid = self.payment
        return (paid.received or 0) - (paid.applied or 0) if paid else 0

    @property
    def redated(self) -> bool:
        """Whether its days moved because the money came late; reads the events."""
        return any(event.kind == "redated" for event in self.order.events)

    @property
    def sent_on(self) -> date | None:
        """The day its last parcel left; None before."""
        if self.order.state != OrderState.FULFILLED:
            return None
        left = [one.sent_at for one in self.shipments]
        return shop_day(left[-1]) if left else None

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
    def held_words(self) -> str:
        """The same in words, the day only where it is another one; "" once nobody waits for them."""
        until = self.held_until
        return until_words(until, self.today) if until else ""

    @property
    def phone(self) -> str:
        """The buyer's telephone number as a person reads it."""
        return spaced_phone(self.order.contact.phone)

    @property
    def told(self) -> list[Told]:
        """The timeline for the buyer, newest first; reads the events."""
        events = [event for event in self.order.events if event.kind in TOLD]
        return [Told(one.kind, shop_time(one.happened_at), one.detail) for one in reversed(events)]

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
        days = {"placed": placed_on}
        if self.days_hold or self.standing.settled:
            days |= {"packed": self.sent_on or self.leaves_on, "delivered": self.order.promised_on}
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
    order: Order,
    payment: Payment | None,
    full: bool,
    shop: Snapshot,
    now: datetime,
    locale: str,
) -> OrderSheet:
    """Put an order's sheet together; reads nothing but what the order has loaded, and what has left of it."""
    gone = shipments_of(order)
    prefecture = by_code(order.contact.prefecture)
    area = area_name(prefecture, locale) if prefecture else ""
    stands = standing(order, payment)
    return OrderSheet(
        order=order,
        payment=payment,
        standing=stands,
        full=full,
        leaves_on=order.leaves_on,
        returns_until=returns_until(order, shop.tariff.returns_days),
        today=shop_day(now),
        area=area,
        rows=order_sums(order, area),
        parcels=parcel_rows(order.parcels),
        shipments=shipment_rows(order, gone),
        to_come=to_come(order, gone),
        how=_how(payment, stands, shop),
        days_hold=now < order.promise_until,
    )


def _how(payment: Payment | None, stands: Standing, shop: Snapshot) -> HowToPay | None:
    waits = stands in {Standing.AWAITING, Standing.ACTION}
    return how_to_pay(payment, shop.profile.account) if payment and waits else None
