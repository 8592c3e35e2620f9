"""What an offer came to, as numbers: in a span of days, at a placement, beside the span before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from storefront.clock import day_begins
from storefront.experiments.intervals import Rate
from storefront.money import Yen
from storefront.offers.days import Groups
from storefront.offers.gate import Why
from storefront.offers.guarding import Guard
from storefront.offers.kinds import Placement
from storefront.offers.offer import Offer

DAYS = 30
MOST_DAYS = 366
SILENT = frozenset({Why.REFUSED, Why.REFUSED_HERE, Why.IGNORED})
"""Why an offer keeps quiet: somebody said no, or looked past it again and again."""


@dataclass(frozen=True)
class Span:
    """Days of the shop's calendar, the first and the last included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """As many days just before."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return day_begins(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return day_begins(self.last + timedelta(days=1))


def last_days(today: date, days: int = DAYS) -> Span:
    """So many days up to today."""
    return Span(today - timedelta(days=days - 1), today)


@dataclass
class Result:
    """What became of one offer at one placement. Each visitor and context counts once.

    Yen with tax, after discounts and refunds. `orders` have goods it brought. `margin` is their price less what the shop paid
    for them; pieces of which that is unknown are in `unpriced` instead.
    """

    seen: int = 0
    clicked: int = 0
    accepted: int = 0
    refused: int = 0
    withheld: Counter[Why] = field(default_factory=Counter)
    """How often it was held back, by reason."""
    orders: int = 0
    revenue: Yen = 0
    margin: Yen = 0
    unpriced: int = 0

    @property
    def silenced(self) -> int:
        """How often it kept quiet because of a no, or of shows nobody answered."""
        return sum(count for why, count in self.withheld.items() if why in SILENT)

    @property
    def take(self) -> Rate:
        """Accepted of those seen."""
        return Rate(self.accepted, self.seen)

    def see(self, seen: int, clicked: int, accepted: int, refused: int) -> None:
        """Count more that was seen."""
        self.seen += seen
        self.clicked += clicked
        self.accepted += accepted
        self.refused += refused

    def add(self, other: "Result") -> None:
        """Sum up another one, except for orders, which may be the same."""
        self.see(other.seen, other.clicked, other.accepted, other.refused)
        self.withheld += other.withheld
        self.revenue += other.revenue
        self.margin += other.margin
        self.unpriced += other.unpriced


@dataclass(frozen=True)
class Total:
    """All offers together, and the orders of the span beside them."""

    result: Result
    orders: int
    """Orders with anything an offer brought."""
    all_orders: int


@dataclass(frozen=True)
class AtPlace:
    """One offer at one placement, in the span and in the one before."""

    placement: Placement
    now: Result
    before: Result


@dataclass(frozen=True)
class Figures:
    """Everything the page tells. `offers` in the order staff gave them; without any when none was ever seen or held back
    in either span."""

    span: Span
    now: Total
    before: Total
    offers: Mapping[Offer, list[AtPlace]]
    groups: Mapping[Placement, Groups]
    """Who saw offers in the span, and who was to see none."""
    guards: list[Guard]
    """The rule that takes offers back, as it stands today."""
