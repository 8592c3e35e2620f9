"""Ways to pay, closed and opened."""

from datetime import datetime

from flask import Flask

from storefront.payments.closing import close_method
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter


def _closed(app: Flask, now: datetime) -> str:
    with behind_the_counter(app):
        close_method("card", now, None, "staff")
    return "/staff/methods/card/open"


CHANGES = {
    "staff.close_way_now": Change(
        lambda _app, _now: "/staff/methods/card/close", {"time": "30"}, {"time": "7"}
    ),
    "staff.open_way_now": Change(_closed, {}, None),
}
