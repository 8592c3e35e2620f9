"""Ways to send as sheets: one for each way with its price table, and one for what the shop pays itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.extensions import db
from storefront.sheets.sheet import Values
from storefront.shipping.load import Temperature
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shipping.prefectures import Region

PLAIN = (
    "active", "name", "note", "position", "carrier", "temperature", "longest_mm", "middle_mm", "shortest_mm", "weight_grams",
    "most_value", "fill_percent", "most_boxes", "cash_on_delivery", "days_to_choose", "cutoff", "handling_days", "slots",
)  # fmt: skip
RATE = "rate-"
"""Before a region: its line of the price table, None where the way does not go."""


def all_ways() -> list[ShippingMethod]:
    """Every way with its rates, in the shop's order; two statements."""
    asked = select(ShippingMethod).options(selectinload(ShippingMethod.rates))
    return list(db.session.scalars(asked.order_by(ShippingMethod.position, ShippingMethod.id)))


@dataclass(frozen=True)
class WaySheet:
    """One way to send: its box, its times, and a line of the price table for each region."""

    way: ShippingMethod

    @property
    def subject(self) -> str:
        """ "shipping:home"."""
        return f"shipping:{self.way.code}"

    def values(self) -> Values:
        """All it says."""
        lines = {rate.region: rate for rate in self.way.rates}
        return {name: getattr(self.way, name) for name in PLAIN} | {
            f"{RATE}{region.value}": _packed(lines.get(region.value)) for region in Region
        }

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set the fields named."""
        for name in PLAIN:
            if name in wanted and getattr(self.way, name) != wanted[name]:
                setattr(self.way, name, wanted[name])
        said = {name.removeprefix(RATE): wanted[name] for name in wanted if name.startswith(RATE)}
        lines = {rate.region: rate for rate in self.way.rates}
        left_out = set(self.way.not_to)
        for region, line in said.items():
            self._put_line(region, lines.get(region), line)
            (left_out.discard if line else left_out.add)(region)
        kept: list[str] = [region.value for region in Region if region.value in left_out]
        if kept != self.way.not_to:
            self.way.not_to = kept

    def _put_line(self, region: str, rate: ShippingRate | None, line: Mapping[str, Any] | None) -> None:  # fmt: skip
        if line is None:
            if rate is not None:
                self.way.rates.remove(rate)
                db.session.delete(rate)
        elif rate is None:
            self.way.rates.append(ShippingRate(region=region, **_unpacked(line)))
        else:
            for name, amount in _unpacked(line).items():
                if getattr(rate, name) != amount:
                    setattr(rate, name, amount)


@dataclass(frozen=True)
class FreeSheet:
    """From which value the shop pays for sending ordinary goods, by which ways, and to which regions it never does.

    `free_from` None: it never pays, and the rest says nothing then. One value for all lines of the price tables.
    """

    ways: list[ShippingMethod]

    subject = "shipping:free"

    def values(self) -> Values:
        """What the tables say; of several values the lowest."""
        paid = [way for way in self.ways if any(rate.free_from for rate in way.rates)]
        values = [rate.free_from for way in paid for rate in way.rates if rate.free_from]
        regions = {rate.region for way in paid for rate in way.rates}
        reached = {rate.region for way in paid for rate in way.rates if rate.free_from}
        return {
            "free_from": min(values, default=None),
            "free_ways": [way.code for way in paid],
            "never_free": [one.value for one in Region if one.value in regions - reached],
        }

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Write it into every line of the price tables."""
        said = self.values() | dict(wanted)
        value = said["free_from"]
        for way in self.ways:
            pays = value and way.code in said["free_ways"]
            for rate in way.rates:
                amount = value if pays and rate.region not in said["never_free"] else None
                if rate.free_from != amount:
                    rate.free_from = amount


def way_sheet(code: str) -> WaySheet | None:
    """The sheet of a way; None where there is no such way."""
    asked = select(ShippingMethod).where(ShippingMethod.code == code)
    way = db.session.scalars(asked.options(selectinload(ShippingMethod.rates))).one_or_none()
    return WaySheet(way) if way else None


def free_sheet() -> FreeSheet:
    """The sheet of what the shop pays."""
    return FreeSheet([way for way in all_ways() if way.temperature == Temperature.AMBIENT])


def _packed(rate: ShippingRate | None) -> Values | None:
    if rate is None:
        return None
    return {"price": rate.price, "days": rate.transit_days, "free_from": rate.free_from}


def _unpacked(line: Mapping[str, Any]) -> Values:
    return {
        "price": line["price"],
        "transit_days": line["days"],
        "free_from": line["free_from"],
    }
