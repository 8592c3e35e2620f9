"""Applying a file that was looked at."""

from datetime import datetime

from flask import Flask

from storefront.files.sheet import Kind
from tests.staff.changes.change import Change
from tests.support.filed import looked_at
from tests.support.orders import behind_the_counter

FILES = {
    Kind.SKUS: b"sku,price\r\nHONEY-180,1500\r\n",
    Kind.STOCK: b"sku,counted\r\nHONEY-180,30\r\n",
}


def kept_file(app: Flask, now: datetime, kind: Kind) -> str:
    """A file that the member at the desk has looked at; the path to apply it."""
    with behind_the_counter(app):
        return f"/staff/files/{kind}/{looked_at(kind, FILES[kind], now).id}"


CHANGES = {
    "staff.apply_goods_file": Change(
        prepare=lambda app, now: kept_file(app, now, Kind.SKUS), good={}, bad=None
    ),
    "staff.apply_stock_file": Change(
        prepare=lambda app, now: kept_file(app, now, Kind.STOCK), good={}, bad=None
    ),
}
CHANGES_NOTHING = {"staff.look_at_goods", "staff.look_at_stock"}
