"""Several tabs and a double click: nothing fails, and what the cart then holds is the sum."""

from collections.abc import Callable

from flask import Flask

from tests.cart.visitor import Visitor, read, the_cart
from tests.support.threads import at_once

TABS = 4


def tabs(app: Flask, first: Visitor) -> list[Callable[..., int]]:
    """Further tabs of one browser: each posts with the same session."""
    cookie = first.client.get_cookie("session")
    token = str(read(first.client.get("/ja/cart")).select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
    assert cookie is not None

    def tab() -> Callable[..., int]:
        client = app.test_client()
        client.set_cookie("session", cookie.value)

        def post(path: str, **fields: object) -> int:
            data = {"csrf_token": token, **fields}
            return client.post(path, data=data, headers={"HX-Request": "true"}).status_code

        return post

    return [tab() for _ in range(TABS)]


def test_the_same_variant_added_in_many_tabs_is_one_line(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.add("HONEY-180")
    answers = at_once(
        [
            lambda post=post: post("/ja/cart/lines", sku="SLEEP-30", quantity=2)
            for post in tabs(app, visitor)
        ]
    )
    assert answers == [200] * TABS
    assert visitor.lines() == {"HONEY-180": 1, "SLEEP-30": 2 * TABS}
    with app.app_context():
        assert the_cart().version == 2 + TABS


def test_steps_and_removals_in_many_tabs_never_fail(app: Flask) -> None:
    visitor = Visitor(app.test_client())
    visitor.add("SLEEP-30", 3)
    one, two, three, four = tabs(app, visitor)
    answers = at_once(
        [
            lambda: one("/ja/cart/lines/SLEEP-30", quantity=0),
            lambda: two("/ja/cart/lines/SLEEP-30", quantity=0),
            lambda: three("/ja/cart/lines/SLEEP-30", quantity=3, step=1),
            lambda: four("/ja/cart/lines", sku="SLEEP-30", quantity=1),
        ]
    )
    assert set(answers) <= {200, 409}, answers
    assert visitor.lines().get("SLEEP-30", 0) <= 4


def test_first_additions_at_once_do_not_mix_two_visitors(app: Flask) -> None:
    visitors = [Visitor(app.test_client()) for _ in range(TABS)]
    skus = ["SLEEP-30", "HONEY-180", "HOJICHA-80", "MUG-NAVY"]
    answers = at_once(
        [
            lambda visitor=visitor, sku=sku: visitor.add(sku).status_code
            for visitor, sku in zip(visitors, skus, strict=True)
        ]
    )
    assert answers == [303] * TABS
    assert [visitor.lines() for visitor in visitors] == [{sku: 1} for sku in skus]
