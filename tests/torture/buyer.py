"""A buyer of the crowd: walks the shop's own pages step by step, clicks twice, turns back, closes windows, pays late.

Each step can be done again by another process after the first one died in it: as people reload a page that never came.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways.demo import IllegalMove, acts
from storefront.payments.payment import LIVE, Payment
from tests.bench.visitor import Transport, inside
from tests.checkout.buyer import ADDRESS, ASKS, DECLINED, NO_FUNDS, PAYS, TIMES_OUT
from tests.torture.browser import Browser, forms

SKUS = ("SLEEP-30", "RELAX-30", "GLASS-MUG", "HONEY-180")
METHODS = (
    "card",
    "card",
    "card",
    "cod",
    "konbini",
    "konbini",
    "wallet",
    "bank_transfer",
    "transfer",
)
CARDS = (PAYS, PAYS, PAYS, ASKS, ASKS, DECLINED, NO_FUNDS, TIMES_OUT)
MOST_TRIES = 3
NUMBER = re.compile(r"/orders/(\d+)")


@dataclass
class Later:
    """Something a buyer does some time after ordering."""

    at: datetime
    ref: str
    amount: int
    """0: pay at the store."""


@dataclass
class Buyer:
    """One of the crowd; what a process has to know to take them up."""

    number: int
    seed: int
    browser: Browser = field(default_factory=Browser)
    step: str = "fill"
    fields: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    presses: int = 0
    csrf: str = ""
    later: list[Later] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Whether this buyer does nothing more for now."""
        return self.step == "gone"

    def chance(self) -> Random:
        """What this buyer does at this step: the same whoever lets them do it."""
        return Random(f"{self.seed}:{self.number}:{self.step}:{self.tries}")

    def go_on(self, app: Flask, now: Callable[[], datetime]) -> None:
        """The next step."""
        STEPS[self.step](self, app, inside(app), now)


def fill(buyer: Buyer, app: Flask, shop: Transport, _now: Callable[[], datetime]) -> None:
    """Goods into the cart, both steps of the checkout."""
    chance, browser = buyer.chance(), buyer.browser
    page = browser.get(shop, "/ja/cart")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    buyer.csrf = found[1] if found else ""
    token = {"csrf_token": buyer.csrf}
    for sku in chance.sample(SKUS, chance.choice([1, 1, 2])):
        count = str(chance.choice([1, 1, 2, 3]))
        browser.post(shop, "/ja/cart/lines", {**token, "sku": sku, "quantity": count})
    address = {**ADDRESS, "email": f"buyer{buyer.number}@example.jp"}
    browser.post(shop, "/ja/checkout/delivery", {**token, **address})
    browser.post(shop, "/ja/checkout/payment", {**token, **_method(chance)})
    buyer.step = "confirm" if browser.status == 303 else "gone"


def confirm(buyer: Buyer, app: Flask, shop: Transport, _now: Callable[[], datetime]) -> None:
    """The last page before the button."""
    page = buyer.browser.get(shop, "/ja/checkout/confirm")
    mine = [one for action, one in forms(page).items() if action.endswith("/checkout/order")]
    buyer.fields = mine[0] if mine else {}
    buyer.step = "press" if mine else "gone"


def press(buyer: Buyer, app: Flask, shop: Transport, _now: Callable[[], datetime]) -> None:
    """The button, sometimes twice at once, sometimes once more after the answer."""
    buyer.presses += 1
    how = buyer.chance().random()
    _post(buyer, app, shop, "/ja/checkout/order", twice=how < 0.15)
    if 0.15 < how < 0.25:
        buyer.browser.post(shop, "/ja/checkout/order", buyer.fields)
    if buyer.browser.status == 303:
        buyer.step = "look"
    elif buyer.presses > MOST_TRIES:
        buyer.step = "gone"
    elif buyer.browser.status < 500:
        buyer.step = "confirm"


def look(buyer: Buyer, app: Flask, shop: Transport, now: Callable[[], datetime]) -> None:
    """Where the last answer led to."""
    where, chance = buyer.browser.location, buyer.chance()
    ref = where.rpartition("/")[2].partition("?")[0]
    buyer.tries += 1
    if "/demo/" in where and ref:
        _ask_bank(buyer, app, shop, where, ref, chance)
    elif "/pay" in where and buyer.tries <= MOST_TRIES and chance.random() < 0.85:
        _pay_again(buyer, app, shop, where, chance)
    else:
        if chance.random() < 0.3:
            buyer.browser.get(shop, where)
        buyer.step = "gone"
        if number := NUMBER.search(where):
            buyer.later = _plans(app, number[1], chance, now())


def _ask_bank(
    buyer: Buyer, app: Flask, shop: Transport, where: str, ref: str, chance: Random
) -> None:
    """The bank's or the wallet's question: answered, refused, the window closed before or after it."""
    buyer.step = "gone"
    if chance.random() < 0.15:
        return
    approved = chance.random() < 0.8
    if "3-d-secure" in where and chance.random() < 0.7:
        answer = "approve" if approved else "refuse"
        page = buyer.browser.get(shop, where)
        token = next((one.get("csrf_token", "") for one in forms(page).values()), "")
        buyer.browser.post(shop, where, {"csrf_token": token, "answer": answer})
        if buyer.browser.status == 303:
            buyer.step = "look"
        return
    with app.app_context():
        acts.answer(ref, approved)


def _pay_again(buyer: Buyer, app: Flask, shop: Transport, where: str, chance: Random) -> None:
    page = buyer.browser.get(shop, where)
    mine = [(action, one) for action, one in forms(page).items() if "/pay" in action]
    buyer.step = "gone"
    if mine:
        action, fields = mine[0]
        buyer.fields = {**fields, **_method(chance)}
        _post(buyer, app, shop, action, twice=chance.random() < 0.2)
        buyer.step = "look" if buyer.browser.status == 303 else "gone"


def _post(buyer: Buyer, app: Flask, shop: Transport, path: str, twice: bool) -> None:
    """Send the form at hand; twice: by two clicks at the same moment."""
    if not twice:
        buyer.browser.post(shop, path, buyer.fields)
        return
    other = Browser(dict(buyer.browser.cookies))
    second = threading.Thread(target=lambda: other.post(inside(app), path, buyer.fields))
    second.start()
    buyer.browser.post(shop, path, buyer.fields)
    second.join()


def _method(chance: Random) -> dict[str, str]:
    method = chance.choice(METHODS)
    card = {
        "card_number": chance.choice(CARDS),
        "card_expiry": "12/29",
        "card_cvc": "737",
    }
    return {"payment_method": method, **(card if method == "card" else {})}


def _plans(app: Flask, number: str, chance: Random, now: datetime) -> list[Later]:
    """What a buyer who brings the money means to do: at once, in days, in parts, too much, too late, never."""
    with app.app_context():
        payment = db.session.scalars(
            select(Payment)
            .join(Order)
            .where(Order.number == number, Payment.state.in_(LIVE))
            .order_by(Payment.id.desc())
        ).first()
        method, ref, amount = (
            (payment.method, payment.provider_ref or "", payment.amount) if payment else ("", "", 0)
        )
    soon = now + timedelta(hours=chance.uniform(0, 60))
    at = chance.choice([now, now, soon, soon, now + timedelta(days=12)])
    if method == "konbini" and ref and chance.random() < 0.85:
        return [Later(at, ref, 0)]
    if method != "bank_transfer" or not ref or chance.random() < 0.1:
        return []
    parts = chance.choice(
        [[amount], [amount], [300, amount - 300], [amount + 700], [300], [300, amount]]
    )
    return [Later(at + timedelta(hours=7 * place), ref, part) for place, part in enumerate(parts)]


def bring(later: Later) -> None:
    """The money that a buyer brings, whether or not anybody still waits for it. Within an application context."""
    try:
        if later.amount:
            acts.transfer(later.ref, later.amount, late=True)
        else:
            acts.pay_at_store(later.ref, late=True)
    except IllegalMove:
        return


STEPS = {"fill": fill, "confirm": confirm, "press": press, "look": look}
