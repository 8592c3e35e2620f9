"""A sheet of a phone order, filled in and judged, or typed by a clerk without scripts."""

from datetime import datetime

from sqlalchemy import select

from storefront.catalog.variant import Variant
from storefront.checkout.checkout import begin_checkout
from storefront.checkout.draft import begin_draft
from storefront.extensions import db
from tests.support.orders import ANSWERS, BOUGHT

TYPED = {
    "email": "minori@example.jp",
    "name": "若葉 みのり",
    "postal_code": "1500041",
    "prefecture": "13",
    "address": "渋谷区神南１ー２ー３",
    "building": "葉っぱ荘 101",
    "phone": "０９０ー１２３４ー５６７８",
    "mail_locale": "ja",
    "shipping_rate": "home",
    "time_slot": "14-16",
}
"""As somebody types who has the receiver at their ear."""


def review(member_id: int, now: datetime, way: str = "card", **answers: object) -> str:
    """A sheet that only waits for the button; the path of it. Not committed."""
    draft = begin_draft(member_id, {"mail_locale": "ja"}, now)
    for sku, quantity in BOUGHT:
        variant = db.session.scalars(select(Variant).where(Variant.sku == sku)).one()
        draft.cart.add(variant, quantity, now)
    checkout = begin_checkout(draft.cart_id, now)
    own = {"payment_method": way, "card_token": "", "card_label": "", "by_phone": True}
    for name, value in {**ANSWERS, **own, **answers}.items():
        setattr(checkout, name, value)
    db.session.flush()
    return f"/staff/phone-orders/{draft.id}"
