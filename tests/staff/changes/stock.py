"""Counting at the desk."""

from datetime import datetime

from flask import Flask

from tests.staff.changes.change import Change

PAGE, SHEET = "/staff/stock/SLEEP-30", "/staff/stock/sheet"


def there(app: Flask, now: datetime) -> str:
    return PAGE


def sheet(app: Flask, now: datetime) -> str:
    return SHEET


CHANGES = {
    "staff.count_stock": Change(
        prepare=there,
        good={"way": "count", "counted": "7", "reason": "counted"},
        bad={"counted": "many"},
    ),
    "staff.count_many": Change(
        prepare=sheet,
        page=f"{SHEET}?category=honey-and-sweets",
        good={"category": "honey-and-sweets", "counted-HONEY-180": "40"},
        bad={"counted-HONEY-180": "-4"},
    ),
}
