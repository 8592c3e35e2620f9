"""The first step's calendar and times of day: what can be chosen is there without scripts, what cannot is refused in words."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from flask import Flask

from tests.cart.visitor import words
from tests.checkout.buyer import ADDRESS, Buyer, values_of
from tests.support.shops import open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all guests of this file: each has a cart of their own."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened:
        yield opened


@pytest.fixture(params=["ja", "en"])
def buyer(shop: Flask, now: datetime, request: pytest.FixtureRequest) -> Buyer:
    opened = Buyer(shop, request.param)
    opened.client.set_cookie("area", "13")
    opened.take("LINEN-NATURAL").get("/checkout/delivery")
    return opened


def test_the_calendar_has_named_days_and_the_soonest_comes_first(buyer: Buyer) -> None:
    ja = buyer.language == "ja"
    radios = buyer.page.select("input[name=delivery_date]")
    assert [str(one["id"]) for one in radios] == [f"delivery_date-{at}" for at in range(15)]
    assert (radios[0]["value"], radios[0].has_attr("checked")) == ("", True)
    assert radios[1]["value"] == "2026-11-25" and radios[-1]["value"] == "2026-12-08"
    named = [words(one.find_parent("label").select_one(".visually-hidden")) for one in radios[1:]]
    assert named[0] == ("11月25日(水)" if ja else "Wed, 25 Nov")
    assert len(set(named)) == 14
    heads = [words(th) for th in buyer.page.select(".days thead th[scope=col]")]
    assert heads == list("月火水木金土日") if ja else heads[0] == "Mon"
    assert len(buyer.page.select(".days tbody tr")) == 3
    too_soon = buyer.page.select_one(".days .day--shut")
    assert too_soon is not None and too_soon.input is None
    assert ("お届けが間に合いません" if ja else "too soon") in words(too_soon)
    assert ("祝日" if ja else "Hol.") in words(too_soon)
    assert buyer.page.find("fieldset", recursive=True) is not None


def test_a_day_and_a_time_are_kept_and_found_again(buyer: Buyer) -> None:
    buyer.to_payment(delivery_date="2026-12-08", time_slot="19-21")
    kept = buyer.answers()
    assert kept is not None
    assert (kept.delivery_date, kept.time_slot) == (date(2026, 12, 8), "19-21")
    buyer.get("/checkout/delivery")
    again = values_of(buyer.form())
    assert (again["delivery_date"], again["time_slot"]) == ("2026-12-08", "19-21")


def test_a_way_without_days_lets_day_and_time_go(buyer: Buyer) -> None:
    sent = {"shipping_rate": "postbox", "delivery_date": "2026-11-30", "time_slot": "am"}
    assert buyer.post(**{**ADDRESS, **sent}).status_code == 303
    kept = buyer.answers()
    assert kept is not None
    assert (kept.shipping_method, kept.delivery_date, kept.time_slot) == ("postbox", None, "")


def test_without_scripts_the_days_of_the_other_ways_are_there_all_the_same(buyer: Buyer) -> None:
    assert values_of(buyer.form())["shipping_rate"] == "postbox"
    assert buyer.page.find(id="delivery_date-14") is not None
    assert buyer.page.find(id="time_slot-5") is not None
    ways = {str(one["value"]): one for one in buyer.page.select("input[name=shipping_rate]")}
    assert {code: one["data-days"] for code, one in ways.items()} == {
        "home": "yes",
        "doorstep": "yes",
        "postbox": "no",
    }
    assert {code: one["data-slots"] for code, one in ways.items()} == {
        "home": "yes",
        "doorstep": "no",
        "postbox": "no",
    }


@pytest.mark.parametrize(
    ("day", "ja", "en"),
    [
        ("2026-11-24", "11月25日(水)からお届けできます", "We can deliver from Wed, 25 Nov on"),
        ("1999-01-01", "11月25日(水)からお届けできます", "We can deliver from Wed, 25 Nov on"),
        ("2026-12-09", "お届け日は12月8日(火)までの日から", "Choose a day up to Tue, 8 Dec"),
        ("9999-12-31", "お届け日は12月8日(火)までの日から", "Choose a day up to Tue, 8 Dec"),
        ("25.11.2026", "11月25日(水)からお届けできます", "We can deliver from"),
        ("2026-11-31", "11月25日(水)からお届けできます", "We can deliver from"),
        ("2026-W48-3T10:00", "11月25日(水)からお届けできます", "We can deliver from"),
        ("9" * 9000, "11月25日(水)からお届けできます", "We can deliver from"),
        ("' OR 1=1 --", "11月25日(水)からお届けできます", "We can deliver from"),
    ],
)
def test_a_day_that_cannot_be_is_refused_where_it_was_chosen(
    buyer: Buyer, day: str, ja: str, en: str
) -> None:
    assert buyer.post(**ADDRESS, delivery_date=day).status_code == 422
    (said,) = buyer.errors().values()
    assert (ja if buyer.language == "ja" else en) in said
    assert list(buyer.errors()) == ["delivery_date-0"]
    assert buyer.page.find(id="delivery_date-0") is not None
    assert buyer.answers() is None


@pytest.mark.parametrize("slot", ["12-14", "AM", "x" * 9000, "14-16 ", "⏰"])
def test_a_time_that_the_carrier_does_not_offer_is_refused(buyer: Buyer, slot: str) -> None:
    assert buyer.post(**ADDRESS, time_slot=slot).status_code == 422
    assert list(buyer.errors()) == ["time_slot-0"]
    assert buyer.answers() is None
