"""Taking an offer: its goods go into the cart, added or in the place of a line, at the price that was shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from storefront.cart.cart import Cart, CartLine
from storefront.cart.refusal import NotSold
from storefront.catalog.variant import Variant
from storefront.money import Yen
from storefront.offers.incentives import reduced
from storefront.offers.kinds import REDUCING, Placement
from storefront.offers.terms import Terms


class CannotAccept(Exception):
    """Nothing went into the cart."""


class OfferOver(CannotAccept):
    """It is not on any more, or not for goods that were asked for."""


class PriceChanged(CannotAccept):
    """It costs something else than was shown; `costs` is what, `shown` what was said."""

    def __init__(self, costs: Yen, shown: Yen) -> None:
        super().__init__(f"{costs} yen now, not {shown}")
        self.costs, self.shown = costs, shown


class AlreadyThere(CannotAccept):
    """All of it lies in the cart: it was taken in another tab, or by the same press twice."""


class NothingToReplace(CannotAccept):
    """The line it was to take the place of is gone."""


@dataclass(frozen=True)
class Piece:
    """One thing of an offer as it was shown: how many, and yen for all of them with what the offer takes off.

    `product_id` is 0 where nobody asks for it.
    """

    sku: str
    quantity: int
    price: Yen
    product_id: int = 0


@dataclass(frozen=True)
class Made:
    """An offer as it was made to somebody: what travels with its buttons, signed."""

    offer_id: int
    placement: Placement
    context: str
    pieces: tuple[Piece, ...]
    replaces: str = ""
    chance: int = 1000
    withheld: str = ""
    """Why it was not shown; then nothing of it can be taken."""

    def piece(self, sku: str, count: int = 0) -> Piece | None:
        """The piece of a SKU; of several steps the one of so many."""
        return next(
            (one for one in self.pieces if one.sku == sku and count in {0, one.quantity}), None
        )

    def refused(self, there: Collection[str] = ()) -> str:
        """What a no to it is about, as `OfferShow.refused_goods` keeps it; never what is `there` (SKUs) already.

        Of what replaces the very SKU alone: it is a no to the larger pouch, not to the tea.
        """
        named = [
            f"{'' if self.replaces else one.product_id or ''}:{one.sku}"
            for one in self.pieces
            if one.sku not in there
        ]
        return " ".join(dict.fromkeys(named))


def accept(
    cart: Cart,
    made: Made,
    terms: Terms | None,
    wanted: Sequence[tuple[Variant, Piece]],
    impression_id: int | None,
    now: datetime,
) -> list[CartLine]:
    """Put what was wanted of an offer in the cart; the lines it changed.

    Only what the cart lacks of it is added, so that it can be taken once, however often it is asked for; what replaces
    takes the line's place, and on the page of a product that is not in the cart it is added. Raises CannotAccept, or
    CannotAdd as the cart does; the caller then rolls back.
    """
    if terms is None or not terms.on(now) or made.withheld or not wanted:
        raise OfferOver
    price = price_now(terms, [(variant, piece.quantity) for variant, piece in wanted])
    shown = sum(piece.price for _variant, piece in wanted)
    if price != shown:
        raise PriceChanged(price, shown)
    if made.replaces and (made.placement is not Placement.PRODUCT or cart.line_with(made.replaces)):
        return [_swap(cart, made, wanted, impression_id, now)]
    lines = [
        cart.add(variant, missing, now, impression_id)
        for variant, piece in wanted
        if (missing := _missing(cart, variant, piece))
    ]
    if not lines:
        raise AlreadyThere
    return lines


def price_now(terms: Terms, wanted: Sequence[tuple[Variant, int]]) -> Yen:
    """Yen for these things together with what the offer takes off at this moment."""
    full = sum(variant.price * count for variant, count in wanted)
    named = {(good.sku, good.quantity): good.percent_off for good in terms.goods}
    offs = {named.get((variant.sku, count), 0) for variant, count in wanted}
    reducing = terms.kind in REDUCING and len(offs) == 1
    return full - reduced(full, offs.pop()) if reducing else full


def _missing(cart: Cart, variant: Variant, piece: Piece) -> int:
    line = cart.line_for(variant)
    return max(0, piece.quantity - (line.quantity if line else 0))


def _swap(
    cart: Cart,
    made: Made,
    wanted: Sequence[tuple[Variant, Piece]],
    impression_id: int | None,
    now: datetime,
) -> CartLine:
    line, (variant, piece) = cart.line_with(made.replaces), wanted[0]
    if line is None:
        raise AlreadyThere if cart.line_for(variant) else NothingToReplace
    if not variant.sellable:
        raise NotSold
    if line.variant_id == variant.id and line.quantity >= piece.quantity:
        raise AlreadyThere
    return cart.replace(line, variant, piece.quantity, now, impression_id)
