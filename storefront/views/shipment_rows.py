"""What of an order has left and what is still to come, in words: for its pages, its mails and its papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.jinja import translate
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.orders.shipment import Shipment, to_send
from storefront.shipping.carrier import Carrier, carrier_of, tracking_links
from storefront.views.parcel_rows import parcel_rows

CARRIERS: dict[Carrier, LazyString] = {
    Carrier.YAMATO: _l("ヤマト運輸"),
    Carrier.SAGAWA: _l("佐川急便"),
    Carrier.JAPAN_POST: _l("日本郵便"),
    Carrier.OTHER: _l("ほかの運送会社"),
}


@dataclass(frozen=True)
class Tracked:
    """A carrier's number, and the page that tells how far the parcel is; "" where none is known."""

    number: str
    url: str


@dataclass(frozen=True)
class ShipmentRow:
    """A parcel that left, in words. `whole`: it is all there is of one of the order's parcels."""

    number: int
    name: str
    sent_at: datetime
    sent_by: str
    arrives_on: date
    carrier: str
    tracked: Sequence[Tracked]
    goods: Sequence[str]
    whole: bool

    @property
    def tracking(self) -> str:
        """Its numbers, as they were written down."""
        return ", ".join(one.number for one in self.tracked)


def shipment_rows(order: Order, shipments: Sequence[Shipment]) -> list[ShipmentRow]:
    """The parcels of an order that left, the first first. Reads the order's lines and nothing else."""
    rows, lines = parcel_rows(order.parcels), {line.id: line for line in order.lines}
    places = [one.place for one in shipments]
    return [
        ShipmentRow(
            number=one.number,
            name=rows[one.place].name,
            sent_at=one.sent_at,
            sent_by=one.sent_by,
            arrives_on=rows[one.place].arrives_on,
            carrier=carrier_words(one.carrier),
            tracked=[Tracked(*pair) for pair in tracking_links(one.carrier, one.tracking)],
            goods=[
                counted(lines[part.order_line_id], part.quantity)
                for part in one.lines
                if part.order_line_id in lines
            ],
            whole=places.count(one.place) == 1,
        )
        for one in shipments
    ]


def to_come(order: Order, shipments: Sequence[Shipment]) -> list[str]:
    """What of an order is still to be sent after these shipments, in words; nothing where none has left, or it was called off."""
    if not shipments or order.state == OrderState.CANCELLED:
        return []
    return goods_words(order, to_send(order, order.refunds, shipments))


def goods_words(order: Order, pieces: Mapping[int, int]) -> list[str]:
    """Pieces by line id, in words, in the order of the lines."""
    return [counted(line, pieces[line.id]) for line in order.lines if pieces.get(line.id)]


def counted(line: OrderLine, count: int) -> str:
    """眠りのブレンド・30包 × 2点."""
    return str(_("%(name)s × %(count)s点", name=line_words(line), count=count))


def line_words(line: OrderLine) -> str:
    """What a line is called: its product, and which of it."""
    label = translate(line.label)
    name = translate(line.name)
    return f"{name}{_('・')}{label}" if label else name


def carrier_words(code: str) -> str:
    """Who carries it; "" where nobody said so, or it is none of those that are known."""
    carrier = carrier_of(code)
    return "" if carrier is Carrier.OTHER else str(CARRIERS[carrier])
