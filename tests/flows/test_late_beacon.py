"""What a page tells comes back late: after the visitor did something else. Nothing of that is undone."""

from datetime import datetime

from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.cart.visitor import HTMX
from tests.flows.offered import visitor_of
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter


def test_a_beacon_answered_after_the_first_thing_went_in_leaves_the_cart_alone(
    app: Flask, now: datetime
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.PRODUCT, products=["sleep-blend"])
    visitor = visitor_of(app)
    beacon = visitor.get("/products/sleep-blend").select_one("form.offer__seen")
    assert beacon is not None
    fields = {str(one["name"]): str(one["value"]) for one in beacon.select("input")}
    before = visitor.client.get_cookie("session")
    assert before is not None
    late = app.test_client()
    late.set_cookie("session", before.value)
    visitor.add("SLEEP-30")
    answer = late.post(str(beacon["data-hx-post"]), data=fields, headers=HTMX)
    assert answer.status_code == 204
    sent = answer.headers.getlist("Set-Cookie")
    assert [one.split("=")[0] for one in sent] == ["visit"]
    assert [became for _place, _about, became in answers(app)] == ["seen"]
    visitor.client.set_cookie("visit", sent[0].split("=", 1)[1].split(";")[0])
    assert visitor.lines() == {"SLEEP-30": 1}
