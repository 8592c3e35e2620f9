"""A buyer of the crowd: walks the shop's own pages step by step, clicks twice, turns back, closes windows, pays late.

Each step can be done again by another process after the first one died in it: as people reload a page that never came.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways.demo import acts
from storefront.payments.payment import Payment
from tests.bench.visitor import Transport, inside
from tests.checkout.buyer import ADDRESS, ASKS, DECLINED, NO_FUNDS, PAYS, TIMES_OUT
from tests.torture.browser import Browser, forms
from tests.torture.later import Later, awaited, plans

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
class Buyer:
    """One of the crowd; what a process has to know to take them up."""

    number: int
    seed: int
    browser: Browser = field(default_factory=Browser)
    step: str = "fill"
    fields: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    presses: int = 0
    order: str = ""
    """The number of the order, once there is one."""
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
    if number := NUMBER.search(where):
        buyer.order = number[1]
    if "/demo/" in where and ref:
        buyer.order = _order_of(app, ref)
        leads_on = _ask_bank(buyer, app, shop, where, ref, chance)
    elif leads_on := "/pay" in where and buyer.tries <= MOST_TRIES and chance.random() < 0.85:
        _pay_again(buyer, app, shop, where, chance)
    elif chance.random() < 0.3:
        buyer.browser.get(shop, where)
    if not leads_on:
        _leave(buyer, app, chance, now())


def change(buyer: Buyer, app: Flask, shop: Transport, now: Callable[[], datetime]) -> None:
    """Another way to pay while the one chosen is under way; sometimes its money is brought at the same moment."""
    chance, there = buyer.chance(), f"/ja/orders/{buyer.order}/pay?change=1"
    buyer.tries += 1
    old = plans(app, buyer.order, chance, now())
    if chance.random() < 0.3:
        buyer.later += old
    money = threading.Thread(target=lambda: [one.happen(app) for one in old[:1] if not one.anew])
    if hurries := chance.random() < 0.2:
        money.start()
    _pay_again(buyer, app, shop, there, chance)
    if hurries:
        money.join()
    if buyer.gone:
        _leave(buyer, app, chance, now())


def _leave(buyer: Buyer, app: Flask, chance: Random, now: datetime) -> None:
    """Think again about how to pay, as long as that is open; or go, with a plan."""
    if not buyer.order:
        buyer.step = "gone"
    elif buyer.tries <= MOST_TRIES and chance.random() < 0.3 and awaited(app, buyer.order)[1]:
        buyer.step = "change"
    else:
        buyer.step = "gone"
        buyer.later += plans(app, buyer.order, chance, now)


def _ask_bank(
    buyer: Buyer, app: Flask, shop: Transport, where: str, ref: str, chance: Random
) -> bool:
    """The bank's or the wallet's question: answered, refused, the window closed before or after it. Whether it leads on."""
    if chance.random() < 0.25:
        return False
    approved = chance.random() < 0.8
    if "3-d-secure" in where and chance.random() < 0.7:
        answer = "approve" if approved else "refuse"
        page = buyer.browser.get(shop, where)
        token = next((one.get("csrf_token", "") for one in forms(page).values()), "")
        buyer.browser.post(shop, where, {"csrf_token": token, "answer": answer})
        return buyer.browser.status == 303
    with app.app_context():
        acts.answer(ref, approved)
    return False


def _order_of(app: Flask, ref: str) -> str:
    with app.app_context():
        asked = select(Order.number).join(Payment).where(Payment.provider_ref == ref)
        number = db.session.scalar(asked) or ""
        db.session.rollback()
    return number


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


STEPS = {"fill": fill, "confirm": confirm, "press": press, "look": look, "change": change}
