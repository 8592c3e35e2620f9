"""Goods that a buyer is about to add to an order: what the offer says, what it costs now, what the page showed."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront import tokens
from storefront.cart.cart import quote_item
from storefront.catalog.stock import NotEnoughStock
from storefront.catalog.variant import Variant
from storefront.checkout.addition import Brought, brought_by, packed_at, same_parcels, ways_to_add
from storefront.checkout.amending import NotOpen, OtherParcel
from storefront.extensions import db
from storefront.money import Yen
from storefront.offers.accepting import Made, OfferOver, Piece
from storefront.offers.kinds import Placement
from storefront.orders.amendment import open_to_amend
from storefront.orders.order import Order
from storefront.quoting.paying import PaymentChoice
from storefront.views import current
from storefront.views.snapshot import snapshot
from storefront.views.thanks_offer import terms_of

PURPOSE = "add"


class StaleKey(Exception):
    """The page's key is not one of ours, or older than a day."""


@dataclass(frozen=True)
class AddedLine:
    """One thing that is to be added: yen with tax at this moment, and what its offer takes off."""

    variant: Variant
    quantity: int
    full: Yen
    saving: Yen
    shown: Yen
    """Yen for it as the offer said it, or the page before."""

    @property
    def price(self) -> Yen:
        """Yen for it now."""
        return self.full - self.saving


@dataclass(frozen=True)
class Adding:
    """What is to be added, by which ways it can be paid."""

    order: Order
    made: Made
    by: Brought
    lines: tuple[AddedLine, ...]
    ways: tuple[PaymentChoice, ...]

    @property
    def wanted(self) -> dict[Variant, int]:
        """How many of each variant."""
        return {line.variant: line.quantity for line in self.lines}

    @property
    def goods(self) -> Yen:
        """Yen for all of it, less what the offer takes off."""
        return sum(line.price for line in self.lines)

    @property
    def changed(self) -> list[AddedLine]:
        """What costs something else than was shown."""
        return [line for line in self.lines if line.price != line.shown]

    def way(self, code: str) -> PaymentChoice | None:
        """A way to pay it."""
        return next((one for one in self.ways if one.paying.code == code), None)


@dataclass(frozen=True)
class Seen:
    """What a page of ours showed: its key, the order, the goods with their prices, the total by each way to pay."""

    place_key: str
    number: str
    made: Made
    totals: dict[str, Yen]


def adding_of(order: Order, made: Made, skus: Collection[str] = ()) -> Adding:
    """What was chosen of an offer (all of it without `skus`), at the prices of this moment.

    Raises OfferOver, NotOpen, OtherParcel or NotEnoughStock where it cannot be added any more.
    """
    terms, now, tariff = terms_of(made), current.now(), snapshot().tariff
    if not open_to_amend(order) or now >= packed_at(order, tariff):
        raise NotOpen
    if terms is None or not terms.on(now):
        raise OfferOver
    pieces = [one for one in made.pieces if not skus or one.sku in skus]
    by = brought_by(terms, pieces)
    lines = tuple(_line(one, variant, by) for one, variant in _variants(pieces))
    more = [quote_item(line.variant, line.quantity) for line in lines]
    if not lines or not same_parcels(order, more, tariff, now):
        raise OtherParcel
    goods = sum(line.price for line in lines)
    return Adding(order, made, by, lines, ways_to_add(order, goods, tariff, now))


def key_of(adding: Adding) -> str:
    """What the page carries, signed: a key of its own, and all that it shows."""
    made = adding.made
    pieces = [[line.variant.sku, line.quantity, line.price] for line in adding.lines]
    totals = [[one.paying.code, one.total] for one in adding.ways if not one.refusal]
    offer = [made.offer_id, made.context, made.chance]
    payload = [secrets.token_hex(16), adding.order.number, offer, pieces, totals]
    return tokens.sign(PURPOSE, payload)


def read_key(token: str) -> Seen:
    """What the page showed that this key came with. Raises StaleKey."""
    try:
        key, number, offer, pieces, totals = tokens.read(PURPOSE, token, tokens.PLACE_KEY_LASTS)
        return Seen(str(key), str(number), _made(offer, pieces), {code: int(yen) for code, yen in totals})  # fmt: skip
    except (tokens.BadToken, TypeError, ValueError) as problem:
        raise StaleKey from problem


def _made(offer: Any, pieces: Any) -> Made:
    offer_id, context, chance = offer
    return Made(
        int(offer_id),
        Placement.THANK_YOU,
        str(context),
        tuple(Piece(str(sku), int(count), int(price)) for sku, count, price in pieces),
        chance=int(chance),
    )


def _variants(pieces: list[Piece]) -> list[tuple[Piece, Variant]]:
    """The goods, all of them to be had. Raises NotEnoughStock."""
    asked = select(Variant).where(Variant.sku.in_([one.sku for one in pieces]))
    options = joinedload(Variant.product), joinedload(Variant.picture)
    by_sku = {one.sku: one for one in db.session.scalars(asked.options(*options))}
    missing = {
        found.id if (found := by_sku.get(one.sku)) else 0: found.stock if found else 0
        for one in pieces
        if one.sku not in by_sku
        or not by_sku[one.sku].sellable
        or by_sku[one.sku].stock < one.quantity
    }
    if missing:
        raise NotEnoughStock(missing)
    return [(one, by_sku[one.sku]) for one in pieces]


def _line(piece: Piece, variant: Variant, by: Brought) -> AddedLine:
    full = variant.price * piece.quantity
    return AddedLine(variant, piece.quantity, full, by.off(full), piece.price)
