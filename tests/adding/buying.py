"""A buyer who ordered, and is offered something for the same parcel."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.checkout.buyer import PAYS, Buyer
from tests.support.offers import comes_as, offer
from tests.support.orders import behind_the_counter

BISCUIT = "BISCUIT-6"
TITLE = "箱に、もうひとつ"


def offered(
    app: Flask,
    now: datetime,
    *goods: str,
    percent: int = 10,
    next_id: int | None = None,
    **more: object,
) -> int:
    """A published offer of these goods beside orders; its number."""
    named = [(sku, 1) for sku in goods or (BISCUIT,)]
    with behind_the_counter(app):
        row = offer(
            now,
            Kind.THANK_YOU,
            Placement.THANK_YOU,
            goods=named,
            title=TITLE,
            percent_off=percent,
            next_id=next_id,
            **more,
        )
        return row.id


def guest(app: Flask, language: str = "ja") -> Buyer:
    """Somebody who belongs to no group that sees nothing."""
    buyer = Buyer(app, language)
    comes_as(buyer.client)
    return buyer


def ordered(
    app: Flask,
    card: str | None = PAYS,
    *,
    keep: bool = False,
    language: str = "ja",
    sku: str = "SLEEP-30",
    pieces: int = 1,
) -> Buyer:
    """A guest on the page after an order: paid by card (kept where they ticked it), without one at the door."""
    buyer = guest(app, language).take(sku, pieces)
    buyer.to_payment()
    if card is None:
        buyer.post(payment_method="cod")
    else:
        ticked = "1" if keep else None
        buyer.post(payment_method="card", card_number=card, card_expiry="12/29", card_cvc="123", keep_card=ticked)  # fmt: skip
    buyer.follow()
    buyer.post()
    if "/demo/" in str(buyer.answer and buyer.answer.location):
        buyer.follow()
        buyer.post(answer="approve")
    return buyer.follow()


def go_on(buyer: Buyer, skus: Sequence[str] = (), **more: object) -> Buyer:
    """From the offer to the page that tells what is agreed to."""
    block = buyer.page.select_one("#offer-thank_you-goods")
    assert block is not None, buyer.said()
    asked = [(str(i["name"]), str(i["value"])) for i in block.select("input[type=hidden]")]
    asked += [("sku", sku) for sku in skus]
    buyer.get(f"{block['action']}?{urlencode(asked)}", **more)
    return buyer
