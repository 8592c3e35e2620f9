"""What choosing an offer adds to a page: on a product's page, in the cart, and in the dialog after adding."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from flask import Flask, g, session
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront import clock
from storefront.cart.cart import Cart, new_cart
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.choosing import Decision
from storefront.offers.gate import in_control
from storefront.offers.impression import note
from storefront.offers.kinds import Answer, Placement
from storefront.offers.offer import Offer
from storefront.views import current, offering
from storefront.views.offering import Sight, table_of_cart, table_of_product
from storefront.views.snapshot import snapshot
from storefront.visitors.visitor import visitor_for
from tests.bench.inside import forget, within
from tests.support.statements import statements

TITLE = "offers"
IN_CART = ("SLEEP-30", "HONEY-180", "GLASS-MUG")
MOST_CPU = 3.0
"""Times the CPU of a bare Flask request."""
MOST_STATEMENTS = 2
ROUNDS, CHOICES = 5, 40
SHOWN = 6
"""Offers that the visitor was shown before."""
KEY = next(key for key in map(str, range(999)) if not in_control(key))
"""A visitor who is shown offers, and has a history."""


@dataclass(frozen=True)
class Chosen:
    """CPU of choosing in milliseconds where the shop knows the goods already, and `anew` for goods nobody had before.

    `statements` are the more of the two; `shown` is the code of the offer that was made.
    """

    cpu_ms: float
    anew_ms: float
    statements: int
    shown: str


def choose_often(app: Flask) -> Mapping[str, Chosen]:
    """Choose for each surface, all else being read already."""
    cart_id, visitor_id = within(app, _fill)
    surfaces: Mapping[str, Callable[[Cart], Decision]] = {
        "product": _on_product,
        "cart": _in_cart,
        "dialog": _in_dialog,
    }
    found = {name: _measure(app, cart_id, visitor_id, one) for name, one in surfaces.items()}
    within(app, lambda: forget(cart_id))
    return found


def _measure(
    app: Flask, cart_id: int, visitor_id: int, choose: Callable[[Cart], Decision]
) -> Chosen:
    with app.test_request_context(
        "/ja/cart", headers={"Cookie": "area=13", "User-Agent": "Mozilla/5.0"}
    ):
        session.update(cart=cart_id, visitor=KEY, known=visitor_id)
        cart = current.current_cart()
        assert cart is not None
        snapshot()
        decision = choose(cart)
        _forget_goods()
        with statements(app) as heard:
            _as_next_request(cart, choose)
        anew = _cpu_ms(lambda: (_forget_goods(), _as_next_request(cart, choose)))
        known = _cpu_ms(lambda: _as_next_request(cart, choose))
    shown = decision.shown.terms.code if decision.shown else "nothing"
    return Chosen(known, anew, len(heard), shown)


def _cpu_ms(work: Callable[[], object]) -> float:
    """The middle of several rounds."""
    rounds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        for _choice in range(CHOICES):
            work()
        rounds.append((time.process_time() - started) * 1000 / CHOICES)
    return median(rounds)


def _as_next_request(cart: Cart, choose: Callable[[Cart], Decision]) -> None:
    """Nothing is known of the visitor yet."""
    g.pop("who", None)
    choose(cart)


def _forget_goods() -> None:
    """As if nobody had looked at these goods since the shop last changed."""
    offering._found.cache_clear()
    offering._answers_about.cache_clear()


def _on_product(cart: Cart) -> Decision:
    variant = cart.lines[0].variant
    sight = Sight(variant.product_id, variant.id, variant.product.category_id)
    table = table_of_product(sight, {Placement.PRODUCT})
    assert table is not None
    context = f"product:{variant.product_id}"
    return table.decide(Placement.PRODUCT, context, replaces=variant.sku)


def _in_cart(cart: Cart) -> Decision:
    table = table_of_cart(cart, {Placement.CART, Placement.CART_LINE})
    for line in cart.lines:
        context, about = f"line:{cart.id}:{line.variant.sku}", [line.variant]
        if table.decide(Placement.CART_LINE, context, about, replaces=line.variant.sku).shown:
            break  # one line at a time is enough, as on the page
    return table.decide(Placement.CART, f"cart:{cart.id}")


def _in_dialog(cart: Cart) -> Decision:
    variant = cart.lines[-1].variant
    table = table_of_cart(cart, {Placement.DIALOG}, variant)
    context = f"product:{variant.product_id}"
    return table.decide(Placement.DIALOG, context, [variant], replaces=variant.sku)


def _fill() -> tuple[int, int]:
    """A cart of three things, and a visitor who was shown a good deal; their numbers."""
    now = clock.now()
    query = select(Variant).options(joinedload(Variant.product)).where(Variant.sku.in_(IN_CART))
    cart = new_cart(now)
    for variant in sorted(db.session.scalars(query), key=lambda one: IN_CART.index(one.sku)):
        cart.add(variant, 1, now)
    visitor = visitor_for(KEY, now)
    for place, offer in enumerate(db.session.scalars(select(Offer.id).limit(SHOWN)).all()):
        note(visitor.id, offer, Placement.MAIL, f"mail:{place}", Answer.CLICKED, now, visit="0")
    db.session.commit()
    return cart.id, visitor.id
