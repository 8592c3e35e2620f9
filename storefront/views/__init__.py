"""HTTP, and nothing but: every blueprint in one readable list."""

from flask import Flask

from storefront.views import (
    adding,
    adding_stands,
    calling_off,
    cart,
    catalog,
    checkout,
    claims,
    delivery_area,
    demo_bank,
    documents,
    errors,
    feeds,
    frame,
    lab,
    legal,
    locale,
    machines,
    offers,
    orders,
    outbox,
    paying,
    reimbursements,
    staff,
    styleguide,
    webhooks,
)

SHOP = "/<any(ja, en):lang>"


def register(app: Flask) -> None:
    """Hang every view into the app."""
    frame.set_up_frame(app)
    errors.set_up_errors(app)
    for module in (locale, machines, webhooks, feeds, demo_bank, outbox, claims, styleguide, staff):
        app.register_blueprint(module.bp)
    for module in (
        catalog,
        cart,
        delivery_area,
        lab,
        offers,
        checkout,
        paying,
        calling_off,
        orders,
        adding,
        adding_stands,
        reimbursements,
        documents,
        legal,
    ):
        app.register_blueprint(module.bp, url_prefix=SHOP)
