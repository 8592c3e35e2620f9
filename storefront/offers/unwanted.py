"""Goods somebody said no to: for the rest of the visit they are proposed nowhere, whatever offer would bring them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from storefront.offers.fitting import AtHand
from storefront.offers.goods import Candidate
from storefront.offers.kinds import REPLACING, Kind, Source
from storefront.offers.silence import History
from storefront.offers.terms import Good, Terms

OF_THE_SAME = REPLACING | {Kind.QUANTITY_LADDER}
"""These are about one variant: a no to a pouch of ninety is none to the tea."""


@dataclass(frozen=True)
class Unwanted:
    """What was refused: the very SKUs, and the products of which no size is to be added either."""

    skus: frozenset[str] = frozenset()
    products: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.skus)

    def left_of(
        self,
        candidates: Callable[[Source, Sequence[Good]], Sequence[Candidate]],
        terms: Terms,
        at: AtHand,
        replaces: str = "",
    ) -> Callable[[Source, Sequence[Good]], Sequence[Candidate]]:
        """The candidates an offer may still propose. The parts of a bundle that are there already are no proposals."""
        if not self:
            return candidates
        there = at.skus if terms.kind is Kind.BUNDLE else frozenset[str]()
        adds = terms.kind not in OF_THE_SAME and not replaces
        return partial(self._left, candidates, there, adds or terms.kind is Kind.BUNDLE)

    def _left(
        self,
        candidates: Callable[[Source, Sequence[Good]], Sequence[Candidate]],
        there: frozenset[str],
        adds: bool,
        source: Source,
        goods: Sequence[Good],
    ) -> Sequence[Candidate]:
        return [
            one
            for one in candidates(source, goods)
            if one.sku in there
            or not (one.sku in self.skus or (adds and one.product_id in self.products))
        ]


NOTHING = Unwanted()


def unwanted(history: History, but: int | None = None) -> Unwanted:
    """The goods refused in the present visit; `but` is an offer whose own goods its answer may still name."""
    noes = [
        one.goods
        for one in history.shown
        if one.refused_at and one.visit == history.visit and one.goods and one.offer_id != but
    ]
    if not noes:
        return NOTHING
    pairs = [good.partition(":") for goods in noes for good in goods.split()]
    products = frozenset(int(product) for product, _colon, _sku in pairs if product)
    return Unwanted(frozenset(sku for _product, _colon, sku in pairs), products)
