"""The page with the figures of offers."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.offers.gate import Why
from storefront.offers.kinds import Kind, OfferState, Placement
from tests.support import orders
from tests.support.desk import NAME
from tests.support.letters import japanese_left
from tests.support.offers import offer
from tests.support.orders import behind_the_counter
from tests.support.shown import bring, hold_back, show, visitors
from tests.support.till import at_the_desk

PATH = "/staff/offers/figures"
TITLE = "買い忘れはありませんか (en)"


@pytest.fixture
def sold(app: Flask, now: datetime) -> Flask:
    """Forty saw an offer in the cart, four took it, one order has it; five were to see none."""
    with behind_the_counter(app):
        row = offer(now, Kind.CROSS_SELL, Placement.CART)
        seen = show(row, visitors(40, now), now, Placement.CART, clicked=6, accepted=4, refused=3)
        hold_back(row, visitors(5, now), now, Placement.CART, Why.CONTROL)
        hold_back(row, visitors(2, now), now, Placement.CART, Why.IGNORED)
        bring(seen[0], orders.paid(now, bought=(("SLEEP-30", 1),)))
        orders.paid(now, bought=(("GLASS-MUG", 1),))
    return app


def test_it_is_for_staff(app: Flask) -> None:
    answer = app.test_client().get(PATH)
    assert answer.status_code == 303
    assert "/staff/sign-in" in answer.headers["Location"]


def test_without_offers_it_says_so_and_how_things_are_counted(app: Flask, now: datetime) -> None:
    text = at_the_desk(app, now).see(PATH)
    assert "この期間に見られたおすすめはありません" in text
    assert "作りものの訪問者" in text


def test_it_shows_the_numbers_of_the_last_thirty_days(sold: Flask, now: datetime) -> None:
    text = at_the_desk(sold, now).see(PATH)
    assert "2026年10月26日(月)から2026年11月24日(火)まで（30日）" in text
    assert "全2件のうち 50.0%" in text
    assert "選ばれた 4 10.0%（4.0%〜23.1%） 前の期間 0" in text
    assert "断られた 3" in text
    assert "黙っていた 2" in text
    assert "何も見せない1割の人 5回" in text
    assert "40人のうち1人" in text
    assert "まだ判断できません" in text


def test_of_too_few_people_it_says_no_difference(sold: Flask, now: datetime) -> None:
    text = at_the_desk(sold, now).see(PATH)
    assert "差 まだ言えません それぞれ100人・注文10件から" in text


def test_of_enough_people_it_says_what_the_difference_lies_between(
    app: Flask, now: datetime
) -> None:
    with behind_the_counter(app):
        row = offer(now, Kind.CROSS_SELL, Placement.CART)
        seen = show(row, visitors(100, now), now, Placement.CART)
        spared = visitors(100, now)
        hold_back(row, spared, now, Placement.CART, Why.CONTROL)
        for one in seen[:10]:
            bring(one, orders.paid(now, bought=(("SLEEP-15", 1),)))
        for one in spared[:20]:
            orders.paid(now, bought=(("SLEEP-15", 1),)).visitor_id = one.id
    text = at_the_desk(app, now).see(PATH)
    assert "差 −50.0% −92.0%〜+214.5%" in text


def test_offers_nobody_saw_are_one_line(sold: Flask, now: datetime) -> None:
    with behind_the_counter(sold):
        unseen = offer(now, Kind.CROSS_SELL, Placement.DIALOG, title="まだだれも見ていない")
        code = unseen.code
    desk = at_the_desk(sold, now)
    assert "見られていないおすすめ 1件" in desk.see(PATH)
    rest = desk.page.select_one("details.figures__rest")
    assert rest is not None and not rest.has_attr("open")
    assert [one.text for one in rest.select("a")] == ["まだだれも見ていない"]
    assert code not in [one.text for one in desk.page.select("section.figures code")]


def test_other_days_have_other_numbers(sold: Flask, now: datetime) -> None:
    desk = at_the_desk(sold, now)
    text = desk.see(f"{PATH}?from=2026-11-01&to=2026-11-23")
    assert "（23日）" in text
    assert "この期間に見られたおすすめはありません" in text
    assert "選ばれた 4" in desk.see(f"{PATH}?from=2026-11-24&to=2026-11-24")


@pytest.mark.parametrize(
    "days",
    [
        "from=2026-11-24&to=2026-11-01",
        "from=2026-02-30&to=2026-11-01",
        "from=2026-11-01&to=2026-11-25",
        "from=2020-11-01&to=2026-11-24",
        "from=0001-01-01&to=0001-01-02",
        "from=2026-11-01",
        "from=x&to=あ",
    ],
)
def test_days_that_are_none_are_told(app: Flask, now: datetime, days: str) -> None:
    desk = at_the_desk(app, now)
    assert desk.get(f"{PATH}?{days}").status_code == 422
    assert list(desk.errors()) == ["from"]


def test_orders_that_fell_are_said_in_words(app: Flask, now: datetime) -> None:
    then = now - timedelta(days=10)
    with behind_the_counter(app):
        row = offer(now, Kind.CROSS_SELL, Placement.CART, state=OfferState.PUBLISHED)
        show(row, visitors(400, then), then, Placement.CART)
        spared = visitors(30, then)
        hold_back(row, spared, then, Placement.CART, Why.CONTROL)
        seen = show(row, visitors(12, then), then, Placement.CART)
        for one in seen:
            bring(one, orders.paid(then, bought=(("SLEEP-15", 1),)))
        for one in spared[:20]:
            orders.paid(then, bought=(("SLEEP-15", 1),)).visitor_id = one.id
    text = at_the_desk(app, now).see(PATH)
    assert "注文した人が減っています" in text


def test_the_english_page_has_no_japanese_left(sold: Flask, now: datetime) -> None:
    desk = at_the_desk(sold, now, "en")
    desk.get(PATH)
    assert [text for text in japanese_left(desk.page) if text not in {NAME, TITLE}] == []


def test_the_first_page_leads_there(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now)
    desk.get("/staff/")
    assert desk.page.select_one(f"main a[href='{PATH}']")
