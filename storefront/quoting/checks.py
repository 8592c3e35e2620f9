"""The gate of the tariff: whatever enters its tables is looked at as a whole first, and refused with all its faults."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storefront.clock import shop_day
from storefront.faults import Fault, fault
from storefront.pricing.checks import tax_faults
from storefront.pricing.tax import TaxRate
from storefront.quoting.misfits import misfits
from storefront.quoting.payment_checks import payment_faults
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.shipping.calendar_checks import calendar_faults
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.checks import clock_faults, twice, way_faults
from storefront.shipping.load import Temperature
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shop.account import account_faults
from storefront.shop.profile import ShopProfile


class BadTariff(ValueError):
    """The tariff cannot be stored like this; `faults` say why, its text is one fault a line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True)
class TariffRows:
    """All rows a tariff is read from. `cool_goods`: something that has to stay cool is on sale."""

    tax: Sequence[TaxRate]
    ways: Sequence[tuple[ShippingMethod, Sequence[ShippingRate]]]
    days: Sequence[CalendarDay]
    payments: Sequence[tuple[PaymentMethod, Sequence[PaymentFee]]]
    profile: ShopProfile | None
    cool_goods: bool = False


def tariff_faults(rows: TariffRows, now: datetime) -> list[Fault]:
    """Everything that is wrong with a tariff, switched off rows included; none when it may be stored.

    While a value is missing or of the wrong kind, only such values are named: the rest cannot be judged yet.
    """
    return list(_misfits(rows)) or list(_faults(rows, shop_day(now)))


def _misfits(rows: TariffRows) -> Iterator[Fault]:
    profile = [rows.profile] if rows.profile else []
    for row in (*rows.tax, *rows.days, *profile):
        yield from misfits(row)
    for owner, children in (*rows.ways, *rows.payments):
        yield from misfits(owner)
        for child in children:
            yield from misfits(child, owner)


def _faults(rows: TariffRows, today: date) -> Iterator[Fault]:
    codes = [way.code for way, _rates in rows.ways]
    yield from tax_faults(rows.tax, today)
    yield from twice(codes, "shipping")
    for way, rates in rows.ways:
        yield from way_faults(way, rates)
    yield from twice([method.code for method, _fees in rows.payments], "payment")
    for method, fees in rows.payments:
        yield from payment_faults(method, fees)
    if rows.profile is None:
        yield fault(
            "no_profile",
            "profile",
            "店の基本情報がありません",
            "the shop's particulars are missing",
        )
    else:
        yield from _profile_faults(rows.profile)
        yield from calendar_faults(rows.profile.weekdays, rows.days, codes, today)
    yield from _whole_faults(rows)


def _profile_faults(profile: ShopProfile) -> Iterator[Fault]:
    yield from clock_faults(profile.cutoff, "profile")
    if profile.returns_days < 0:
        yield fault(
            "days_negative",
            "profile",
            f"返品の{profile.returns_days}日が0より小さくなっています",
            f"{profile.returns_days} days for returns are below zero",
        )
    if profile.account:
        yield from account_faults(profile.account, "profile account")


def _whole_faults(rows: TariffRows) -> Iterator[Fault]:
    """What only shows when ways, payments and goods are seen together."""
    yield from _account_wanted(rows)
    ways = [way for way, rates in rows.ways if way.active and rates]
    payments = [method for method, _fees in rows.payments if method.active]
    warmths = {way.temperature for way in ways}
    if Temperature.AMBIENT not in warmths:
        yield fault(
            "no_way",
            "shipping",
            "常温の品を届ける方法が、ひとつも有効になっていません",
            "no way to send ordinary goods is switched on",
        )
    if rows.cool_goods and Temperature.COOL not in warmths:
        yield fault(
            "no_cool_way",
            "shipping",
            "クールの品を売っているのに、届ける方法が有効になっていません",
            "goods that have to stay cool are on sale, but no way to send them is switched on",
        )
    if not payments:
        yield fault(
            "no_payment",
            "payment",
            "お支払い方法が、ひとつも有効になっていません",
            "no payment method is switched on",
        )
    for method in payments:
        if method.at_the_door and not any(way.cash_on_delivery for way in ways):
            yield fault(
                "no_way_takes_cash",
                f"payment {method.code}",
                f"「{method.code}」を受け取れるお届け方法が有効になっていません",
                f"no way to send that takes cash is switched on for {method.code}",
            )


def _account_wanted(rows: TariffRows) -> Iterator[Fault]:
    """Transfers that no payment company takes need an account of the shop's own."""
    if rows.profile is None or rows.profile.account:
        return
    for method, _fees in rows.payments:
        if method.active and method.gateway == "offline" and method.days_to_pay is not None:
            yield fault(
                "no_account",
                f"payment {method.code}",
                f"「{method.code}」のお振り込み先になる、店の口座がありません",
                f"the shop has no bank account of its own to take {method.code}",
            )
