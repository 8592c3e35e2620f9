"""The tariff: every rate, fee and date rule in force, as one frozen value.

`quote()` takes it instead of asking the database, so a quote costs no statement and a whole page sees one tariff.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen
from storefront.pricing.tax import TaxClass, TaxRate, rates_on
from storefront.quoting.payment_method import PaymentMethod
from storefront.shipping.method import ShippingMethod
from storefront.shipping.prefectures import Region
from storefront.shop.profile import ShopProfile

NORTH_TO_SOUTH = [region.value for region in Region]


@dataclass(frozen=True)
class Rate:
    """A way to send to one region: yen with tax, days on the road, goods value from which the shop pays (or None)."""

    price: Yen
    transit_days: int
    free_from: Yen | None


@dataclass(frozen=True)
class Slot:
    """A time of day the carrier offers."""

    code: str
    name: Text


@dataclass(frozen=True)
class Sending:
    """A shipping method with its price for each region key, north to south."""

    code: str
    name: Text
    note: Text
    cash_on_delivery: bool
    slots: tuple[Slot, ...]
    rates: Mapping[str, Rate]


@dataclass(frozen=True)
class Paying:
    """A payment method with its fee tiers as (up_to, fee), lowest first; no tiers is no fee."""

    code: str
    gateway: str
    icon: str
    name: Text
    note: Text
    due: Text
    least: Yen | None
    most: Yen | None
    fees: tuple[tuple[Yen, Yen], ...]

    def fee(self, base: Yen) -> Yen:
        """The fee for goods plus shipping of `base` yen: the first tier that reaches it, else the last."""
        if not self.fees:
            return 0
        return next((fee for up_to, fee in self.fees if base <= up_to), self.fees[-1][1])


@dataclass(frozen=True)
class Tariff:
    """All of it, for one day. `tax` maps a tax class to whole per cent."""

    tax: Mapping[str, int]
    sendings: tuple[Sending, ...]
    payings: tuple[Paying, ...]
    cutoff_hour: int
    closed: frozenset[date]
    returns_days: int

    @property
    def service_tax(self) -> int:
        """The per cent for shipping and fees, which count as goods even on food."""
        return self.tax[TaxClass.GOODS]

    def sending(self, code: str | None) -> Sending | None:
        """The shipping method of that code, None if there is no such (active) one."""
        return next((sending for sending in self.sendings if sending.code == code), None)

    def paying(self, code: str | None) -> Paying | None:
        """The payment method of that code, None if there is no such (active) one."""
        return next((paying for paying in self.payings if paying.code == code), None)


def load_tariff(now: datetime) -> Tariff:
    """Read the tariff in force now. Raises LookupError before the shop is seeded."""
    profile = db.session.scalar(select(ShopProfile))
    if profile is None:
        raise LookupError("the shop has no profile yet: run `flask --app wsgi setup`")
    methods = db.session.scalars(
        select(ShippingMethod)
        .where(ShippingMethod.active)
        .order_by(ShippingMethod.position)
        .options(selectinload(ShippingMethod.rates))
    )
    payments = db.session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.active)
        .order_by(PaymentMethod.position)
        .options(selectinload(PaymentMethod.fees))
    )
    return Tariff(
        tax=rates_on(db.session.scalars(select(TaxRate)), shop_day(now)),
        sendings=tuple(_sending(method) for method in methods),
        payings=tuple(_paying(method) for method in payments),
        cutoff_hour=profile.cutoff_hour,
        closed=profile.closed_days,
        returns_days=profile.returns_days,
    )


def _sending(row: ShippingMethod) -> Sending:
    return Sending(
        code=row.code,
        name=row.name,
        note=row.note,
        cash_on_delivery=row.cash_on_delivery,
        slots=tuple(Slot(s["code"], {"ja": s["ja"], "en": s["en"]}) for s in row.slots),
        rates={
            rate.region: Rate(rate.price, rate.transit_days, rate.free_from)
            for rate in sorted(row.rates, key=lambda rate: NORTH_TO_SOUTH.index(rate.region))
        },
    )


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
    )
