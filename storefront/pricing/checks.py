"""Tax rates that may be stored.

A rate holds until the next one of its class begins, so rates have no end of their own: two can only be at odds by
beginning on the same day, and between them there is never a gap.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from storefront.faults import Fault, fault, repeated
from storefront.pricing.tax import TaxClass, TaxRate, rates_on


def tax_faults(rates: Sequence[TaxRate], today: date) -> Iterator[Fault]:
    """What is wrong with the rates as a whole; the order of the rows does not matter."""
    for rate in rates:
        thing = f"tax {rate.tax_class} {rate.starts_on}"
        if rate.tax_class not in set(TaxClass):
            yield fault(
                "tax_class_unknown",
                thing,
                f"税区分「{rate.tax_class}」はありません",
                f"there is no tax class {rate.tax_class}",
            )
        if not 0 <= rate.percent <= 100:
            yield fault(
                "tax_percent",
                thing,
                f"税率{rate.percent}%は0%から100%のあいだではありません",
                f"{rate.percent} % is not between 0 and 100",
            )
    for (tax_class, day), count in repeated((r.tax_class, r.starts_on) for r in rates).items():
        yield fault(
            "tax_twice",
            f"tax {tax_class} {day}",
            f"税区分「{tax_class}」に、{day}からの税率が{count}つあります",
            f"{count} rates of class {tax_class} begin on {day}",
        )
    for tax_class in sorted(set(TaxClass) - set(rates_on(rates, today))):
        yield fault(
            "tax_missing",
            f"tax {tax_class}",
            f"税区分「{tax_class}」に、今日の税率がありません",
            f"class {tax_class} has no rate today",
        )
