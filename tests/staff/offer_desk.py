"""Somebody at the desk who writes offers: what a form that may be published says, and what the books say afterwards."""

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.extensions import db
from storefront.offers.offer import Offer
from storefront.offers.written import Written, written_of
from tests.support.desk import Desk

LIST, NEW, PREVIEW = "/staff/offers", "/staff/offers/new", "/staff/offers/preview"
SET = {
    "code": "three-mint",
    "kind": "set_of_n",
    "title-ja": "三袋まとめて",
    "title-en": "Three at once",
    "reason-ja": "毎日飲む方に。一袋あたりが安くなります。",
    "reason-en": "For every day: each pouch costs less.",
    "source": "named",
    "goods": "ｓｌｅｅｐ-90　３",
    "variants": "SLEEP-90",
    "audience": "everyone",
    "at-cart_line": "1",
    "at-dialog": "1",
    "percent": "10%",
    "rollout": "100",
    "ignored": "3",
    "quiet": "14",
}
"""Three pouches at ten per cent less, typed as somebody in a hurry does."""


def page_of(code: str) -> str:
    """The page of an offer."""
    return f"/staff/offers/{code}"


def send(desk: Desk, path: str, press: str, **more: str | None) -> TestResponse:
    """Open a form, type the set into it with what is different, and press a button."""
    desk.get(path)
    return desk.post(path, **{**SET, **more, "press": press})


def press_on(desk: Desk, path: str, press: str) -> TestResponse:
    """Answer the question that is on the screen."""
    return desk.post(path, press=press)


def publish(desk: Desk, path: str = NEW, **more: str | None) -> TestResponse:
    """All the way."""
    asked = send(desk, path, "publish", **more)
    assert asked.status_code == 200, desk.errors()
    return press_on(desk, path, "do")


def kept(app: Flask, code: str = "three-mint") -> tuple[str, Written] | None:
    """State and content of an offer as it is stored."""
    with app.app_context():
        row = db.session.scalars(select(Offer).where(Offer.code == code)).one_or_none()
        return (row.state, written_of(row)) if row else None
