"""The form in which staff say what of an order left: pieces by line, and a number for each parcel."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from storefront.orders.order import Order
from storefront.orders.shipment import Leaving, by_place
from storefront.payments.fulfilling import left_to_send
from storefront.shipping.carrier import Carrier, carriers_of
from storefront.views.parcel_rows import parcel_rows
from storefront.views.shipment_rows import line_words
from storefront.views.staff.typed import number_typed

TRACKING = re.compile(r"[0-9A-Za-z ,-]{0,80}")
"""Numbers of the boxes of one parcel, as carriers write them."""


@dataclass(frozen=True)
class LineField:
    """Pieces of one line: how many are still to be sent, and what was typed, which is all of them at first."""

    name: str
    label: str
    sku: str
    line: int
    left: int
    typed: str


@dataclass(frozen=True)
class ParcelFields:
    """One of the order's parcels with what is still to be sent in it."""

    place: int
    title: str
    lines: Sequence[LineField]
    tracking: str
    carrier: str

    @property
    def tracking_name(self) -> str:
        """The name of its number's field."""
        return f"tracking-{self.place}"

    @property
    def carrier_name(self) -> str:
        """The name of its carrier's field."""
        return f"carrier-{self.place}"


@dataclass(frozen=True)
class SendingForm:
    """What was typed, judged against what is still to be sent.

    `seen` stands for what the page showed; `changed` when that is no longer so, and nothing may be written.
    """

    order: Order
    parcels: Sequence[ParcelFields]
    seen: str
    changed: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[LineField]:
        """All lines of all parcels."""
        return [line for parcel in self.parcels for line in parcel.lines]

    @property
    def partly(self) -> bool:
        """Whether less was typed than is left, or something wrong: the quantities are then to be seen."""
        return any(line.typed != str(line.left) for line in self.lines)

    @property
    def leaving(self) -> list[Leaving]:
        """The parcels that leave; one without pieces stays."""
        found = []
        for parcel in self.parcels:
            pieces = {line.line: number_typed(line.typed) or 0 for line in parcel.lines}
            going = {line: count for line, count in pieces.items() if count}
            if going:
                number = plain(parcel.tracking)
                found.append(Leaving(parcel.place, going, parcel.carrier, number))
        return found


def sending_form(order: Order, typed: Mapping[str, str] | None = None) -> SendingForm:
    """The form for what is still to be sent of an order as it is stored now, filled in with all of it or with what was typed."""
    rest = left_to_send(order)
    seen = f"{order.version}:" + ",".join(f"{line}x{count}" for line, count in rest.items())
    parcels = _parcels(order, rest, typed or {})
    if typed is None:
        return SendingForm(order, parcels, seen)
    changed = typed.get("seen", "") != seen
    form = SendingForm(order, parcels, seen, changed, _errors(parcels))
    if not form.errors and parcels and not form.leaving:
        nothing = {parcels[0].lines[0].name: _("送る点数を入力してください")}
        return SendingForm(order, parcels, seen, changed, nothing)
    return form


def plain(text: str) -> str:
    """A number in half width, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _parcels(order: Order, rest: Mapping[int, int], typed: Mapping[str, str]) -> list[ParcelFields]:
    places, rows = by_place(order, rest), parcel_rows(order.parcels)
    ways = carriers_of([rows[place].way for place in places])
    lines = {line.id: line for line in order.lines}
    return [
        ParcelFields(
            place=place,
            title=rows[place].title if len(rows) > 1 else rows[place].name,
            lines=[
                LineField(
                    name=f"pieces-{line}",
                    label=line_words(lines[line]),
                    sku=lines[line].sku,
                    line=line,
                    left=count,
                    typed=typed.get(f"pieces-{line}", str(count)).strip(),
                )
                for line, count in pieces.items()
            ],
            tracking=typed.get(f"tracking-{place}", ""),
            carrier=_carrier(typed.get(f"carrier-{place}"), ways.get(rows[place].way)),
        )
        for place, pieces in places.items()
    ]


def _carrier(typed: str | None, usual: Carrier | None) -> str:
    if typed in set(Carrier):
        return str(typed)
    return str(usual or Carrier.OTHER)


def _errors(parcels: Sequence[ParcelFields]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for parcel in parcels:
        for line in parcel.lines:
            count = number_typed(line.typed)
            if count is None or count > line.left:
                most = _("0から%(most)sまでの数字を入力してください", most=line.left)
                wrong[line.name] = str(most)
        if not TRACKING.fullmatch(plain(parcel.tracking)):
            wrong[parcel.tracking_name] = str(
                _("送り状番号は、数字・英字・ハイフンで80文字までにしてください")
            )
    return wrong
