"""Goods that might be proposed: what of a variant the rules and the card have to know, and where the idea came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storefront.catalog.variant import Variant
from storefront.money import Yen
from storefront.quoting.item import QuoteItem


class Idea(StrEnum):
    """Whose idea a suggestion was, the most trusted first; the card says so and claims nothing more."""

    STAFF = "staff"
    """Picked by hand."""
    TOGETHER = "together"
    """Often in the same orders; with the numbers."""
    SHELF = "shelf"
    """Sells best on its shelf."""
    SHOP = "shop"
    """Sells best of all."""


@dataclass(frozen=True)
class Because:
    """Why just these goods: the idea, and for `together` in how many of how many orders."""

    idea: Idea = Idea.STAFF
    joint: int = 0
    of: int = 0


@dataclass(frozen=True)
class Pack:
    """So many units (bags, grams, millilitres) of a product in one piece of it."""

    product_id: int
    unit: str
    count: int

    def covers(self, pieces: int, other: "Pack") -> int | None:
        """How many of this come nearest to so many pieces of another, one at least; None unless this is the larger of
        the same. Of two that are as near, the smaller number."""
        alike = (self.product_id, self.unit) == (other.product_id, other.unit)
        if not alike or self.count <= other.count:
            return None
        return max(1, -(-(2 * pieces * other.count - self.count) // (2 * self.count)))


def pack_of(variant: Variant) -> Pack | None:
    """What one piece holds, None where a unit says nothing."""
    if not variant.unit or not variant.unit_count:
        return None
    return Pack(variant.product_id, variant.unit, variant.unit_count)


def packs_of(variants: Iterable[Variant]) -> dict[str, Pack]:
    """By SKU, what one piece of each holds, where that is known."""
    return {one.sku: pack for one in variants if (pack := pack_of(one))}


@dataclass(frozen=True)
class Candidate:
    """A variant that might be proposed, priced now. Yen with tax, grams, millimetres."""

    variant_id: int
    product_id: int
    category_id: int
    sku: str
    price: Yen
    cost: Yen
    """What the shop pays for it, without tax; 0 while unknown."""
    left: int
    """How many could be put in a cart."""
    tax_class: str
    grams: int
    sides: tuple[int, int, int]
    temperature: str
    because: Because = Because()
    pack: Pack | None = None

    def item(self, quantity: int = 1) -> QuoteItem:
        """Pieces of it as `quote()` wants them."""
        return QuoteItem(
            self.sku,
            quantity,
            self.price,
            self.tax_class,
            self.grams,
            self.sides,
            self.temperature,
        )

    @property
    def margin(self) -> Yen:
        """Yen that selling one brings before tax and sending; never below 1, so that a choice stays possible."""
        return max(1, self.price - self.cost)


def candidate_of(variant: Variant, because: Because | None = None) -> Candidate:
    """A variant with its product loaded, as the rules know it."""
    return Candidate(
        variant_id=variant.id,
        product_id=variant.product_id,
        category_id=variant.product.category_id,
        sku=variant.sku,
        price=variant.price,
        cost=variant.cost,
        left=variant.stock if variant.sellable else 0,
        tax_class=variant.tax_class,
        grams=variant.weight_grams,
        sides=variant.sides,
        temperature=variant.temperature,
        because=because or Because(),
        pack=pack_of(variant),
    )
