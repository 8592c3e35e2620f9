"""What a change would do: the real quote, three baskets to three places, and nothing stored by it."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.clock import day_begins
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.pricing.tax import TaxRate, rates_on
from storefront.quoting.checks import BadTariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.sheets.change import Gone, save
from storefront.sheets.days import Rest, add_days, days_ahead, remove_day
from storefront.sheets.finding import sheet_of
from storefront.sheets.rehearsal import By, rehearse
from storefront.sheets.taxes import add_rate, put_rate, touched, withdraw_rate
from tests.support.orders import paid
from tests.support.sheets import BY, written
from tests.support.statements import rows

APRIL = date(2027, 4, 1)
RESTS = Rest("", date(2026, 12, 21), date(2026, 12, 22), False, {"ja": "棚おろし", "en": "Count"})


def test_the_samples_say_what_becomes_dearer_and_nothing_is_stored(
    shop: Flask, now: datetime
) -> None:
    before = rows(shop)
    sheet = sheet_of("shipping:home")
    assert sheet is not None
    dearer = {"rate-kanto": {"price": 720, "days": 1, "free_from": 5500}, "rate-okinawa": None}
    found = rehearse(lambda: sheet.put(dearer), now, now, By("home"))
    assert rows(shop) == before
    assert len(found) == 9
    light = {one.place.code: one for one in found[:3]}
    assert (light["13"].difference, light["01"].difference) == (70, 0)
    assert light["13"].after.shipping == 720
    assert light["47"].before.total is not None
    assert light["47"].after.total is None


def test_a_fee_is_looked_at_with_its_own_way_to_pay(shop: Flask, now: datetime) -> None:
    sheet = sheet_of("payment:cod")
    assert sheet is not None
    found = rehearse(lambda: sheet.put({"fees": [[300000, 500]]}), now, now, By(payment="cod"))
    sums = [(one.before.fee, one.after.fee) for one in found if one.before.total is not None]
    assert {after for _before, after in sums} == {500}
    assert {before for before, _after in sums} == {330, 440}


def test_an_order_keeps_the_figures_it_was_placed_with(shop: Flask, now: datetime) -> None:
    order = paid(now)
    db.session.commit()
    asked = select(Order.total, Order.shipping, Order.fee)
    kept = db.session.execute(asked.where(Order.id == order.id)).one()
    for subject in ("shipping:home", "shipping:doorstep", "shipping:postbox"):
        sheet = sheet_of(subject)
        assert sheet is not None
        lines = {
            name: value | {"price": 9999}
            for name, value in sheet.values().items()
            if name.startswith("rate-") and value
        }
        assert save(sheet, lines, 0, BY, now)
    add_rate("food", 0, APRIL, BY, now)
    db.session.commit()
    assert db.session.execute(asked.where(Order.id == order.id)).one() == kept


def test_a_tax_rate_holds_from_its_day_on_and_can_be_taken_back_until_then(
    shop: Flask, now: datetime
) -> None:
    add_rate("food", 5, APRIL, BY, now)
    db.session.commit()
    begins = day_begins(APRIL)
    assert load_tariff(now).percent("food") == 8
    assert load_tariff(begins).percent("food") == 5
    assert load_tariff(begins).service_tax == 10
    row = db.session.scalars(select(TaxRate).where(TaxRate.starts_on == APRIL)).one()
    with pytest.raises(Gone):
        withdraw_rate(row.id, BY, begins)
    withdraw_rate(row.id, BY, now)
    db.session.commit()
    assert rates_on(db.session.scalars(select(TaxRate)), APRIL) == {"food": 8, "goods": 10}
    assert [line[:2] for line in written()] == [
        ("tax.added", "tax:food"), ("tax.withdrawn", "tax:food"),
    ]  # fmt: skip


def test_a_rate_that_has_begun_is_neither_changed_nor_removed(shop: Flask, now: datetime) -> None:
    row = db.session.scalars(select(TaxRate)).first()
    assert row is not None
    with pytest.raises(Gone):
        withdraw_rate(row.id, BY, now)
    with pytest.raises(ValueError, match="day to come"):
        put_rate("food", 5, date(2026, 11, 24), now)
    with pytest.raises(BadTariff):
        put_rate("drinks", 5, APRIL, now)
    db.session.rollback()
    add_rate("food", 5, APRIL, BY, now)
    with pytest.raises(BadTariff):
        put_rate("food", 6, APRIL, now)


def test_the_tax_in_a_total_changes_and_the_total_does_not(shop: Flask, now: datetime) -> None:
    begins = day_begins(APRIL)
    found = rehearse(lambda: put_rate("food", 0, APRIL, now), begins, begins)
    first = found[0]
    assert first.before.total == first.after.total
    assert first.after.tax < first.before.tax
    assert db.session.scalar(select(func.count()).select_from(TaxRate)) == 2


def test_orders_that_arrive_after_a_new_rate_are_counted(shop: Flask, now: datetime) -> None:
    order = paid(now)
    db.session.commit()
    assert touched(order.promised_on).arriving_after == 1
    assert touched(date(2030, 1, 1)).arriving_after == 0


def test_days_off_move_the_day_a_parcel_leaves(shop: Flask, now: datetime) -> None:
    monday = day_begins(date(2026, 12, 21))
    assert load_tariff(now).leaves_on(monday) == date(2026, 12, 21)
    add_days(RESTS, BY, now)
    db.session.commit()
    assert load_tariff(now).leaves_on(monday) == date(2026, 12, 23)
    with pytest.raises(BadTariff):
        add_days(RESTS, BY, now)
    db.session.rollback()
    first = next(row for row in days_ahead(now) if row.day == RESTS.first)
    remove_day(first.id, BY, now)
    db.session.commit()
    assert load_tariff(now).leaves_on(monday) == date(2026, 12, 21)
    assert [line[:2] for line in written()] == [
        ("day.added", "calendar:shop"), ("day.removed", "calendar:shop"),
    ]  # fmt: skip
    with pytest.raises(Gone):
        remove_day(99999, BY, now)
