"""Consumption tax contained in prices: rates as dated rows, one rounding per rate and document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model
from storefront.money import Yen


class TaxClass(StrEnum):
    """What kind of thing is taxed; shipping and fees count as goods."""

    FOOD = "food"
    GOODS = "goods"


class TaxRate(Model):
    """The rate of one class from a day on, in whole per cent."""

    __tablename__ = "tax_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    tax_class: Mapped[str] = mapped_column(String(16))
    percent: Mapped[int]
    starts_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("tax_class", "starts_on"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_is_a_share"),
    )


@dataclass(frozen=True)
class TaxPart:
    """What is contained at one rate: `taxable` yen with tax, of which `tax` yen are tax."""

    percent: int
    taxable: Yen
    tax: Yen


def contained(amount: Yen, percent: int) -> Yen:
    """The tax inside an amount that includes it, rounded down.

    amount x percent / (100 + percent). Rounding down once per rate and document is the shop's stated rule
    (消費税法施行規則 and the qualified-invoice guide leave the direction to the seller).
    """
    return amount * percent // (100 + percent)


def split(amounts: Iterable[tuple[int, Yen]]) -> tuple[TaxPart, ...]:
    """Add up (percent, amount with tax) per rate, lowest rate first, and round each rate once.

    The `taxable` figures sum to the total exactly. Rates whose sum is zero are left out.
    """
    totals: dict[int, Yen] = {}
    for percent, amount in amounts:
        totals[percent] = totals.get(percent, 0) + amount
    return tuple(
        TaxPart(percent, taxable, contained(taxable, percent))
        for percent, taxable in sorted(totals.items())
        if taxable
    )


def rates_on(rows: Iterable[TaxRate], day: date) -> Mapping[str, int]:
    """The per cent in force on a day for each class that has one."""
    in_force: dict[str, tuple[date, int]] = {}
    for row in rows:
        known = in_force.get(row.tax_class)
        if row.starts_on <= day and (known is None or known[0] < row.starts_on):
            in_force[row.tax_class] = (row.starts_on, row.percent)
    return {tax_class: percent for tax_class, (_, percent) in in_force.items()}
