"""The third step: the six items of the law, ways back that come back, and no look of a finished order."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from bs4 import Tag
from flask import Flask

from tests.cart.visitor import words
from tests.checkout.buyer import Buyer, values_of
from tests.support.shops import open_shop
from tests.support.statements import rows, statements

SIX = [
    "分量",
    "販売価格・対価",
    "支払いの時期・方法",
    "引渡しの時期",
    "申込みの期間",
    "申込みの撤回・解除、返品",
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all guests of this file: each has a cart of their own."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened:
        yield opened


@pytest.fixture
def buyer(shop: Flask, now: datetime) -> Buyer:
    return Buyer(shop).take("SLEEP-30", 2)


def legal(buyer: Buyer) -> dict[str, str]:
    found = buyer.page.select(".legal .facts__row")
    return {words(row.dt).split(" ", 1)[1]: words(row.dd) for row in found}


def test_it_cannot_be_taken_for_the_page_after_the_order(buyer: Buyer) -> None:
    buyer.to_confirmation()
    assert words(buyer.page.title).startswith(
        "内容をお確かめください（注文はまだ完了していません）"
    )
    assert words(buyer.page.h1) == "内容をお確かめください"
    assert buyer.said().count("注文はまだ完了していません") == 3
    assert "ありがとう" not in buyer.said()


def test_the_six_items_stand_above_the_button_that_says_the_total(buyer: Buyer) -> None:
    buyer.to_confirmation(time_slot="14-16")
    items = legal(buyer)
    assert list(items) == SIX
    assert "おやすみブレンド 30包 2点" in items["分量"] and "計2点" in items["分量"]
    for amount in ("¥2,560", "¥650", "¥0", "お支払い総額 ¥3,210（税込）"):
        assert amount in items["販売価格・対価"]
    assert "クレジットカード •••• 4242" in items["支払いの時期・方法"]
    assert "確定と同時" in items["支払いの時期・方法"]
    assert (
        items["引渡しの時期"]
        == "11月24日(火)に発送します。 11月25日(水) 14時〜16時 にお届けします。"
    )
    assert "期限はありません" in items["申込みの期間"]
    assert "取り消せます" in items["申込みの撤回・解除、返品"]
    assert "8日以内" in items["申込みの撤回・解除、返品"]
    order = [tag for tag in buyer.form().select(".legal, button") if isinstance(tag, Tag)]
    assert "legal" in order[1]["class"]
    assert [words(button) for button in buyer.form().select("button")] == [
        "注文を確定する ¥3,210"
    ] * 3


def test_a_day_asked_for_is_the_day_promised(buyer: Buyer) -> None:
    buyer.to_confirmation(delivery_date="2026-11-28")
    assert (
        legal(buyer)["引渡しの時期"] == "11月27日(金)に発送します。 11月28日(土) にお届けします。"
    )


def test_each_block_can_be_changed_and_comes_back(buyer: Buyer) -> None:
    buyer.to_confirmation()
    links = [str(a["href"]) for a in buyer.page.select(".review__edit")]
    assert links == [
        "/ja/checkout/delivery?back=confirm",
        "/ja/checkout/delivery?back=confirm#delivery-choices",
        "/ja/checkout/payment?back=confirm",
    ]
    buyer.get(links[0])
    assert buyer.post(name="山田 花").location == "/ja/checkout/confirm"
    buyer.follow()
    assert "山田 花 様" in buyer.said()
    buyer.get(links[2])
    assert buyer.post(payment_method="cod").location == "/ja/checkout/confirm"
    buyer.follow()
    assert "¥3,540" in buyer.said()


def test_a_change_that_rules_out_the_payment_leads_there_and_back(buyer: Buyer) -> None:
    buyer.to_confirmation(card=None)
    buyer.get("/checkout/delivery?back=confirm")
    assert buyer.post(shipping_rate="doorstep").location == "/ja/checkout/payment?back=confirm"
    buyer.follow()
    assert values_of(buyer.form())["payment_method"] == "card"
    assert buyer.pay_with("4242424242424242").location == "/ja/checkout/confirm"


def test_a_step_that_is_missing_comes_first(buyer: Buyer) -> None:
    assert buyer.get("/checkout/confirm").location == "/ja/checkout/delivery"
    assert buyer.get("/checkout/payment").location == "/ja/checkout/delivery"
    buyer.to_payment()
    assert buyer.get("/checkout/confirm").location == "/ja/checkout/payment"


def test_looking_writes_nothing_and_asks_little(buyer: Buyer, shop: Flask) -> None:
    buyer.to_confirmation()
    before = rows(shop)
    for path in ("/checkout/delivery", "/checkout/payment", "/checkout/confirm"):
        with statements(shop) as sent:
            answer = buyer.get(path)
        assert answer.status_code == 200
        assert len(sent) <= 6, sent
        assert answer.headers["Cache-Control"] == "no-store"
        assert buyer.page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert rows(shop) == before


@pytest.mark.parametrize("language", ["ja", "en"])
def test_at_most_eight_fields_before_payment_and_eleven_with_a_card(
    shop: Flask, now: datetime, language: str
) -> None:
    buyer = Buyer(shop, language).take()
    seen = []
    buyer.get("/checkout/delivery")
    seen += fields(buyer)
    assert len(seen) == 7
    buyer.to_payment()
    seen += fields(buyer)
    assert len(seen) == 11
    buyer.pay_with("4242424242424242")
    buyer.follow()
    assert fields(buyer) == []


def fields(buyer: Buyer) -> list[str]:
    """What a guest has to look at and may have to fill in, choices by radio apart."""
    away = {"hidden", "radio", "submit"}
    found = buyer.page.select("main input, main select, main textarea")
    return [str(one["name"]) for one in found if one.get("type") not in away]
