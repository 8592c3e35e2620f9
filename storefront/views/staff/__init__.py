"""The staff area: everything under /staff, behind one guard."""

from storefront.views.staff import account, confirming, dashboard, signing
from storefront.views.staff.area import bp

PAGES = (signing, account, confirming, dashboard)
"""Importing them hangs their views into the blueprint."""

__all__ = ["PAGES", "bp"]
