"""The whole cost of one thing at the visitor's door, all from quote(): before the region is known as a range, and
region by region in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from storefront.cart.cart import quote_item
from storefront.catalog.variant import Variant
from storefront.locales import Text
from storefront.money import Yen
from storefront.quoting.quote import Quote, quote
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Prefecture, Region, in_region
from storefront.views import current
from storefront.views.deadline import deadline, until
from storefront.views.frame import area_name
from storefront.views.payment_rows import PayRow, payment_rows
from storefront.views.sending_words import way_name
from storefront.views.shipping_words import region_name
from storefront.views.snapshot import snapshot
from storefront.views.span import Span, span
from storefront.views.way_rows import WayRow, other_ways


@dataclass(frozen=True)
class RegionRow:
    """What a region pays for shipping, and its first day; both None where nothing goes there."""

    name: str
    shipping: Yen | None
    earliest_on: date | None


@dataclass(frozen=True)
class Delivered:
    """The figures of one piece delivered the cheapest way.

    `way` is its name, empty where it differs by region; `shop_pays` the value of goods from which the shop does.
    `promise` holds for the visitor's own region, `until` says up to when the days hold.
    """

    way: str
    shipping: Span
    shop_pays: Yen | None
    total: Span
    first_day: date
    last_day: date
    promise: Markup
    until: Markup
    payments: tuple[PayRow, ...]
    others: tuple[WayRow, ...]


@dataclass(frozen=True)
class Landed:
    """One piece of a variant, delivered; `delivered` is None where nothing goes.

    `area` is empty and `regions` filled while the region is unknown. `not_to` names where this piece cannot go,
    `cool` the way it travels when it has to be kept cool, as name and note.
    """

    goods: Yen
    area: str
    delivered: Delivered | None
    not_to: str
    cool: tuple[Text, Text] | None
    regions: tuple[RegionRow, ...]
    returns_days: int


def landed(variant: Variant) -> Landed:
    """The whole cost of one piece, for the visitor's region or for all of them."""
    area, tariff, moment = current.area(), snapshot().tariff, current.now()
    item = quote_item(variant)
    regions = [area.region] if area else list(Region)
    quotes = {r: quote([item], tariff, moment, area or in_region(r)[0]) for r in regions}
    sent = [priced for priced in quotes.values() if priced.sending]
    is_cool = variant.temperature == Temperature.COOL
    return Landed(
        goods=variant.price,
        area=area_name(area, current.locale()) if area else "",
        delivered=_delivered(sent) if sent else None,
        not_to=_places(area, [r for r, priced in quotes.items() if not priced.sending]),
        cool=(tariff.cool[0].name, tariff.cool[0].note) if is_cool and tariff.cool else None,
        regions=() if area else tuple(_region(r, q) for r, q in quotes.items()),
        returns_days=tariff.returns_days,
    )


def _delivered(quotes: Sequence[Quote]) -> Delivered:
    chosen = [priced.sending for priced in quotes if priced.sending]
    days = [choice.earliest_on for choice in chosen]
    names = {way_name(choice) for choice in chosen}
    known = current.area() is not None
    return Delivered(
        way=names.pop() if len(names) == 1 else "",
        shipping=span(choice.price for choice in chosen),
        shop_pays=chosen[0].free_from if known and not chosen[0].price else None,
        total=span(priced.total for priced in quotes),
        first_day=min(days),
        last_day=max(days),
        promise=deadline(chosen[0]),
        until=until(chosen[0]),
        payments=payment_rows(quotes),
        others=other_ways(quotes),
    )


def _region(region: Region, priced: Quote) -> RegionRow:
    return RegionRow(region_name(region), priced.shipping, priced.earliest_on)


def _places(area: Prefecture | None, regions: Sequence[Region]) -> str:
    """Where a piece cannot go: the visitor's own prefecture, or the names of regions."""
    if area:
        return area_name(area, current.locale()) if regions else ""
    return str(_("・")).join(
        area_name(in_region(region)[0], current.locale())
        if len(in_region(region)) == 1
        else region_name(region)
        for region in regions
    )
