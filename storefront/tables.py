"""Every mapped table, imported in one place so that migrations and relationships see them all."""

from storefront import limits, revision
from storefront.cart import cart
from storefront.catalog import category, home, picture, price, product, stock, variant
from storefront.checkout import checkout, draft
from storefront.claims import best, claim
from storefront.customers import kept as customer_kept
from storefront.files import kept, staged
from storefront.files import told as file_told
from storefront.jobs import queue, schedule
from storefront.mail import outbox, wording
from storefront.offers import also_bought, days, impression, offer, related
from storefront.orders import amendment, indexes, note, order, refund, search_term, shipment
from storefront.payments import (
    bank_account,
    by_hand,
    dispute,
    payment,
    reimbursement,
    replaying,
    webhook,
)
from storefront.payments.gateways import demo
from storefront.payments.radar import finding, watching
from storefront.pricing import tax
from storefront.quoting import payment_method
from storefront.sheets import change as setting_change
from storefront.shipping import calendar_day, method, postcode
from storefront.shop import profile, seeding
from storefront.staff import audit, factor, member, saved_view, signing_in
from storefront.visitors import visitor

MODULES = (
    limits, revision, cart, category, home, picture, price, product, stock, variant, best, claim, checkout, draft, customer_kept, queue,
    schedule, outbox, order, indexes, search_term, amendment, refund, note, payment, dispute, reimbursement, webhook, by_hand, bank_account, replaying, finding, watching, demo, tax, payment_method, calendar_day, method, postcode, profile, seeding,
    audit, member, saved_view, signing_in, visitor, offer, impression, days, also_bought, related,
    setting_change,
    wording,
    kept,
    staged,
    file_told,
    shipment,
    factor,
)  # fmt: skip
