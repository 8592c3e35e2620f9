"""The list of orders: views saved, changed and deleted; many orders at once; what leaves the shop as a file."""

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.staff.audit import SHELL
from storefront.staff.member import Member
from storefront.staff.saved_view import save_view
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter, paid, placed

LIST = "/staff/orders"


def saved(app: Flask, now: datetime) -> str:
    """The path of a list that somebody saved."""
    with behind_the_counter(app):
        member = db.session.scalars(select(Member.id)).first() or 0
        view = save_view(SHELL, member, "未入金の東京", "money=awaited&area=13", now, shared=False)
        return f"{LIST}/views/{view.id}"


def an_order(app: Flask, now: datetime, path: str) -> str:
    """The same path, in a shop with one order."""
    placed(app, paid, now)
    return path


CHANGES = {
    "staff.save_view": Change(
        prepare=lambda _app, _now: f"{LIST}/views",
        page=f"{LIST}?money=awaited&area=13",
        good={"name": "東京の未入金", "query": "money=awaited&area=13"},
        bad={"name": ""},
    ),
    "staff.keep_view": Change(
        prepare=lambda app, now: f"{saved(app, now)}/query",
        page=LIST,
        good={"query": "money=paid", "version": "0"},
        bad={"version": "7"},
    ),
    "staff.rename_view": Change(
        prepare=saved,
        page=f"{LIST}/views",
        good={"name": "別の名前", "version": "0"},
        bad={"version": "7"},
    ),
    "staff.delete_view_now": Change(
        prepare=lambda app, now: f"{saved(app, now)}/delete", good={}, bad=None
    ),
    "staff.bulk_now": Change(
        prepare=lambda app, now: an_order(app, now, f"{LIST}/bulk/now"),
        page=LIST,
        good={"action": "mail", "scope": "all", "count": "1", "query": ""},
        bad={"count": "2"},
    ),
    "staff.export_now": Change(
        prepare=lambda app, now: an_order(app, now, f"{LIST}/export"),
        page=f"{LIST}/export",
        good={"shape": "orders", "query": ""},
        bad={"shape": "everything"},
    ),
}
CHANGES_NOTHING = {"staff.bulk", "staff.switch_keys"}
