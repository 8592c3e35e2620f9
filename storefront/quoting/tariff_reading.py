"""The tariff as the tables have it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.faults import NotOpen
from storefront.pricing.tax import TaxRate, rates_on
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.tariff import Paying, Rate, Sending, Slot, Tariff
from storefront.shipping.calendar import Calendar
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.load import Temperature
from storefront.shipping.method import ShippingMethod
from storefront.shipping.prefectures import Region
from storefront.shop.profile import ShopProfile

NORTH_TO_SOUTH = {region.value: place for place, region in enumerate(Region)}


def load_tariff(now: datetime, everything: bool = False) -> Tariff:
    """Read the tariff in force now; `everything` takes in what is switched off as well.

    Raises NotOpen before the shop is seeded.
    """
    profile = db.session.scalar(select(ShopProfile))
    if profile is None:
        raise NotOpen("the shop has no profile yet: run `flask --app wsgi setup`")
    methods = select(ShippingMethod).order_by(ShippingMethod.position)
    payments = select(PaymentMethod).order_by(PaymentMethod.position)
    if not everything:
        methods = methods.where(ShippingMethod.active)
        payments = payments.where(PaymentMethod.active)
    return Tariff(
        tax=rates_on(db.session.scalars(select(TaxRate)), shop_day(now)),
        sendings=tuple(
            _sending(row)
            for row in db.session.scalars(methods.options(selectinload(ShippingMethod.rates)))
        ),
        payings=tuple(
            _paying(row)
            for row in db.session.scalars(payments.options(selectinload(PaymentMethod.fees)))
        ),
        cutoff=time.fromisoformat(profile.cutoff),
        returns_days=profile.returns_days,
        calendar=_calendar(profile, db.session.scalars(select(CalendarDay)).all()),
    )


def _calendar(profile: ShopProfile, days: Sequence[CalendarDay]) -> Calendar:
    idle: dict[str, set[date]] = {}
    for row in days:
        if row.way:
            idle.setdefault(row.way, set()).add(row.day)
    return Calendar(
        weekdays=frozenset(profile.weekdays),
        opened=frozenset(row.day for row in days if not row.way and row.open),
        shut=frozenset(row.day for row in days if not row.way and not row.open),
        idle=MappingProxyType({way: frozenset(shut) for way, shut in idle.items()}),
    )


def _sending(row: ShippingMethod) -> Sending:
    return Sending(
        code=row.code,
        name=row.name,
        note=row.note,
        cash_on_delivery=row.cash_on_delivery,
        slots=tuple(_slot(slot) for slot in row.slots),
        rates={
            rate.region: Rate(rate.price, rate.transit_days, rate.free_from)
            for rate in sorted(row.rates, key=lambda rate: NORTH_TO_SOUTH[rate.region])
        },
        temperature=Temperature(row.temperature),
        limits=row.limits,
        days_to_choose=row.days_to_choose,
        cutoff=time.fromisoformat(row.cutoff) if row.cutoff else None,
        handling_days=row.handling_days,
    )


def _slot(row: dict[str, str]) -> Slot:
    starts, ends = time.fromisoformat(row["starts"]), time.fromisoformat(row["ends"])
    return Slot(row["code"], {"ja": row["ja"], "en": row["en"]}, starts, ends)


def _paying(row: PaymentMethod) -> Paying:
    return Paying(
        code=row.code,
        gateway=row.gateway,
        icon=row.icon,
        name=row.name,
        note=row.note,
        due=row.due,
        least=row.least,
        most=row.most,
        fees=tuple((tier.up_to, tier.fee) for tier in row.fees),
        at_the_door=row.at_the_door,
        not_to=frozenset(row.not_to),
        days_to_pay=row.days_to_pay,
        closed_at=row.closed_at,
        closed_until=row.closed_until,
    )
