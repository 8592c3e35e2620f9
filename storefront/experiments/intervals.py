"""How far two rates are apart, by an interval that may be looked at every day.

Its width: Waudby-Smith et al., "Time-uniform central limit theory and asymptotic confidence sequences" (arXiv 2103.06476), in the
form GrowthBook uses: half width = SE sqrt(n) sqrt(2 (n r2 + 1) ln(sqrt(n r2 + 1) / a) / (n2 r2)), with
r2 = (-2 ln a + ln(-2 ln a + 1)) / N, where n counts both groups together and N is the number the interval is
tightest at.
"""

from dataclasses import dataclass
from math import exp, inf, log, sqrt

ALPHA = 0.05
TIGHTEST_AT = 5_000
Z = 1.96
"""So many standard errors hold 95 per cent."""
MOST = 700
"""Beyond this its exponential is no number any more."""


@dataclass(frozen=True)
class Rate:
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of none."""
        return self.hits / self.of if self.of else 0.0

    @property
    def variance(self) -> float:
        """Of one look."""
        return self.share * (1 - self.share)


@dataclass(frozen=True)
class Interval:
    """A difference and what it lies between, whenever one looks; minus to plus infinity while nothing is known."""

    low: float
    middle: float
    high: float


def relative_change(
    before: Rate, after: Rate, alpha: float = ALPHA, tightest_at: int = TIGHTEST_AT
) -> Interval:
    """By what part the second rate is above the first (0.1 is ten per cent), with an interval valid at any time.

    On the logarithm of the ratio, so that nothing falls by more than all of it: Katz, Baptista, Azen and Pike, "Obtaining
    confidence intervals for the risk ratio in cohort studies" (Biometrics 34, 1978), whose squared error is
    1/xa - 1/na + 1/xb - 1/nb for x hits of n. Without a hit in the second group the error is that of half a hit, and the
    fall may be all of it. Without one in the first nothing is known.
    """
    if not before.hits or not after.of:
        return Interval(-inf, 0.0, inf)
    hits = after.hits or 0.5
    squared = 1 / hits - 1 / after.of + 1 / before.hits - 1 / before.of
    looks = before.of + after.of
    half = sqrt(squared * looks) * _width(looks, alpha, tightest_at)
    low, high = (hits / after.of / before.share * _grown(side * half) - 1 for side in (-1, 1))
    return Interval(low if after.hits else -1.0, after.share / before.share - 1, high)


def likely(rate: Rate) -> Interval:
    """Where a rate lies with 95 per cent, by Wilson's score interval; from 0 to 1 of none.

    (p + z2/2n +- z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n): holds for few looks and for no hit at all, unlike p +- 2 SE.
    """
    if not rate.of:
        return Interval(0.0, 0.0, 1.0)
    square = Z * Z / rate.of
    half = Z * sqrt(rate.variance / rate.of + square / (4 * rate.of))
    low, high = ((rate.share + square / 2 + side * half) / (1 + square) for side in (-1, 1))
    return Interval(max(0.0, low), rate.share, min(1.0, high))


def _grown(by: float) -> float:
    """From a logarithm back to a number; infinite where it is too large for one."""
    return exp(by) if by < MOST else inf


def _width(looks: int, alpha: float, tightest_at: int) -> float:
    """Half the width for an error of one per look."""
    r2 = (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / tightest_at
    grown = looks * r2 + 1
    return sqrt(2 * grown * log(sqrt(grown) / alpha) / (looks**2 * r2))
