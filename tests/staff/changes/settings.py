"""Settings: one sheet of each kind, days, taxes, and what waits."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.sheets.change import schedule, version_of, waiting
from storefront.sheets.days import days_ahead
from storefront.sheets.finding import sheet_of
from storefront.sheets.taxes import add_rate
from storefront.staff.audit import SHELL
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter

WEEK = "/staff/settings/days/week"


def at(path: str) -> Callable[[Flask, datetime], str]:
    return lambda _app, _now: path


def typed_week(_app: Flask) -> Mapping[str, object]:
    return {f"weekdays-{day}": "1" for day in range(6)} | {"cutoff": "14:00", "press": "do"}


def a_waiting_change(app: Flask, now: datetime) -> str:
    with behind_the_counter(app):
        sheet = sheet_of("days:week")
        assert sheet is not None
        schedule(sheet, {"cutoff": "13:00"}, version_of("days:week"), date(2026, 12, 1), SHELL, now)
    with app.app_context():
        return f"/staff/settings/waiting/{waiting()[0].id}/withdraw"


def a_day_off(app: Flask, now: datetime) -> str:
    with app.app_context():
        return f"/staff/settings/days/{days_ahead(now)[0].id}/remove"


def a_coming_rate(app: Flask, now: datetime) -> str:
    with behind_the_counter(app):
        add_rate("food", 5, date(2027, 4, 1), SHELL, now)
    with app.app_context():
        row = db.session.scalars(select(TaxRate).order_by(TaxRate.starts_on.desc())).first()
        assert row is not None
        return f"/staff/settings/tax/{row.id}/withdraw"


CHANGES = {
    "staff.change_setting": Change(at(WEEK), typed_week, {"cutoff": "25:00"}),
    "staff.add_way": Change(
        at("/staff/settings/shipping/new"), {"code": "locker", "like": "home"}, {"code": "home"}
    ),
    "staff.withdraw_setting_now": Change(a_waiting_change, {}, None),
    "staff.add_closed_days": Change(
        at("/staff/settings/days"),
        {
            "kind": "shut",
            "first": "2026-12-21",
            "last": "",
            "name-ja": "棚おろし",
            "name-en": "Stocktaking",
            "press": "do",
        },
        {"first": "2026-12-30"},
    ),
    "staff.remove_closed_day_now": Change(a_day_off, {}, None),
    "staff.add_tax_rate": Change(
        at("/staff/settings/tax"),
        {"class": "food", "percent": "0", "from": "2027-04-01", "press": "do"},
        {"from": "2026-11-24"},
    ),
    "staff.withdraw_tax_rate_now": Change(a_coming_rate, {}, None),
}
CHANGES_NOTHING = {"staff.try_mail_words"}
