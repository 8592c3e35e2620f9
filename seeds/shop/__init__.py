"""Rates, fees, tax, the shop's particulars and legal texts: data files beside this one."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from seeds.shop.reading import read
from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.checks import TariffRows
from storefront.quoting.entering import refuse_bad_tariff, with_defaults
from storefront.quoting.payment_method import PaymentMethod
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.method import ShippingMethod
from storefront.shop.profile import ShopProfile


def load(folder: Path, now: datetime, cool_goods: bool = False) -> None:
    """Fill each table that is still empty; what is there stays. The caller commits.

    Raises BadTariff, with nothing written, when the tables would then hold something that must not be stored.
    """
    files = read(folder)
    empty = [
        table for table in files if not db.session.scalar(select(func.count()).select_from(table))
    ]
    for table in empty:
        db.session.add_all(files[table])
    if empty:
        refuse_bad_tariff(now, cool_goods or None)
    db.session.flush()


def as_written(folder: Path, cool_goods: bool = False) -> TariffRows:
    """The tariff of a folder of files, without a database. Raises BadTariff for a file that cannot be read."""
    rows = read(folder)
    ways: list[ShippingMethod] = with_defaults(rows[ShippingMethod])
    payments: list[PaymentMethod] = with_defaults(rows[PaymentMethod])
    return TariffRows(
        tax=rows[TaxRate],
        ways=[(way, way.rates) for way in ways],
        days=with_defaults(rows[CalendarDay]),
        payments=[(one, one.fees) for one in payments],
        profile=rows[ShopProfile][0],
        cool_goods=cool_goods,
    )
