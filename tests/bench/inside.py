"""Work inside the app, as a request would do it, with leave to write."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from storefront.cart.cart import Cart
from storefront.database import writing
from storefront.extensions import db

Found = TypeVar("Found")


def within(app: Flask, work: Callable[[], Found]) -> Found:
    """Do it in a request for the cart; what it returns."""
    with app.test_request_context("/ja/cart"):
        token = writing.set(True)
        try:
            return work()
        finally:
            writing.reset(token)
            db.session.remove()


def forget(cart_id: int) -> None:
    """Throw a cart away."""
    db.session.delete(db.session.get_one(Cart, cart_id))
    db.session.commit()
