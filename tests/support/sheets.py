"""Sheets of settings in tests: who changes them, and what the books say afterwards."""

from typing import Any

from sqlalchemy import select

from storefront.extensions import db
from storefront.shipping.method import ShippingMethod
from storefront.staff.audit import SHELL, AuditEntry

BY = SHELL


def written() -> list[tuple[str, str, Any, Any]]:
    """The audit: what, to what, before and after."""
    lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(str(one.act), one.subject, one.before, one.after) for one in lines]


def said_of(way: ShippingMethod) -> dict[str, int | None]:
    """From which value the shop pays, by region."""
    return {rate.region: rate.free_from for rate in way.rates}
