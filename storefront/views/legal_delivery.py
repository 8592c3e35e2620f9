"""Delivery as the legal pages lay it out: the price table, what each way takes, days off, and what the shop pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import format_date, yen
from storefront.locales import choose
from storefront.money import Yen
from storefront.quoting.tariff import Rate, Sending, Tariff
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.prefectures import Region, in_region
from storefront.views.frame import area_name
from storefront.views.shipping_words import (
    clock_words,
    joined,
    kilograms,
    parcels,
    region_name,
    size_words,
)


@dataclass(frozen=True)
class Fare:
    """What a box costs to a region, in yen with tax, and its days on the road.

    `free_from` is set only where thresholds differ: one for all is said once, in words. `never_free` marks a
    region to which the buyer always pays for a way that is on the shop elsewhere.
    """

    price: Yen
    days: int
    free_from: Yen | None
    never_free: bool


@dataclass(frozen=True)
class RegionRow:
    """A line of the price table; a fare a parcel, None where it does not go."""

    name: str
    prefectures: str
    fares: tuple[Fare | None, ...]


@dataclass(frozen=True)
class PriceTable:
    """Regions north to south against the parcels there are; ways of one price name their column together."""

    parcels: tuple[tuple[str, ...], ...]
    rows: tuple[RegionRow, ...]


@dataclass(frozen=True)
class WayTable:
    """What each way takes and what can be chosen with it: a label a row, words a way."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class DayRow:
    """Coming days that differ from an ordinary week: what for, what happens, and which days."""

    name: str
    what: str
    days: str


@dataclass(frozen=True)
class PaidRow:
    """A region the shop pays to: from which value of goods, and the yen for one box it then pays."""

    name: str
    free_from: Yen
    price: Yen


def price_table(tariff: Tariff, locale: str) -> PriceTable:
    """Every fare there is; ways that differ in nothing share a column."""
    groups = parcels(tariff)
    several = len(_thresholds(tariff)) > 1
    return PriceTable(
        tuple(tuple(choose(way.name, locale) for way in group) for group in groups),
        tuple(
            RegionRow(
                region_name(region),
                _prefectures(region, locale),
                tuple(
                    _fare(group[0], region, several, group[0] in tariff.ambient) for group in groups
                ),
            )
            for region in Region
            if any(region in group[0].rates for group in groups)
        ),
    )


def paid_rows(tariff: Tariff) -> list[PaidRow]:
    """What the shop pays, region by region: for the first way there that is on it."""
    rows = []
    for region in Region:
        rates = [way.rates[region] for way in tariff.ambient if region in way.rates]
        rate = next((one for one in rates if one.free_from), None)
        if rate is not None and rate.free_from:
            rows.append(PaidRow(region_name(region), rate.free_from, rate.price))
    return rows


def way_table(tariff: Tariff, locale: str) -> WayTable:
    """The limits, hours and choices of all ways beside each other."""
    columns = [[*_takes(way, locale), *_dates(way, tariff, locale)] for way in tariff.sendings]
    return WayTable(
        tuple(choose(way.name, locale) for way in tariff.sendings),
        tuple(
            (row[0][0], tuple(words for _label, words in row)) for row in zip(*columns, strict=True)
        ),
    )


def day_rows(tariff: Tariff, today: date, locale: str) -> list[DayRow]:
    """The days set apart from today on, in the order they come; one statement."""
    coming = select(CalendarDay).where(CalendarDay.day >= today)
    rows = db.session.scalars(coming.order_by(CalendarDay.day, CalendarDay.way)).all()
    known = {way.code for way in tariff.sendings}
    shown = [row for row in rows if not row.way or row.way in known]
    found: dict[tuple[str, bool, bool], list[CalendarDay]] = {}
    for row in shown:
        found.setdefault((choose(row.name, locale), bool(row.way), row.open), []).append(row)
    return [
        DayRow(name, _what(days, carrier, opened, tariff, locale), _day_words(days))
        for (name, carrier, opened), days in found.items()
    ]


def _thresholds(tariff: Tariff) -> set[Yen]:
    rates = [rate for way in tariff.ambient for rate in way.rates.values()]
    return {rate.free_from for rate in rates if rate.free_from}


def _fare(way: Sending, region: Region, several: bool, ordinary: bool) -> Fare | None:
    rate: Rate | None = way.rates.get(region)
    if rate is None:
        return None
    paid_elsewhere = ordinary and any(one.free_from for one in way.rates.values())
    own = rate.free_from if ordinary else None
    return Fare(rate.price, rate.transit_days, own if several else None, paid_elsewhere and not own)


def _prefectures(region: Region, locale: str) -> str:
    """The prefectures of a region; empty where it is one that bears the same name."""
    inside = in_region(region)
    names = [area_name(one, locale) for one in inside]
    return _("・").join(names) if len(inside) > 1 else ""


def _takes(way: Sending, locale: str) -> list[tuple[str, str]]:
    limits = way.limits
    value = _("%(sum)sまで", sum=yen(limits.value)) if limits.value else _("制限なし")
    boxes = _("%(boxes)s箱まで", boxes=limits.boxes) if limits.boxes > 1 else _("1箱のみ")
    return [
        (_("渡しかた"), choose(way.note, locale)),
        (_("箱の内寸"), size_words(limits)),
        (_("箱に詰める量"), _("%(fill)s%%まで", fill=limits.fill)),
        (_("箱の重さ"), _("%(weight)sまで", weight=kilograms(limits.grams))),
        (_("箱の商品の金額"), value),
        (_("1回の箱の数"), boxes),
    ]


def _dates(way: Sending, tariff: Tariff, locale: str) -> list[tuple[str, str]]:
    never = _("できません")
    cutoff = clock_words(tariff.cutoff_of(way), locale)
    if way.handling_days:
        cutoff = _("%(cutoff)s、%(days)s営業日あと", cutoff=cutoff, days=way.handling_days)
    days = _("%(days)s日のなかから", days=way.days_to_choose) if way.days_to_choose else never
    slots = _("、").join(choose(slot.name, locale) for slot in way.slots)
    cash = [
        (choose(paying.name, locale), _("できます") if way.cash_on_delivery else never)
        for paying in tariff.payings
        if paying.at_the_door
    ]
    return [
        (_("発送の締め切り"), cutoff),
        (_("日の指定"), days),
        (_("時間帯の指定"), slots or never),
        *cash,
    ]


def _what(
    days: Sequence[CalendarDay], carrier: bool, opened: bool, tariff: Tariff, locale: str
) -> str:
    if not carrier:
        return str(_("発送します") if opened else _("発送を休みます"))
    codes = {row.way for row in days}
    ways = [choose(way.name, locale) for way in tariff.sendings if way.code in codes]
    if len(ways) == len(tariff.sendings):
        return str(_("どの方法でもお届けがありません"))
    return str(_("%(ways)sのお届けがありません", ways=joined(ways)))


def _day_words(days: Sequence[CalendarDay]) -> str:
    """The days once each, runs of them as a span; the year stands with the first."""
    runs = groupby(
        enumerate(sorted({row.day for row in days})), key=lambda pair: pair[1].toordinal() - pair[0]
    )
    words: list[str] = []
    for _key, pairs in runs:
        run = [day for _place, day in pairs]
        first = format_date(run[0], "short" if words else "long")
        last = format_date(run[-1])
        words.append(first if len(run) == 1 else _("%(low)sから%(high)s", low=first, high=last))
    return str(_("、").join(words))
