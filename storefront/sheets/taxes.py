"""Tax rates of days to come: added, or taken back while their day has not come. What has begun is never changed.

Callers commit.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from storefront import revision
from storefront.clock import shop_day
from storefront.extensions import db
from storefront.orders.order import Order, OrderState
from storefront.pricing.tax import TaxRate
from storefront.quoting.entering import refuse_bad_tariff
from storefront.revision import Part
from storefront.sheets.change import Gone, hold
from storefront.staff.audit import Act, Actor, write_down

TAXES = "tax:list"


@dataclass(frozen=True)
class Touched:
    """What a rate from a day on comes near: orders that keep the old rate though they arrive after that day."""

    arriving_after: int


def put_rate(tax_class: str, percent: int, starts_on: date, now: datetime) -> None:
    """Add a rate to the session, judged with all other tables. Raises BadTariff, ValueError for a day that has come."""
    if starts_on <= shop_day(now):
        raise ValueError("a tax rate begins on a day to come")
    with db.session.no_autoflush:
        db.session.add(TaxRate(tax_class=tax_class, percent=percent, starts_on=starts_on))
        refuse_bad_tariff(now)
    db.session.flush()


def add_rate(tax_class: str, percent: int, starts_on: date, by: Actor, now: datetime) -> None:
    """Have a rate begin on that day. Raises like `put_rate`."""
    hold(TAXES, None)
    put_rate(tax_class, percent, starts_on, now)
    after = {"percent": percent, "starts_on": starts_on.isoformat()}
    write_down(by, Act.TAX_ADDED, f"tax:{tax_class}", now, None, after)
    revision.bump(Part.SETTINGS)


def withdraw_rate(rate_id: int, by: Actor, now: datetime) -> None:
    """Take a rate back whose day has not come. Raises Gone for any other."""
    hold(TAXES, None)
    row = db.session.get(TaxRate, rate_id)
    if row is None or row.starts_on <= shop_day(now):
        raise Gone(rate_id)
    db.session.delete(row)
    refuse_bad_tariff(now)
    before = {"percent": row.percent, "starts_on": row.starts_on.isoformat()}
    write_down(by, Act.TAX_WITHDRAWN, f"tax:{row.tax_class}", now, before)
    revision.bump(Part.SETTINGS)


def touched(starts_on: date) -> Touched:
    """What is ordered already and arrives on that day or later; one statement."""
    asked = select(func.count()).select_from(Order)
    waits = Order.state.in_([OrderState.PENDING, OrderState.PLACED])
    return Touched(db.session.scalar(asked.where(waits, Order.promised_on >= starts_on)) or 0)
