"""A form that is posted as it came has a way to send, also before the region is known."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient


@pytest.mark.parametrize(("sku", "way"), [("SLEEP-30", "home"), ("SLEEP-15", "postbox")])
def test_the_cheapest_way_is_chosen_before_the_region_is_known(
    client: FlaskClient, sku: str, way: str
) -> None:
    page = BeautifulSoup(client.get("/ja/products/sleep-blend").text, "html.parser")
    token = page.select_one("input[name=csrf_token]")
    assert token is not None
    asked = {"csrf_token": token["value"], "sku": sku, "quantity": "1"}
    assert client.post("/ja/cart/lines", data=asked).status_code == 303
    steps = BeautifulSoup(client.get("/ja/checkout/delivery").text, "html.parser")
    chosen = steps.select("input[name=shipping_rate][checked]")
    assert [one["value"] for one in chosen] == [way]
