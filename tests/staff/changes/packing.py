"""Parcels out to a carrier's program, and its numbers back in."""

import json
from datetime import datetime

from flask import Flask

from storefront.orders.tracking_file import Line
from storefront.payments.tracking_plan import judge
from tests.staff.changes.change import Change
from tests.support.orders import paid, placed


def _ready(app: Flask, now: datetime) -> str:
    placed(app, paid, now)
    return "/staff/packing/carrier"


def _numbers(app: Flask, now: datetime) -> str:
    placed(app, paid, now)
    return "/staff/packing/tracking/now"


def _shown(app: Flask) -> dict[str, object]:
    line = Line(2, "10001-1", "4912-3456-7890")
    with app.app_context():
        digest = judge([line]).digest
    return {"lines": json.dumps([[line.line, line.key, line.tracking, ""]]), "digest": digest}


CHANGES = {
    "staff.carrier_file_out": Change(
        _ready, {"orders": "10001", "encoding": "utf-8"}, {"encoding": "latin-1"}
    ),
    "staff.tracking_now": Change(_numbers, _shown, {"digest": "another"}, "/staff/packing"),
}
CHANGES_NOTHING = {"staff.tracking_read"}
