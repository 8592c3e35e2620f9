"""Every cookie the shop leaves with a shopper is named on the page about privacy, in both languages."""

import re
from datetime import datetime

import pytest
from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.flows.offered import seen, visitor_of
from tests.support.offers import offer
from tests.support.orders import behind_the_counter


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_cookie_of_a_visit_is_named_and_none_that_there_is_not(
    app: Flask, now: datetime, language: str
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.PRODUCT, products=["sleep-blend"])
    visitor = visitor_of(app)
    seen(visitor, visitor.get("/products/sleep-blend"))
    visitor.add("SLEEP-30")
    visitor.post("/delivery-area", prefecture="東京都")
    visitor.post("/theme", theme="dark")
    visitor.client.get("/ja/cart?lab=dialog:off")
    held = {cookie.key for cookie in visitor.client._cookies.values()}
    page = visitor.client.get(f"/{language}/legal/privacy").text
    named = set(re.findall(r"(?:<li>|\n- ?)([a-z]+)(?:：|: )", page))
    assert held == named == {"session", "visit", "area", "theme", "lab"}
