"""Offers for tests: written as staff would, published at once, and visitors who are shown them."""

from collections.abc import Sequence
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront import revision
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.gate import in_control
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import Kind, OfferState, Placement, Source
from storefront.offers.offer import Offer, OfferedGood, OfferTrigger
from storefront.revision import Part

Good = tuple[str, int] | tuple[str, int, int]
"""A SKU, how many of it, and for a step of a ladder the per cent."""

SHOWN = next(key for key in map(str, range(999)) if not in_control(key))
"""The key of a visitor who is shown offers."""
SPARED = next(key for key in map(str, range(999)) if in_control(key))
"""The key of one who belongs to the tenth that is shown none."""


def offer(
    now: datetime,
    kind: Kind,
    *places: Placement,
    goods: Sequence[Good] = (),
    products: Sequence[str] = (),
    variants: Sequence[str] = (),
    title: str = "買い忘れはありませんか",
    reason: str = "いっしょに使うと便利です",
    **more: object,
) -> Offer:
    """A published offer with named goods, or with what goes with the goods at hand where there are none.

    `products` (slugs) and `variants` (SKUs) are what has to be at hand. The caller commits.
    """
    number = db.session.query(Offer).count()
    source = Source.NAMED if goods else Source.RELATED
    row = Offer(
        **{
            "code": f"{kind.value}-{number}",
            "kind": kind,
            "state": OfferState.PUBLISHED,
            "placements": list(places),
            "source": source,
            "title": {"ja": title, "en": f"{title} (en)"},
            "reason": {"ja": reason, "en": f"{reason} (en)"},
            "position": number,
            "created_at": now,
            "updated_at": now,
            **more,
        }
    )
    row.goods = [_good(n, *good) for n, good in enumerate(goods)]
    row.triggers = [OfferTrigger(product_id=_product(slug)) for slug in products]
    row.triggers += [OfferTrigger(variant_id=_variant(sku)) for sku in variants]
    db.session.add(row)
    db.session.flush()
    revision.bump(Part.SETTINGS)
    return row


def comes_as(client: FlaskClient, key: str = SHOWN) -> FlaskClient:
    """Let a browser be the one of a visitor's key."""
    with client.session_transaction() as session:
        session["visitor"] = key
    return client


def impressions(app: Flask) -> list[OfferImpression]:
    """What was written down, oldest first."""
    with app.app_context():
        rows = list(db.session.scalars(select(OfferImpression).order_by(OfferImpression.id)))
        db.session.expunge_all()
    return rows


def answers(app: Flask) -> list[tuple[str, str, str]]:
    """Placement, context, and the last thing that became of each: withheld, seen, clicked, accepted, refused."""
    return [(one.placement, one.context, _became(one)) for one in impressions(app)]


def _became(one: OfferImpression) -> str:
    for moment in ("refused", "accepted", "clicked", "seen"):
        if getattr(one, f"{moment}_at"):
            return moment
    return f"withheld: {one.withheld}"


def _good(position: int, sku: str, quantity: int, percent: int = 0) -> OfferedGood:
    return OfferedGood(
        position=position, variant_id=_variant(sku), quantity=quantity, percent_off=percent
    )


def _variant(sku: str) -> int:
    return db.session.scalars(select(Variant.id).where(Variant.sku == sku)).one()


def _product(slug: str) -> int:
    return db.session.scalars(select(Product.id).where(Product.slug == slug)).one()
