"""How often a password may be tried."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.extensions import db
from storefront.limits import LimitWindow
from storefront.views.caller import line_of
from tests.support.desk import EMAIL, PASSWORD, Desk, audit, hire
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop

WAIT = "試した回数が多いため、1分ほど受け付けを止めています"


@pytest.fixture
def limited(tmp_path: Path, now: datetime, database_kind: str) -> Iterator[Flask]:
    with open_shop(database_kind, tmp_path, limits=True) as shop:
        hire(shop, now)
        yield shop


def test_the_sixth_try_within_a_minute_waits_even_with_the_right_password(
    limited: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(limited)
    assert [desk.sign_in(password="wrong").status_code for _try in range(5)] == [422] * 5
    tried = len(audit(limited))
    answer = desk.sign_in()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert desk.errors() == {"password": WAIT}
    assert len(audit(limited)) == tried
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))
    assert desk.sign_in().status_code == 303


def test_another_account_and_another_address_have_tries_of_their_own(
    limited: Flask, now: datetime
) -> None:
    hire(limited, now, "jiro@happa.example")
    desk = Desk(limited)
    for _try in range(6):
        desk.sign_in(password="wrong")
    assert desk.sign_in("jiro@happa.example").status_code == 303
    elsewhere = Desk(limited)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.sign_in().status_code == 303


def test_a_line_has_no_more_tries_for_having_many_addresses_of_ipv6(limited: Flask) -> None:
    desk = Desk(limited)
    for last in range(5):
        desk.client.environ_base["REMOTE_ADDR"] = f"2001:db8:1:2::{last}"
        assert desk.sign_in(password="wrong").status_code == 422
    desk.client.environ_base["REMOTE_ADDR"] = "2001:db8:1:2:3:4:5:6"
    assert desk.sign_in().status_code == 429
    desk.client.environ_base["REMOTE_ADDR"] = "2001:db8:1:3::1"
    assert desk.sign_in().status_code == 303


@pytest.mark.parametrize(("proxies", "codes"), [(0, [429, 429]), (1, [429, 303])])
def test_whom_a_server_in_front_speaks_for_counts_where_there_is_one(
    tmp_path: Path, now: datetime, proxies: int, codes: list[int]
) -> None:
    """Nobody in front: what a visitor says of their own address is not believed."""
    with open_shop("sqlite", tmp_path, limits=True, proxies=proxies) as shop:
        hire(shop, now)
        desk = Desk(shop)
        desk.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.1"
        assert [desk.sign_in(password="wrong").status_code for _try in range(5)] == [422] * 5
        found = []
        for said in ("198.51.100.2, 198.51.100.1", "198.51.100.2"):
            desk.client.environ_base["HTTP_X_FORWARDED_FOR"] = said
            found.append(desk.sign_in().status_code)
        assert found == codes


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1:0:0:1", "2001:db8::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("a:socket", "a:socket"),
    ],
)
def test_an_address_says_whose_line_it_is(address: str, line: str) -> None:
    assert line_of(address) == line


def test_one_address_may_not_try_account_after_account(limited: Flask) -> None:
    desk = Desk(limited)
    with behind_the_counter(limited):
        desk.sign_in("first@happa.example", "wrong")
        door = db.session.scalars(
            select(LimitWindow).where(LimitWindow.key.startswith("staff-door:"))
        ).one()
        assert EMAIL not in door.key and "127.0.0.1" not in door.key
        door.count = 30
    assert desk.sign_in().status_code == 429


def test_the_password_of_the_account_page_is_counted_as_well(limited: Flask) -> None:
    desk = Desk(limited)
    desk.sign_in()
    desk.get("/staff/confirm")
    codes = [desk.post("/staff/confirm", password="wrong").status_code for _try in range(4)]
    assert codes == [422] * 4
    answer = desk.post("/staff/confirm", password=PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "1分ほどたつと" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
