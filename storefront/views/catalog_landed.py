"""The whole cost of one thing at the visitor's door, all from quote(): before the region is known as a range, and
region by region in a table."""

from dataclasses import dataclass
from datetime import date

from storefront import clock
from storefront.cart.cart import quote_item
from storefront.catalog.variant import Variant
from storefront.locales import Text
from storefront.money import Yen
from storefront.quoting.quote import Quote, quote
from storefront.shipping.prefectures import Region, in_region
from storefront.views import current
from storefront.views.figures import clock_words, region_name
from storefront.views.frame import area_name
from storefront.views.snapshot import snapshot


@dataclass(frozen=True)
class Span:
    """An amount in yen, or the least and the most it can be."""

    least: Yen
    most: Yen


@dataclass(frozen=True)
class PayRow:
    """A way to pay: its fee, and the total it leads to. `possible` is false where it cannot serve this order."""

    name: Text
    fee: Span
    total: Span
    possible: bool


@dataclass(frozen=True)
class RegionRow:
    """What a region pays for shipping, and its first day."""

    name: str
    shipping: Yen
    earliest_on: date | None


@dataclass(frozen=True)
class Landed:
    """One piece of a variant, delivered. `area` is empty and `regions` filled while the region is unknown."""

    goods: Yen
    area: str
    shipping: Span
    list_shipping: Yen | None
    total: Span
    first_day: date
    last_day: date
    leaves_on: date
    leaves_today: bool
    cutoff: str
    free_from: Yen | None
    payments: tuple[PayRow, ...]
    regions: tuple[RegionRow, ...]
    returns_days: int


def landed(variant: Variant) -> Landed:
    """The whole cost of one piece, for the visitor's region or for all of them."""
    area, tariff, moment = current.area(), snapshot().tariff, current.now()
    item = quote_item(variant)
    regions = [area.region] if area else list(Region)
    priced = {r: quote([item], tariff, moment, area or in_region(r)[0]) for r in regions}
    quotes = {r: one for r, one in priced.items() if one.sendable} or priced
    one, days = next(iter(quotes.values())), [q.earliest_on or q.leaves_on for q in quotes.values()]
    return Landed(
        goods=variant.price,
        area=area_name(area, current.locale()) if area else "",
        shipping=_span([q.shipping or 0 for q in quotes.values()]),
        list_shipping=one.sending.list_price if area and one.sending else None,
        total=_span([q.total for q in quotes.values()]),
        first_day=min(days),
        last_day=max(days),
        leaves_on=one.leaves_on,
        leaves_today=one.leaves_on == clock.shop_day(moment),
        cutoff=clock_words(tariff.cutoff, current.locale()),
        free_from=_free_from(quotes),
        payments=_payments(list(quotes.values())),
        regions=() if area else tuple(_region(r, q) for r, q in quotes.items()),
        returns_days=tariff.returns_days,
    )


def _span(amounts: list[Yen]) -> Span:
    return Span(min(amounts), max(amounts))


def _payments(quotes: list[Quote]) -> tuple[PayRow, ...]:
    rows = []
    for choices in zip(*(one.payments for one in quotes), strict=True):
        rows.append(
            PayRow(
                name=choices[0].paying.name,
                fee=_span([choice.fee for choice in choices]),
                total=_span([choice.total for choice in choices]),
                possible=not all(choice.refusal for choice in choices),
            )
        )
    return tuple(rows)


def _region(region: Region, priced: Quote) -> RegionRow:
    return RegionRow(region_name(region), priced.shipping or 0, priced.earliest_on)


def _free_from(quotes: dict[Region, Quote]) -> Yen | None:
    reachable = [one.free_from for one in quotes.values() if one.free_from is not None]
    return min(reachable) if reachable else None
