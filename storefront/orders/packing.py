"""What waits to be packed: parcels of confirmed orders with the goods that go into each, read for many orders at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.amendment import AmendmentState
from storefront.orders.note import handling_notes
from storefront.orders.order import FrozenParcel, Order, OrderLine, OrderState
from storefront.orders.shipment import Shipment, by_place, sent_pieces, to_send

MOST_AT_ONCE = 200
"""So many orders are packed in one go, and shown on one page."""


@dataclass(frozen=True)
class Goods:
    """Pieces of one line of an order."""

    line: OrderLine
    count: int


@dataclass(frozen=True)
class ToPack:
    """One parcel to be packed: an order's, or what is left of it to be sent. `tote` counts the parcels of one go from 1.

    `sent` left before, `elsewhere` goes in the order's other parcels. `first`: money at the door is taken with this one.
    """

    order: Order
    place: int
    tote: int
    goods: Sequence[Goods]
    sent: Sequence[Goods]
    elsewhere: Sequence[Goods]
    first: bool
    note: str = ""

    @property
    def key(self) -> str:
        """How carriers' files name it: 10001-1."""
        return f"{self.order.number}-{self.place + 1}"

    @property
    def parcel(self) -> FrozenParcel:
        """Its way, its days and its temperature."""
        return self.order.parcels[self.place]

    @property
    def leaves_on(self) -> date:
        """The day it has to leave."""
        return date.fromisoformat(self.parcel["leaves_on"])

    @property
    def count(self) -> int:
        """Pieces in it."""
        return sum(one.count for one in self.goods)

    @property
    def to_collect(self) -> Yen:
        """Yen to be taken at the door with it; 0 for none."""
        return self.order.total if self.first and self.order.paid_at is None else 0

    @property
    def waits(self) -> bool:
        """Whether an addition to it is being paid: it is not closed before."""
        return any(one.state == AmendmentState.PENDING for one in self.order.additions)


@dataclass(frozen=True)
class Pick:
    """All pieces of one variant that one go needs, and the totes they go to, with how many each."""

    variant: Variant
    count: int
    totes: Sequence[tuple[int, int]]


def parcels_to_pack(numbers: Sequence[str] | None = None) -> list[ToPack]:
    """The parcels of these orders, or of those that leave first, sorted by day, way and number; made-up ones are left out.

    Orders that are not to be packed any more are left out too. At most MOST_AT_ONCE orders; seven statements.
    """
    if numbers is not None and not numbers:
        return []
    asked = _asked().limit(MOST_AT_ONCE)
    if numbers is not None:
        asked = asked.where(Order.number.in_(list(numbers)[:MOST_AT_ONCE]))
    orders = db.session.scalars(asked).unique().all()
    notes = handling_notes([order.id for order in orders])
    left = _left_of([order.id for order in orders if order.first_sent_at is not None])
    found = [
        one
        for order in orders
        for one in _parcels(order, left.get(order.id, []), notes.get(order.id, ""))
    ]
    found.sort(key=lambda one: (one.leaves_on, one.parcel["way"], int(one.order.number or 0)))
    return [_placed(one, tote) for tote, one in enumerate(found, 1)]


def picks(parcels: Sequence[ToPack]) -> list[Pick]:
    """What is to be fetched for these parcels: by temperature, then shelf, then SKU, each with the totes it goes to."""
    wanted: dict[int, dict[int, int]] = {}
    variants: dict[int, Variant] = {}
    for parcel in parcels:
        for one in parcel.goods:
            variants[one.line.variant_id] = one.line.variant
            totes = wanted.setdefault(one.line.variant_id, {})
            totes[parcel.tote] = totes.get(parcel.tote, 0) + one.count
    found = [
        Pick(variants[key], sum(totes.values()), sorted(totes.items()))
        for key, totes in wanted.items()
    ]
    return sorted(
        found, key=lambda one: (one.variant.temperature, one.variant.shelf or "~", one.variant.sku)
    )


def _asked() -> Select[tuple[Order]]:
    variant = selectinload(Order.lines).joinedload(OrderLine.variant)
    return (
        select(Order)
        .where(Order.state == OrderState.PLACED, Order.simulated.is_(False))
        .options(
            joinedload(Order.contact),
            variant.joinedload(Variant.picture),
            variant.joinedload(Variant.product),
            selectinload(Order.refunds),
            selectinload(Order.additions),
        )
        .order_by(Order.leave_on, Order.id)
    )


def _left_of(order_ids: Sequence[int]) -> dict[int, list[Shipment]]:
    if not order_ids:
        return {}
    asked = select(Shipment).where(Shipment.order_id.in_(order_ids)).order_by(Shipment.number)
    found: dict[int, list[Shipment]] = {}
    for one in db.session.scalars(asked):
        found.setdefault(one.order_id, []).append(one)
    return found


def _parcels(order: Order, shipments: Sequence[Shipment], note: str) -> list[ToPack]:
    rest = to_send(order, order.refunds, shipments)
    places, gone = by_place(order, rest), sent_pieces(shipments)
    return [
        ToPack(
            order=order,
            place=place,
            tote=0,
            goods=_goods(order, pieces),
            sent=_goods(order, gone),
            elsewhere=_goods(order, {line: n for line, n in rest.items() if line not in pieces}),
            first=place == min(places),
            note=note,
        )
        for place, pieces in places.items()
    ]


def _goods(order: Order, pieces: Mapping[int, int]) -> list[Goods]:
    return [Goods(line, pieces[line.id]) for line in order.lines if pieces.get(line.id)]


def _placed(one: ToPack, tote: int) -> ToPack:
    return ToPack(
        one.order, one.place, tote, one.goods, one.sent, one.elsewhere, one.first, one.note
    )
