"""Applying a file that was looked at."""

from datetime import datetime
from io import BytesIO

from flask import Flask

from storefront.extensions import db
from storefront.files import kept
from storefront.files.going_through import go_through
from storefront.files.sheet import Kind
from storefront.files.skus import Skus
from storefront.files.stocks import Stocks
from storefront.staff.member import member_by_email
from tests.staff.changes.change import Change
from tests.support.desk import EMAIL
from tests.support.orders import behind_the_counter

FILES = {
    Kind.SKUS: (Skus, b"sku,price\r\nHONEY-180,1500\r\n"),
    Kind.STOCK: (Stocks, b"sku,counted\r\nHONEY-180,30\r\n"),
}


def kept_file(app: Flask, now: datetime, kind: Kind) -> str:
    """A file that the member at the desk has looked at; the path to apply it."""
    sheet, content = FILES[kind]
    with behind_the_counter(app):
        member = member_by_email(EMAIL)
        assert member is not None
        plan = go_through(sheet(), BytesIO(content))
        row = kept.keep(BytesIO(content), kind, "a.csv", member.id, plan, now)
        db.session.flush()
        return f"/staff/files/{kind}/{row.id}"


CHANGES = {
    "staff.apply_goods_file": Change(
        prepare=lambda app, now: kept_file(app, now, Kind.SKUS), good={}, bad=None
    ),
    "staff.apply_stock_file": Change(
        prepare=lambda app, now: kept_file(app, now, Kind.STOCK), good={}, bad=None
    ),
}
CHANGES_NOTHING = {"staff.look_at_goods", "staff.look_at_stock"}
