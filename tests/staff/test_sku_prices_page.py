"""Prices at the desk: from now, from a day to come, taken back; the history stays and the shop shows it at once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.catalog import price
from tests.catalog.test_editing import sku_of
from tests.support.desk import Desk
from tests.support.orders import behind_the_counter
from tests.support.till import at_the_desk, money_lines

PAGE = "/staff/products/skus/SLEEP-30/prices"
WHY = "仕入れ値が上がったため"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def history(desk: Desk) -> list[str]:
    desk.get(PAGE)
    return [one.get_text(" ", strip=True) for one in desk.page.select(".pastprice")]


def test_a_price_from_now_on_is_on_the_page_at_once_and_in_the_history(
    app: Flask, desk: Desk, client: FlaskClient
) -> None:
    assert "¥1,280" in client.get("/ja/products/sleep-blend?sku=SLEEP-30").text
    desk.get(PAGE)
    assert desk.post(PAGE, price="１,３８０円", why=WHY).location == f"{PAGE}?told=price_set"
    shown = client.get("/ja/products/sleep-blend?sku=SLEEP-30").text
    assert "¥1,380" in shown
    assert "¥1,280" not in shown, "no struck-out price that nobody asked for"
    assert history(desk) == [
        f"¥1,380 2026年11月24日(火) 10:00 から 葉山 花子：{WHY} いまの値段",
        "¥1,280 2026年4月1日(水) 00:00 から seeds 前の値段",
    ]
    assert money_lines(app) == [("sku.price_set", "sku:SLEEP-30", {"price": 1380, "why": WHY})]
    desk.get(PAGE)
    assert desk.post(PAGE, price="1380", why=WHY).location == f"{PAGE}?told=same"


def test_a_price_to_come_waits_can_be_taken_back_and_begins_by_itself(
    app: Flask, desk: Desk, now: datetime, client: FlaskClient
) -> None:
    desk.get(PAGE)
    assert desk.post(PAGE, price="1400", starts="2026/12/01 １０:００", why=WHY).location.endswith(
        "price_planned"
    )
    assert (
        history(desk)[0]
        == f"¥1,400 2026年12月1日(火) 10:00 から 葉山 花子：{WHY} これから 取り消す ：¥1,400"
    )
    desk.get(PAGE)
    assert desk.post(PAGE, price="1410", starts="2026-12-01 10:00", why=WHY).status_code == 422
    assert "もう決まっています" in desk.errors()["starts"]
    assert "12月1日(火) 10:00から¥1,400" in desk.see("/staff/products/sleep-blend").replace(
        " から", "から"
    )
    cancel = "/staff/products/skus/SLEEP-30/prices/cancel"
    desk.get(PAGE)
    again = str(desk.page.select_one(f"form[action='{cancel}'] input[name=starts]")["value"])  # type: ignore[index]
    assert desk.post(cancel).location == f"{PAGE}?told=price_withdrawn"
    desk.get(PAGE)
    assert desk.post(cancel, starts=again).location == f"{PAGE}?told=price_begun"
    desk.get(PAGE)
    beyond = {"csrf_token": str(desk.page.select_one("main [name=csrf_token]")["value"])}  # type: ignore[index]
    for no_moment in ("0001-01-01T00:00+09:00", "9999-12-31T23:00-09:00", "x"):
        beyond["starts"] = no_moment
        answer = desk.client.post(cancel, data=beyond, base_url=desk.site)
        assert answer.location == f"{PAGE}?told=price_begun"
    assert len(history(desk)) == 1
    with behind_the_counter(app):
        price.schedule_price(sku_of("SLEEP-30"), 1450, now + timedelta(days=1), now)
    with behind_the_counter(app):
        assert price.apply_due(now + timedelta(days=1)) == 1
    assert "¥1,450" in client.get("/ja/products/sleep-blend?sku=SLEEP-30").text


def test_a_slip_of_the_finger_is_asked_about_and_a_stale_page_told(
    app: Flask, desk: Desk, now: datetime
) -> None:
    for typed, field in (
        ({"price": "0"}, "price"),
        ({"price": "99999999"}, "price"),
        ({"price": "12.5"}, "price"),
        ({"why": " "}, "why"),
        ({"starts": "2026-11-24 09:00"}, "starts"),
        ({"starts": "31 December"}, "starts"),
    ):
        desk.get(PAGE)
        assert desk.post(PAGE, **{"price": "1300", "why": WHY, **typed}).status_code == 422
        assert set(desk.errors()) == {field}
    desk.get(PAGE)
    asked = desk.post(PAGE, price="128", why=WHY)
    assert asked.status_code == 200
    assert "桁をお確かめください" in desk.page.get_text()
    assert "仕入れ値¥410を下回ります" in desk.page.get_text()
    assert money_lines(app) == []
    desk.get(PAGE)
    with behind_the_counter(app):
        price.set_price(sku_of("SLEEP-30"), 1350, now - timedelta(seconds=9))
    assert desk.post(PAGE, price="1300", why=WHY).status_code == 409
    assert "¥1,280から¥1,350になっています" in desk.page.get_text()
    assert desk.post(PAGE, price="1300", why=WHY).status_code == 303
