"""Offers written, changed, published, stopped and thrown away."""

from datetime import datetime

from flask import Flask

from tests.staff.changes.change import Change, Prepared
from tests.staff.offer_desk import NEW, SET, page_of
from tests.support.desk import Desk, hire

DRAFT = {**SET, "press": "save"}


def _write(app: Flask, now: datetime, press: str) -> Desk:
    """Somebody else writes it; the desk is still on the page that came."""
    hire(app, now, email="midori@happa.example")
    desk = Desk(app)
    desk.sign_in("midori@happa.example")
    desk.get(NEW)
    desk.post(NEW, **{**SET, "press": press})
    return desk


def _draft(end: str = "") -> Prepared:
    def prepare(app: Flask, now: datetime) -> str:
        _write(app, now, "save")
        return page_of("three-mint") + end

    return prepare


def _published(app: Flask, now: datetime) -> str:
    _write(app, now, "publish").post(NEW, press="do")
    return page_of("three-mint") + "/stop"


CHANGES = {
    "staff.create_offer": Change(lambda _app, _now: NEW, DRAFT, {"code": "!"}),
    "staff.change_offer": Change(_draft(), {**DRAFT, "title-ja": "三袋で"}, {"percent": "ninety"}),
    "staff.delete_offer_now": Change(_draft("/delete"), {}, None),
    "staff.stop_offer_now": Change(_published, {"reason": "品切れ"}, {"reason": ""}),
}
CHANGES_NOTHING = {"staff.preview_offer"}
