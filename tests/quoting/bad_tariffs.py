"""The shipped tariff with one thing wrong in it: what is done to it, and the fault that has to be named for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from seeds.run import FOLDER
from seeds.shop import as_written
from storefront.pricing.tax import TaxRate
from storefront.quoting.checks import TariffRows
from storefront.quoting.payment_method import PaymentFee
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.method import ShippingRate

NAME = {"ja": "休み", "en": "A rest"}


@dataclass(frozen=True)
class Spoilt:
    """A change to the rows, and the rule, the thing and the words of the one fault that follows."""

    change: Callable[[TariffRows], TariffRows | None]
    rule: str
    thing: str
    ja: str
    en: str


def shipped(cool_goods: bool = False) -> TariffRows:
    """The rows of the files that the shop comes with."""
    return as_written(FOLDER / "shop", cool_goods)


def way(rows: TariffRows, code: str) -> Any:
    """A way to send."""
    return next(one for one, _rates in rows.ways if one.code == code)


def rate(rows: TariffRows, code: str, region: str) -> Any:
    """A row of its price table."""
    return next(one for one in way(rows, code).rates if one.region == region)


def payment(rows: TariffRows, code: str) -> Any:
    """A payment method."""
    return next(one for one, _fees in rows.payments if one.code == code)


def setting(find: Callable[[TariffRows], Any], **values: Any) -> Callable[[TariffRows], None]:
    """A change that sets columns of one row."""

    def change(rows: TariffRows) -> None:
        for name, value in values.items():
            setattr(find(rows), name, value)

    return change


def home(**values: Any) -> Callable[[TariffRows], None]:
    """A change of the home parcel."""
    return setting(lambda rows: way(rows, "home"), **values)


def kanto(**values: Any) -> Callable[[TariffRows], None]:
    """A change of the home parcel's rate to Kanto."""
    return setting(lambda rows: rate(rows, "home", "kanto"), **values)


def cash(**values: Any) -> Callable[[TariffRows], None]:
    """A change of cash on delivery."""
    return setting(lambda rows: payment(rows, "cod"), **values)


def tiers(*pairs: tuple[int, int]) -> Callable[[TariffRows], TariffRows]:
    """Other fee tiers for cash on delivery, as written."""
    fees = [PaymentFee(up_to=up_to, fee=fee) for up_to, fee in pairs]

    def change(rows: TariffRows) -> TariffRows:
        changed = [(one, fees if one.code == "cod" else old) for one, old in rows.payments]
        return replace(rows, payments=changed)

    return change


def taxed(*rates: tuple[str, int, date]) -> Callable[[TariffRows], TariffRows]:
    """Other tax rates."""
    rows = [TaxRate(tax_class=name, percent=percent, starts_on=day) for name, percent, day in rates]
    return lambda old: replace(old, tax=rows)


def more_days(*days: CalendarDay) -> Callable[[TariffRows], TariffRows]:
    """Further days of the calendar."""
    return lambda rows: replace(rows, days=[*rows.days, *days])


def rest(begins: date, count: int) -> Callable[[TariffRows], TariffRows]:
    """The shop shut for so many days."""
    return more_days(
        *(
            CalendarDay(way="", day=begins + timedelta(days=n), open=False, name=NAME)
            for n in range(count)
        )
    )


def without(code: str, region: str) -> Callable[[TariffRows], None]:
    """A region taken out of a way's zones."""

    def change(rows: TariffRows) -> None:
        one = way(rows, code)
        one.rates.remove(rate(rows, code, region))

    return change


def also(code: str, region: str) -> Callable[[TariffRows], None]:
    """A region in one more zone of a way."""

    def change(rows: TariffRows) -> None:
        way(rows, code).rates.append(ShippingRate(region=region, price=990, transit_days=2))

    return change


def slots(*times: tuple[str, str, str]) -> Callable[[TariffRows], None]:
    """Other time slots for the home parcel."""
    return home(
        slots=[{"code": c, "starts": s, "ends": e, "ja": "枠", "en": "Slot"} for c, s, e in times]
    )


def off(*codes: str) -> Callable[[TariffRows], None]:
    """Ways and payment methods switched off."""

    def change(rows: TariffRows) -> None:
        for one, _children in (*rows.ways, *rows.payments):
            one.active = one.active and one.code not in codes

    return change
