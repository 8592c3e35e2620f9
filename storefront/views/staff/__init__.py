"""The staff area: everything under /staff, behind one guard."""

from storefront.views.staff import (
    account,
    confirming,
    dashboard,
    methods,
    money_back,
    offer_ending,
    offer_figures,
    offer_writing,
    offers,
    order,
    order_calling_off,
    order_dispute,
    order_mails,
    order_money,
    order_notes,
    order_papers,
    order_refund,
    order_sending,
    radar,
    signing,
    stock,
    stock_counting,
    stock_sheet,
)
from storefront.views.staff.area import bp

PAGES = (
    signing,
    account,
    confirming,
    dashboard,
    radar,
    order,
    order_refund,
    order_money,
    order_sending,
    order_calling_off,
    order_dispute,
    order_mails,
    order_notes,
    order_papers,
    money_back,
    methods,
    offers,
    offer_writing,
    offer_ending,
    offer_figures,
    stock,
    stock_counting,
    stock_sheet,
)
"""Importing them hangs their views into the blueprint."""

__all__ = ["PAGES", "bp"]
