"""Offers that were shown, held back and taken, written down without a browser."""

from datetime import datetime

from storefront.extensions import db
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import Placement
from storefront.offers.offer import Offer
from storefront.orders.order import Order
from storefront.visitors.visitor import Visitor, new_key


def visitors(count: int, at: datetime) -> list[Visitor]:
    """So many new ones."""
    rows = [Visitor(key=new_key(), created_at=at, seen_at=at) for _ in range(count)]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def show(
    row: Offer, to: list[Visitor], at: datetime, place: Placement, **answers: int
) -> list[OfferImpression]:
    """Let them see an offer; `clicked`, `accepted` and `refused` say how many of them, the first, did so as well."""
    rows = [
        OfferImpression(
            visitor_id=one.id,
            offer_id=row.id,
            placement=place,
            context="cart:1",
            made_at=at,
            seen_at=at,
            **{f"{word}_at": at for word, count in answers.items() if n < count},
        )
        for n, one in enumerate(to)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def hold_back(row: Offer, to: list[Visitor], at: datetime, place: Placement, why: str) -> None:
    """Let an offer be held back from them."""
    db.session.add_all(
        OfferImpression(
            visitor_id=one.id,
            offer_id=row.id,
            placement=place,
            context="cart:1",
            made_at=at,
            withheld=why,
        )
        for one in to
    )
    db.session.flush()


def bring(seen: OfferImpression, order: Order, line: int = 0) -> None:
    """Let a line of an order have come by an offer, and its visitor have placed the order."""
    order.lines[line].impression_id = seen.id
    order.visitor_id = seen.visitor_id
    db.session.flush()
