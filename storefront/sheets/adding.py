"""A further way to send: begun as a copy of one there is, switched off until somebody has written what it is. Callers commit."""

import re
from datetime import datetime

from sqlalchemy import func, select

from storefront import revision
from storefront.extensions import db
from storefront.quoting.entering import refuse_bad_tariff
from storefront.revision import Part
from storefront.sheets.change import Gone, hold
from storefront.sheets.shipping import PLAIN, way_sheet
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.staff.audit import Act, Actor, write_down

CODE = re.compile(r"[a-z][a-z0-9-]{1,15}")
"""Codes of ways: a letter, then letters, figures and hyphens; sixteen signs at most."""
RESERVED = frozenset({"free", "new"})
"""Addresses of pages."""
WAYS = "shipping:list"
AS_IN_THE_ORIGINAL = tuple(name for name in PLAIN if name not in {"active", "position"})


class CodeTaken(ValueError):
    """There is a way of that code already."""


def copy_way(original: str, code: str, by: Actor, now: datetime) -> None:
    """Add a way that is like another in all but its code, last of all and switched off.

    Raises ValueError for what is no code, CodeTaken, Gone where there is no such original, and BadTariff.
    """
    if not CODE.fullmatch(code) or code in RESERVED:
        raise ValueError(code)
    hold(WAYS, None)
    sheet = way_sheet(original)
    if sheet is None:
        raise Gone(original)
    if way_sheet(code) is not None:
        raise CodeTaken(code)
    way = ShippingMethod(code=code, active=False, not_to=list(sheet.way.not_to))
    for name in AS_IN_THE_ORIGINAL:
        setattr(way, name, getattr(sheet.way, name))
    last = db.session.scalar(select(func.max(ShippingMethod.position))) or 0
    way.position = last + 1
    way.rates = [
        ShippingRate(region=one.region, price=one.price, transit_days=one.transit_days, free_from=one.free_from)
        for one in sheet.way.rates
    ]  # fmt: skip
    with db.session.no_autoflush:
        db.session.add(way)
        refuse_bad_tariff(now)
    db.session.flush()
    write_down(by, Act.SETTING_ADDED, f"shipping:{code}", now, None, {"like": original})
    revision.bump(Part.SETTINGS)
