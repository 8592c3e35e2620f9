"""People: a note, a wish about mails, what is kept told, all of it forgotten."""

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.fulfilling import mark_sent
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter, paid, placed

PERSON, LIST = "/staff/customers/10001", "/staff/customers/export"


def _at(end: str, *, over: bool = True):  # type: ignore[no-untyped-def]
    def prepare(app: Flask, now: datetime) -> str:
        placed(app, paid, now)
        if over:
            with behind_the_counter(app):
                mark_sent(db.session.scalars(select(Order)).one(), now, [""])
        return f"{PERSON}/{end}"

    return prepare


CHANGES = {
    "staff.note_customer": Change(_at("notes"), {"note": "箱は静かに"}, {"note": ""}, page=PERSON),
    "staff.note_wish": Change(_at("wishes"), {"offers": "no"}, {"offers": "maybe"}, page=PERSON),
    "staff.export_customer": Change(_at("export"), {}, None, page=PERSON),
    "staff.export_customers_now": Change(
        lambda app, now: _at("", over=False)(app, now) and LIST, {}, None, page=LIST
    ),
    "staff.erase_customer": Change(_at("erase"), {}, None),
}
