"""Who may see an order: the session that placed it, or whoever holds a link the shop has signed."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from storefront import tokens
from storefront.orders.finding import order_by_number
from tests.support.orders import Placed, behind_the_counter, paid, placed

PRIVATE = (
    "minori@example.jp",
    "090-1234-5678",
    "渋谷区神南1-2-3",
    "葉っぱ荘 101",
    "若葉 みのり",
    "4242",
)


@pytest.fixture
def order(app: Flask, now: datetime) -> Placed:
    return placed(app, paid, now)


def test_a_fresh_link_shows_everything(client: FlaskClient, order: Placed) -> None:
    page = client.get(order.show)
    assert page.status_code == 200
    for words in PRIVATE:
        assert words in page.text


def test_a_link_older_than_a_day_shows_the_order_without_the_person(
    client: FlaskClient, order: Placed
) -> None:
    link = order.show
    with time_machine.travel(datetime.now().astimezone() + timedelta(hours=24, seconds=2)):
        pages = [client.get(link).text, client.get(link.replace("?", "/thank-you?")).text]
    for page in pages:
        assert "おやすみブレンド" in page
        for words in PRIVATE:
            assert words not in page
    assert "東京都" in pages[0]


def test_an_old_link_never_grows_into_a_fresh_one(client: FlaskClient, order: Placed) -> None:
    link = order.show
    key = parse_qs(urlsplit(link).query)["key"][0]
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=2)):
        page = client.get(link).text
    assert page.count("key=") == page.count("key=" + key) > 0


@pytest.mark.parametrize("page", ["show", "thank_you", "status", "pay"])
def test_links_that_are_not_right_show_nothing_and_lead_to_the_finder(
    app: Flask, client: FlaskClient, order: Placed, now: datetime, page: str
) -> None:
    other = placed(app, paid, now)
    link = getattr(order, page)
    path, key = link.split("?key=")
    with behind_the_counter(app):
        row = order_by_number(order.number)
        assert row is not None
        stale = tokens.sign("order", [order.number, "0" * 24])
        elsewhere = tokens.sign("place", [order.number, row.access_key])
        odd = tokens.sign("order", "nonsense")
    wrong = [
        path,
        f"{path}?key=",
        f"{path}?key={key[:-2]}",
        f"{path}?key={key[:-9]}{'A' if key[-9] != 'A' else 'B'}{key[-8:]}",
        f"{path}?key={other.show.split('?key=')[1]}",
        f"{path}?key={stale}",
        f"{path}?key={elsewhere}",
        f"{path}?key={odd}",
        link.replace(order.number, "99999"),
    ]
    answers = [client.get(address) for address in wrong]
    assert {answer.status_code for answer in answers} == {403}
    for answer in answers:
        assert "このリンクではご注文を表示できません" in answer.text
        assert "/ja/orders/find" in answer.text
        assert "おやすみブレンド" not in answer.text


def test_a_link_works_for_ninety_days_and_then_never_again(
    client: FlaskClient, order: Placed
) -> None:
    link = order.show
    with time_machine.travel(
        datetime.now().astimezone() + timedelta(days=90) - timedelta(minutes=1)
    ):
        assert client.get(link).status_code == 200
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=90, minutes=1)):
        assert client.get(link).status_code == 403


def test_a_new_access_key_makes_every_link_void(
    app: Flask, client: FlaskClient, order: Placed
) -> None:
    with behind_the_counter(app):
        row = order_by_number(order.number)
        assert row is not None
        row.access_key = "1" * 24
    assert client.get(order.show).status_code == 403


def test_whoever_placed_it_needs_no_link(
    app: Flask, client: FlaskClient, order: Placed, now: datetime
) -> None:
    other = placed(app, paid, now)
    with client.session_transaction() as session:
        session["orders"] = [order.number]
    page = client.get(f"/ja/orders/{order.number}")
    assert page.status_code == 200
    assert "minori@example.jp" in page.text
    assert "key=" not in page.text
    assert client.get(f"/ja/orders/{other.number}").status_code == 403


def test_an_order_is_kept_by_nobody_and_its_link_passed_on_to_nobody(
    client: FlaskClient, order: Placed
) -> None:
    for address in (
        order.show,
        order.thank_you,
        f"/ja/orders/{order.number}",
    ):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text
        assert 'rel="canonical"' not in answer.text


def test_the_language_switch_keeps_the_key(client: FlaskClient, order: Placed) -> None:
    link = order.show
    page = client.get(link).text
    assert link.replace("/ja/", "/en/").replace("&", "&amp;") in page
    assert client.get(link.replace("/ja/", "/en/")).status_code == 200
