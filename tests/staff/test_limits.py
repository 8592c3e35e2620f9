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
