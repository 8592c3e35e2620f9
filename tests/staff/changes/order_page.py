"""What staff write about an order, and the mails they send again."""

from datetime import datetime

from flask import Flask

from storefront.orders.note import add_note
from storefront.worker import run_due
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.till import order_of


def _paid(end: str) -> object:
    return lambda app, now: f"/staff/orders/{placed(app, paid, now).number}/{end}"


def _noted(app: Flask, now: datetime) -> str:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        add_note(order_of(number), "二重に包む", None, "", now, "a note")
    return f"/staff/orders/{number}/handling"


def _mailed(app: Flask, now: datetime) -> str:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        run_due(now)
    return f"/staff/orders/{number}/mails"


CHANGES = {
    "staff.write_note": Change(
        _paid("notes"), {"note": "留守なら置き配", "key": "a"}, {"note": " "}, "/staff/orders/10001"
    ),
    "staff.show_note": Change(_noted, {"note": "1"}, {"note": "9"}, "/staff/orders/10001"),
    "staff.change_typed": Change(
        _paid("change"),
        {
            "name": "若葉 みのり",
            "postal_code": "150-0041",
            "prefecture": "13",
            "address": "渋谷区神南9",
            "phone": "0312345678",
            "shipping_rate": "home",
            "delivery_date": "",
            "time_slot": "",
        },
        {"phone": "1"},
        then={"press": "do"},
    ),
    "staff.correct_order_email": Change(
        _paid("email"), {"email": "new@example.jp"}, {"email": "nobody"}
    ),
    "staff.mail_again": Change(_mailed, {"mail": "now"}, {"seen": "0-0"}),
}
