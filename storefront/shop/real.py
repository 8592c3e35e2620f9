"""Particulars that are nobody's: a shop that takes real money may not open with those of the demo."""

from collections.abc import Sequence

from sqlalchemy import select

from storefront.extensions import db
from storefront.shop.profile import LegalItem, ShopProfile
from storefront.shop.registration import could_be_real

NO_BANK = "0000"
"""No bank has this code."""


def invented_particulars() -> Sequence[str]:
    """What of the stored particulars is nobody's, by the names it has in seeds/shop; two statements."""
    shop = db.session.scalars(select(ShopProfile)).one()
    items = db.session.scalars(select(LegalItem).order_by(LegalItem.id))
    own_up = [f"legal {one.key}" for one in items if "{invented_" in "".join(one.text.values())]
    digits = [sign for sign in shop.phone if sign.isdigit()]
    return [
        name
        for name, nobodys in (
            ("profile phone", set(digits[2:]) <= {"0"}),
            ("profile email", shop.email.endswith(".example")),
            ("profile registration_number", not could_be_real(shop.registration_number)),
            ("profile account", shop.account.get("bank_code") == NO_BANK),
        )
        if nobodys
    ] + own_up
