"""An amount, or the least and the most it can be while something of the order is open."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from storefront.jinja import yen
from storefront.money import Yen


@dataclass(frozen=True)
class Span:
    """From the least to the most, in yen with tax; both are one where the amount is known."""

    least: Yen
    most: Yen

    @property
    def words(self) -> str:
        """¥650, or ¥650〜¥1,500."""
        low, high = yen(self.least), yen(self.most)
        return low if low == high else str(_("%(low)s〜%(high)s", low=low, high=high))


def span(amounts: Iterable[Yen]) -> Span:
    """The least and the most of some amounts. Raises ValueError for none."""
    known = list(amounts)
    return Span(min(known), max(known))
