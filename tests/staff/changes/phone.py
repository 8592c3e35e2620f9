"""Orders taken by phone: a sheet begun, thrown away, made an order."""

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from storefront.catalog.variant import Variant
from storefront.checkout.draft import begin_draft
from storefront.extensions import db
from storefront.staff.member import Member
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter
from tests.support.phone import review


def _here(_app: Flask, _now: datetime) -> str:
    return "/staff/phone-orders"


def _sheet(app: Flask, now: datetime) -> str:
    with behind_the_counter(app):
        member = db.session.scalars(select(Member)).one()
        draft = begin_draft(member.id, {"name": "若葉 みのり"}, now)
        mug = db.session.scalars(select(Variant).where(Variant.sku == "GLASS-MUG")).one()
        draft.cart.add(mug, 1, now)
        return f"/staff/phone-orders/{draft.id}/drop"


def _reviewed(app: Flask, now: datetime) -> str:
    with behind_the_counter(app):
        member = db.session.scalars(select(Member)).one()
        return f"{review(member.id, now)}/review"


CHANGES = {
    "staff.begin_phone_order": Change(_here, {}, None),
    "staff.drop_phone_order": Change(_sheet, {}, None),
    "staff.place_phone_order": Change(_reviewed, {}, {"seen_total": "1"}),
}
CHANGES_NOTHING = {"staff.write_phone_order"}
"""What is typed on a sheet changes the sheet alone: nothing of the shop until it is placed, and then that is written down."""
