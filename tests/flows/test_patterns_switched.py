"""Each pattern of the shop's pages switched off: what goes, what stands there instead, and what stays as it was."""

import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront.checkout.checkout import Checkout
from storefront.lab.patterns import Pattern
from tests.cart.visitor import Visitor, read, words
from tests.checkout.buyer import ADDRESS, Buyer
from tests.flows.switched import off
from tests.support.statements import rows

PRODUCT = "/products/sleep-blend"
LATER = "送料は、ご注文手続きでお知らせします"
YEN = re.compile(r"¥[\d,]+")


def visitor_with(app: Flask, wish: str) -> Visitor:
    found = Visitor(app.test_client())
    if wish:
        off(found.client, wish)
    return found


def amounts(page: BeautifulSoup) -> set[str]:
    """Yen named anywhere on a page, the bar at its foot included."""
    return set(YEN.findall(words(page.body)))


def test_shipping_is_told_early(app: Flask) -> None:
    visitor = visitor_with(app, "")
    visitor.post("/delivery-area", prefecture="13")
    said = words(visitor.get(PRODUCT).body)
    assert "東京都への送料 ¥650" in said and LATER not in said
    visitor.add("SLEEP-30")
    assert "送料（東京都・宅配便） ¥650" in visitor.panel()


def test_shipping_is_told_in_checkout_and_before_the_order(app: Flask) -> None:
    visitor = visitor_with(app, "shipping_early:off")
    visitor.post("/delivery-area", prefecture="13")
    page = visitor.get(PRODUCT)
    assert page.select("section.landed, .delivery-line b:-soup-contains('¥650')") == []
    assert words(page.select_one("#chosen")).count(LATER) == 1
    assert not {"¥650", "¥1,930"} & amounts(page)
    part = read(visitor.client.get(f"/ja{PRODUCT}?sku=SLEEP-90", headers={"HX-Request": "true"}))
    assert part.select_one("div#landed[data-hx-swap-oob]") is not None
    added = read(visitor.add("SLEEP-30", htmx=True))
    assert added.select_one("dialog") is not None
    cart = visitor.get("/cart")
    assert not {"¥650", "¥1,930"} & (amounts(cart) | set(YEN.findall(words(added))))
    assert "小計（送料と手数料は別） ¥1,280" in visitor.panel()
    assert "このあと金額" not in visitor.panel()
    assert cart.select(".panel__area, [name=prefecture]") == []
    assert "¥650" not in words(visitor.get("/").body)
    buyer = Buyer(app, client=visitor.client)
    buyer.to_confirmation(None)
    assert "¥650" in buyer.said() and "¥2,260" in buyer.said()


def test_a_change_of_the_parcel_is_not_told_in_yen_either(app: Flask) -> None:
    for wish, told in (("", True), ("shipping_early:off", False)):
        visitor = visitor_with(app, wish)
        visitor.post("/delivery-area", prefecture="13")
        visitor.add("SLEEP-15")
        said = words(read(visitor.client.get("/ja/cart?added=SLEEP-15&had=0")).body)
        answer = read(visitor.add("SLEEP-30", htmx=True))
        assert ("¥330から¥650" in words(answer)) is told
        assert ("¥330" in said) is told


def test_guests_walk_in(app: Flask) -> None:
    visitor = visitor_with(app, "")
    visitor.add("SLEEP-30")
    assert "会員登録はいりません。" in visitor.panel()
    assert "会員登録はいりません。" in words(visitor.get("/checkout/delivery").main)
    answer = visitor.client.get("/ja/checkout/email")
    assert (answer.status_code, answer.location) == (303, "/ja/checkout/delivery")


def test_the_door_asks_for_the_email_first_and_nothing_else(app: Flask) -> None:
    buyer = Buyer(app)
    off(buyer.client, "guest_checkout:off")
    assert buyer.get("/checkout/email").location == "/ja/cart"
    buyer.take()
    before = rows(app)
    assert buyer.get("/checkout/delivery").location == "/ja/checkout/email"
    buyer.follow()
    assert rows(app) == before
    named = [str(one["name"]) for one in buyer.page.select("main [name]")]
    assert named == ["csrf_token", "email"]
    assert "会員のしくみはまだないので、パスワードはいりません。" in buyer.said()
    assert buyer.post(email="minori").status_code == 422
    assert list(buyer.errors()) == ["email"]
    assert buyer.form().select_one("[name=email]")["value"] == "minori"  # type: ignore[index]
    assert rows(app) == before
    assert buyer.post(email="ＭＩＮＯＲＩ@Example.jp").location == "/ja/checkout/delivery"
    buyer.follow()
    assert "会員登録" not in buyer.said()
    assert buyer.form().select_one("[name=email]")["value"] == "MINORI@example.jp"  # type: ignore[index]
    assert buyer.get("/checkout/email").location == "/ja/checkout/delivery"


def test_the_region_stays_chosen_behind_the_door(app: Flask) -> None:
    buyer = Buyer(app)
    off(buyer.client, "guest_checkout:off")
    Visitor(buyer.client).post("/delivery-area", prefecture="27")
    buyer.take()
    buyer.get("/checkout/email")
    buyer.post(email="minori@example.jp")
    buyer.follow()
    assert buyer.page.select_one("#prefecture option[selected]")["value"] == "27"  # type: ignore[index]


def test_sizes_side_by_side_or_as_a_list(app: Flask) -> None:
    usual = visitor_with(app, "").get(PRODUCT)
    assert len(usual.select("#buy-box fieldset input[type=radio][name=sku]")) == 3
    assert usual.select("#buy-box select") == []
    visitor = visitor_with(app, "sku_radio:off")
    page = visitor.get(f"{PRODUCT}?sku=SLEEP-90")
    assert page.select("#buy-box input[name=sku], #buy-box .ladder") == []
    assert len(page.select("#buy-box button.btn--primary")) == 1
    label = page.select_one("#buy-box label[for=sku]")
    assert words(label) == "大きさ 価格はすべて税込です"
    options = page.select("#buy-box select#sku option")
    assert [words(one) for one in options] == [
        "15包 ¥780 （1包あたり¥52）",
        "30包 ¥1,280 （1包あたり¥43）",
        "90包 ¥2,760 （1包あたり¥31）",
    ]
    assert [str(one["value"]) for one in options if one.has_attr("selected")] == ["SLEEP-90"]
    assert visitor.add("SLEEP-90").status_code == 303
    assert visitor.lines() == {"SLEEP-90": 1}


def test_three_tiers_compared_or_a_plain_list(app: Flask) -> None:
    usual = visitor_with(app, "").get(PRODUCT)
    assert len(usual.select("#buy-box .ladder .ladder__step")) == 2
    page = visitor_with(app, "tiers:off").get(PRODUCT)
    assert page.select(".ladder, .ladder__step, .reason") == []
    choices = page.select("#buy-box .choices .choice")
    assert [words(one.select_one(".choice__title")) for one in choices] == ["15包", "30包", "90包"]
    assert [words(one.select_one(".price")) for one in choices] == ["¥780", "¥1,280", "¥2,760"]


def test_the_dialog_or_straight_to_the_cart(app: Flask) -> None:
    answer = visitor_with(app, "").add("SLEEP-30", htmx=True)
    assert read(answer).select_one("dialog") is not None
    visitor = visitor_with(app, "dialog:off")
    answer = visitor.add("SLEEP-30", htmx=True)
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["HX-Redirect"] == "/ja/cart?added=SLEEP-30&had=0"
    page = read(visitor.client.get(answer.headers["HX-Redirect"]))
    said = words(page.select_one(".flash"))
    assert said.startswith("カートに入れました：おやすみブレンド 30包")
    off(visitor.client, "dialog:on")
    assert read(visitor.add("HOJICHA-80", htmx=True)).select_one("dialog") is not None


@pytest.mark.parametrize("wish", ["", "free_shipping_line:off"])
def test_the_bar_to_free_shipping_or_the_rule_in_words(app: Flask, wish: str) -> None:
    visitor, on = visitor_with(app, wish), not wish
    visitor.post("/delivery-area", prefecture="13")
    visitor.add("SLEEP-90")
    dialog = read(visitor.add("HONEY-180", htmx=True))
    for page in (visitor.get(PRODUCT), visitor.get("/cart"), dialog):
        assert (page.select("progress") != []) is on
        assert bool(re.search("あと ?¥", words(page))) is on
        assert ("¥5,500以上のご注文で、送料は当社が負担します。" in words(page)) is not on


def test_payment_methods_early_or_at_the_payment_step(app: Flask) -> None:
    usual = visitor_with(app, "")
    usual.add("SLEEP-30")
    for path in ("/", PRODUCT, "/cart"):
        assert "代金引換" in words(usual.get(path).body)
    buyer = Buyer(app)
    off(buyer.client, "payment_methods_early:off")
    visitor = Visitor(buyer.client)
    visitor.post("/delivery-area", prefecture="13")
    visitor.add("SLEEP-30")
    for path in ("/", PRODUCT, "/cart"):
        page = visitor.get(path)
        assert not {"代金引換", "クレジットカード"} & set(words(page.body).split())
        assert page.select(".site-footer__pay, .sums--pay, #pay-sums") == []
        assert "お支払い方法と手数料は、お支払いの画面でお知らせします。" in words(page.body) or (
            path == "/cart" and "お支払い方法を変えたときだけ" in words(page.body)
        )
    assert "お支払い総額（税込・宅配便） ¥1,930" in words(visitor.get(PRODUCT).main)
    buyer.to_payment()
    assert "代金引換" in buyer.said() and "手数料¥330" in buyer.said()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("wish", ["all:off", ""])
def test_the_price_is_the_same_with_everything_off(app: Flask, language: str, wish: str) -> None:
    """From the product to the thank-you page without scripts."""
    buyer = Buyer(app, language)
    if wish:
        off(buyer.client, wish)
    buyer.get(PRODUCT)
    buyer.post(sku="SLEEP-30", quantity="2")
    buyer.follow()
    buyer.get("/checkout/delivery")
    if wish:
        buyer.follow()
        buyer.post(email=ADDRESS["email"])
        buyer.follow()
    buyer.post(**ADDRESS)
    buyer.follow()
    buyer.pay_with(None)
    buyer.follow()
    assert "¥3,540" in buyer.said()
    assert f"/{language}/orders/10001/thank-you?key=" in str(buyer.post().location)
    buyer.follow()
    assert "10001" in buyer.said() and "¥3,540" in buyer.said()
    bar = buyer.page.select("aside [name=lab].chip")
    assert len(bar) == (len(Pattern) if wish else 0)


def test_an_answer_at_the_door_alone_is_kept_until_the_order(
    app: Flask, client: FlaskClient
) -> None:
    buyer = Buyer(app, client=client)
    off(client, "guest_checkout:off")
    buyer.take()
    buyer.get("/checkout/email")
    for typed in ("first@example.jp", "minori@example.jp"):
        token = str(Visitor(client).get("/cart").select_one("[name=csrf_token]")["value"])  # type: ignore[index]
        sent = {"csrf_token": token, "email": typed}
        assert client.post("/ja/checkout/email", data=sent).status_code == 303
    answers = buyer.answers()
    assert isinstance(answers, Checkout) and answers.email == "minori@example.jp"
    off(client, "all:on")
    assert buyer.get("/checkout/payment").location == "/ja/checkout/delivery"
    buyer.to_confirmation(None)
    assert "minori@example.jp" in buyer.said()
