"""Article 12-6 of the Act on Specified Commercial Transactions: the confirmation page is parsed, and all six items are there.

Fails if one of them, or the terms of return, is missing or empty, in either language and for every way to send and pay.
"""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from tests.cart.visitor import words
from tests.checkout.buyer import PAYS, Buyer
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop

SIX = [
    "分量",
    "販売価格・対価",
    "支払いの時期・方法",
    "引渡しの時期",
    "申込みの期間",
    "申込みの撤回・解除、返品",
]
CARD, CASH = PAYS, None
TEA, TOWEL, BISCUIT = "SLEEP-30", "LINEN-NATURAL", "BISCUIT-6"
DATE = {"ja": r"\d+月\d+日\([月火水木金土日]\)", "en": r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2}"}
SENT = {
    "home and card": ((TEA,), {"shipping_rate": "home"}, CARD),
    "home, a day and a time": (
        (TEA,),
        {"shipping_rate": "home", "delivery_date": "2026-11-28", "time_slot": "14-16"},
        CARD,
    ),
    "home and cash on delivery": ((TEA,), {"shipping_rate": "home"}, CASH),
    "left at the door": ((TEA,), {"shipping_rate": "doorstep"}, CARD),
    "letterbox": ((TOWEL,), {"shipping_rate": "postbox"}, CARD),
    "apart and card": ((TEA, BISCUIT), {"shipping_rate": "home"}, CARD),
    "apart and cash on delivery": ((TEA, BISCUIT), {"shipping_rate": "home"}, CASH),
    "cool alone": ((BISCUIT,), {"shipping_rate": "cool"}, CARD),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all guests of this file, in which biscuits are kept cool."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened:
        with behind_the_counter(opened):
            cool = update(Variant).where(Variant.sku == BISCUIT)
            db.session.execute(cool.values(temperature="cool"))
        yield opened


def items(buyer: Buyer) -> dict[str, str]:
    """Number and words of each item, as they stand in text on the page, outside anything folded away."""
    section = buyer.page.select_one("main form .legal")
    assert section is not None and section.find_parent("details") is None
    assert section.select("details, [hidden], .visually-hidden") == []
    rows = section.select("dl > .facts__row")
    assert [words(row.select_one("dt .no")) for row in rows] == list("123456")
    return {words(row.dt).split(" ", 1)[1]: words(row.dd) for row in rows}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("case", SENT)
def test_all_six_items_are_there_and_say_what_they_must(
    shop: Flask, now: datetime, language: str, case: str
) -> None:
    goods, answers, paid_by = SENT[case]
    buyer = Buyer(shop, language)
    for sku in goods:
        buyer.take(sku)
    buyer.to_confirmation(paid_by, **answers)
    found = items(buyer)
    assert len(found) == 6 and all(len(text) > 5 for text in found.values()), found
    quantity, price, payment, delivery, period, undoing = found.values()
    summary = [words(line) for line in buyer.page.select(".line__name")]
    assert len(summary) == len(goods) and all(name in quantity for name in summary)
    total = words(buyer.page.select_one(".totals__grand dd")).split()[0]
    assert total in price and price.count("¥") >= len(goods) + 3
    adds_up(price)
    assert any(word in payment for word in ("カード", "代金引換", "card", "Cash on delivery"))
    parcels = 2 if len(goods) == 2 else 1
    assert len(re.findall(DATE[language], delivery)) == 2 * parcels, delivery
    assert len(period) > 10
    assert "8" in undoing and "hello@happa.example" in undoing and "03-0000-0000" in undoing
    link = buyer.page.select_one(".legal a[href$='/legal/returns'], .legal a[href*=returns]")
    assert link is not None and words(link)


def adds_up(price: str) -> None:
    """The amounts of item 2 sum to the total that stands last."""
    amounts = [int(yen.replace(",", "")) for yen in re.findall(r"¥([\d,]+)", price)]
    assert sum(amounts[:-1]) == amounts[-1]


def test_the_letterbox_says_that_no_day_can_be_named(shop: Flask, now: datetime) -> None:
    for language, said in (
        ("ja", "ポスト便のため、日時の指定はできません。"),
        ("en", "With a Letterbox parcel no day or time can be chosen."),
    ):
        buyer = Buyer(shop, language).take(TOWEL)
        buyer.to_confirmation(shipping_rate="postbox")
        assert said in list(items(buyer).values())[3]


def test_each_parcel_has_its_own_days_when_the_cool_one_is_later(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    afternoon = now.replace(hour=4)
    monkeypatch.setattr("storefront.clock.now", lambda: afternoon)
    buyer = Buyer(shop).take(TEA).take(BISCUIT)
    buyer.to_confirmation()
    delivery = items(buyer)["引渡しの時期"]
    assert delivery == (
        "宅配便（常温の品1点） 11月24日(火)に発送します。 11月25日(水) にお届けします。 "
        "クール便（冷蔵の品1点） 11月25日(水)に発送します。 11月26日(木) にお届けします。"
    )


def test_in_japanese_the_items_bear_the_names_of_the_law(shop: Flask, now: datetime) -> None:
    buyer = Buyer(shop).take(TEA)
    buyer.to_confirmation()
    assert list(items(buyer)) == SIX
