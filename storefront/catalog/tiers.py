"""Good, better, best: what the next size costs more, and what it brings. Computed from the variants, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storefront.catalog.variant import Variant
from storefront.locales import Text
from storefront.money import Yen


@dataclass(frozen=True)
class Step:
    """From one tier to the next: yen more (or less), and one gain.

    `adds` says in words what the next tier has more; else `unit_saving` is the yen saved for each unit, None
    where both are counted in different units or nothing is saved.
    """

    price: Yen
    unit_saving: Yen | None
    adds: Text


def steps(tiers: Sequence[Variant]) -> list[Step]:
    """The steps between neighbours, one fewer than there are tiers."""
    return [_step(before, after) for before, after in pairwise(tiers)]


def _step(before: Variant, after: Variant) -> Step:
    return Step(
        price=after.price - before.price,
        unit_saving=None if after.adds else _unit_saving(before, after),
        adds=after.adds,
    )


def _unit_saving(before: Variant, after: Variant) -> Yen | None:
    if before.unit_price is None or after.unit_price is None or before.unit != after.unit:
        return None
    saved = before.unit_price - after.unit_price
    return saved if saved > 0 else None
