"""Counting a whole shelf: one sheet, all of it or nothing."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront.catalog.stock import disagreements
from storefront.catalog.variant import Variant
from storefront.extensions import db
from tests.support.desk import NAME, Desk
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines

SHEET = "/staff/stock/sheet"
HONEY = f"{SHEET}?category=honey-and-sweets"
SKUS = ("HONEY-180", "HONEY-360", "HONEY-540")


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """A member at work; an order waits for two jars."""
    placed(app, paid, now, bought=(("HONEY-180", 2),))
    return at_the_desk(app, now)


def stocks(app: Flask) -> list[int]:
    with app.app_context():
        assert disagreements() == []
        asked = select(Variant.stock).where(Variant.sku.in_(SKUS)).order_by(Variant.sku)
        return list(db.session.scalars(asked))


def send(desk: Desk, **typed: str) -> int:
    fields = {f"counted-{sku.replace('_', '-')}": text for sku, text in typed.items()}
    return desk.post(SHEET, category="honey-and-sweets", note="棚卸し", **fields).status_code


def test_the_sheet_shows_the_shelf_in_its_order(app: Flask, desk: Desk) -> None:
    with statements(app) as sent:
        words = desk.see(HONEY)
    assert len(sent) <= 5
    assert words.index("HONEY-180") < words.index("HONEY-360")
    assert "うち注文分2" in words
    assert "分類を選ぶと" in desk.see(SHEET)
    assert "この分類に品はありません" in desk.see(f"{SHEET}?category=none")


def test_what_was_typed_is_booked_and_what_was_left_empty_is_not(app: Flask, desk: Desk) -> None:
    assert stocks(app) == [42, 18, 5]
    desk.get(HONEY)
    form = desk.page
    assert send(desk, HONEY_180="４０", HONEY_360=" ", HONEY_540="5") == 303
    assert stocks(app) == [38, 18, 5]
    lines = money_lines(app)
    assert [subject for _act, subject, _after in lines] == ["sku:HONEY-180", "sku:HONEY-540"]
    desk.page = form
    assert send(desk, HONEY_180="40", HONEY_540="5") == 303
    assert money_lines(app) == lines
    desk.get(HONEY)
    assert send(desk) == 303
    assert money_lines(app) == lines


def test_one_wrong_number_holds_all_back(app: Flask, desk: Desk) -> None:
    desk.get(HONEY)
    before = rows(app)
    assert send(desk, HONEY_180="1", HONEY_360="20", HONEY_540="some", NOTHING="3") == 422
    assert list(desk.errors()) == ["counted-HONEY-180", "counted-HONEY-540", "counted-NOTHING"]
    assert desk.page.select_one("#counted-HONEY-360")["value"] == "20"
    assert rows(app) == before
    assert stocks(app) == [42, 18, 5]


def test_a_shelf_that_changed_meanwhile_is_marked_with_both(app: Flask, desk: Desk) -> None:
    desk.get(HONEY)
    with behind_the_counter(app):
        db.session.execute(update(Variant).where(Variant.sku == "HONEY-360").values(stock=17))
    before = rows(app)
    assert send(desk, HONEY_180="44", HONEY_360="18") == 409
    assert rows(app) == before
    assert desk.page.select_one(".stock-sheet__news").get_text() == "開いたとき18点、いま17点"
    assert desk.page.select_one("#counted-HONEY-180")["value"] == "44"
    assert send(desk, HONEY_180="44", HONEY_360="18") == 303


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    for path in (SHEET, HONEY, f"{HONEY}&told=counted_many"):
        desk.get(path)
        assert japanese_left(desk.page) == [NAME], path
