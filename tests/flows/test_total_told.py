"""A total that never surprises: what became dearer since it was agreed to is said, with both amounts, before the button."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from storefront import clock
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.revision import Part, bump
from storefront.shipping.method import ShippingMethod, ShippingRate
from tests.cart.visitor import words
from tests.checkout.buyer import ADDRESS, Buyer, values_of
from tests.support.orders import behind_the_counter
from tests.support.statements import rows

LETTERBOX = {"shipping_rate": "postbox"}


@contextmanager
def staff(app: Flask) -> Iterator[None]:
    """Changes that staff make to the tariff."""
    with behind_the_counter(app):
        yield
        bump(Part.SETTINGS)


def switch_off(app: Flask, table: type[ShippingMethod | PaymentMethod], code: str) -> None:
    with staff(app):
        db.session.execute(update(table).where(table.code == code).values(active=False))


@pytest.fixture(params=["ja", "en"])
def buyer(app: Flask, request: pytest.FixtureRequest) -> Buyer:
    return Buyer(app, request.param)


def news(buyer: Buyer) -> str:
    return " ".join(words(one) for one in buyer.page.select(".news .notice"))


def test_what_another_tab_put_in_outgrows_the_letterbox_and_is_asked_again(
    buyer: Buyer, app: Flask
) -> None:
    buyer.take("LINEN-NATURAL").to_confirmation(**LETTERBOX)
    buyer.take("GLASS-MUG")
    before = rows(app)
    answer = buyer.get("/checkout/confirm")
    assert answer.location == f"/{buyer.language}/checkout/delivery?back=confirm"
    buyer.follow()
    assert news(buyer).startswith(
        "カートの中身がポスト便に入らなくなったため、宅配便になります。送料は¥330から¥650になります。"
        if buyer.language == "ja"
        else "Your cart no longer fits the Letterbox parcel, so it goes by Home delivery. Shipping goes from ¥330 to ¥650."
    )
    assert values_of(buyer.form())["shipping_rate"] == "home"
    assert rows(app) == before
    assert buyer.post().location == f"/{buyer.language}/checkout/confirm"
    buyer.follow()
    assert news(buyer) == ""
    assert "¥3,510" in buyer.said()


def test_the_button_of_the_old_page_orders_nothing(buyer: Buyer, app: Flask) -> None:
    buyer.take("LINEN-NATURAL").to_confirmation(**LETTERBOX)
    page = buyer.page
    buyer.take("GLASS-MUG")
    buyer.page = page
    orders = rows(app)["order"]
    assert buyer.post().location == f"/{buyer.language}/checkout/delivery?back=confirm"
    assert rows(app)["order"] == orders


def test_a_way_that_staff_switched_off_is_named_with_what_comes_instead(
    buyer: Buyer, app: Flask
) -> None:
    buyer.take("LINEN-NATURAL").to_confirmation(**LETTERBOX)
    switch_off(app, ShippingMethod, "postbox")
    buyer.get("/checkout/confirm")
    buyer.follow()
    assert news(buyer).startswith(
        "ポスト便がいまお使いいただけないため、宅配便になります。送料は¥330から¥650になります。"
        if buyer.language == "ja"
        else "Letterbox parcel is not available just now, so it goes by Home delivery."
    )


def test_a_price_that_staff_changed_is_said_on_the_next_page(buyer: Buyer, app: Flask) -> None:
    buyer.client.set_cookie("area", "13")
    buyer.take("SLEEP-30").get("/checkout/delivery")
    with staff(app):
        db.session.execute(
            update(ShippingRate).where(ShippingRate.region == "kanto").values(price=700)
        )
    buyer.post(**ADDRESS)
    buyer.follow()
    told = (
        "送料は¥650から¥700になります。"
        if buyer.language == "ja"
        else "Shipping goes from ¥650 to ¥700."
    )
    assert told in news(buyer)
    buyer.pay_with("4242 4242 4242 4242")
    buyer.follow()
    assert news(buyer) == "", "told and read"
    assert "¥1,980" in buyer.said()


def test_below_the_sum_from_which_the_shop_pays_it_is_said_why(buyer: Buyer) -> None:
    buyer.take("SLEEP-30", 5).to_confirmation()
    cart = Buyer(buyer.app, buyer.language, buyer.client)
    cart.take("SLEEP-30")
    token = values_of(buyer.form())["csrf_token"]
    path = f"/{buyer.language}/cart/lines/SLEEP-30"
    assert buyer.client.post(path, data={"csrf_token": token, "quantity": 1}).status_code == 303
    buyer.get("/checkout/confirm")
    assert news(buyer) == (
        "商品の合計が、送料を当社が負担する金額を下回りました。送料は¥0から¥650になります。"
        if buyer.language == "ja"
        else "Your goods are now below the sum from which we pay the shipping. Shipping goes from ¥0 to ¥650."
    )


def test_a_fee_of_the_next_tier_is_said_with_both_fees(buyer: Buyer) -> None:
    buyer.take("SLEEP-30", 5).to_confirmation(None)
    assert "¥330" in buyer.said()
    buyer.take("SLEEP-30", 5)
    buyer.get("/checkout/confirm")
    assert news(buyer) == (
        "商品と送料の合計が変わり、代金引換の手数料が¥330から¥440になりました。"
        if buyer.language == "ja"
        else "The sum of goods and shipping is another, so the fee for Cash on delivery goes from ¥330 to ¥440."
    )


def test_a_method_that_staff_switched_off_is_said_where_another_is_chosen(
    buyer: Buyer, app: Flask
) -> None:
    buyer.take("SLEEP-30").to_confirmation(None)
    switch_off(app, PaymentMethod, "cod")
    buyer.get("/checkout/confirm")
    buyer.follow()
    assert news(buyer).startswith(
        "代金引換は、いまお使いいただけません。ほかの方法をお選びください。"
        if buyer.language == "ja"
        else "Cash on delivery is not available just now. Please choose another way to pay."
    )
    assert values_of(buyer.form())["payment_method"] == "card"


def test_another_fee_after_the_page_was_shown_is_409_with_the_difference(
    buyer: Buyer, app: Flask
) -> None:
    buyer.take("SLEEP-30").to_confirmation(None)
    with staff(app):
        db.session.execute(update(PaymentFee).where(PaymentFee.up_to == 10_000).values(fee=350))
    assert buyer.post().status_code == 409
    said = words(buyer.page.select_one(".error-summary"))
    assert "¥330" in said and "¥350" in said and "¥2,280" in said


def test_another_number_of_boxes_is_409_and_named_even_for_the_same_total(
    buyer: Buyer, app: Flask
) -> None:
    buyer.take("SLEEP-30", 5).to_confirmation()
    with behind_the_counter(app):
        tea = update(Variant).where(Variant.sku == "SLEEP-30")
        db.session.execute(tea.values(weight_grams=4000))
    orders = rows(app)["order"]
    assert buyer.post().status_code == 409
    said = words(buyer.page.select_one(".error-summary"))
    assert (
        "お届けが宅配便から宅配便2箱になりました"
        if buyer.language == "ja"
        else "It now goes by Home delivery in 2 boxes instead of Home delivery"
    ) in said
    assert rows(app)["order"] == orders
    assert buyer.post().status_code == 303, "what is shown now can be ordered"


def test_after_the_cut_off_the_page_says_when_it_leaves(
    buyer: Buyer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer.client.set_cookie("area", "13")
    buyer.take("SLEEP-30")
    for minutes, ja, en in (
        (299, "あと1分以内のご注文で、11月25日(水)に", "Order within 1 min to have it Wed, 25 Nov"),
        (300, "11月25日(水)に発送し、11月26日(木)に", "Leaves us Wed, 25 Nov, with you Thu, 26"),
    ):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        buyer.get("/checkout/delivery")
        assert (ja if buyer.language == "ja" else en) in buyer.said()


def test_forged_amounts_change_no_price(buyer: Buyer) -> None:
    buyer.take("SLEEP-30").get("/checkout/delivery")
    buyer.post(**ADDRESS, prices="home=1 " + "9" * 5000 + " home=-5 =", shown="13")
    buyer.follow()
    assert "¥1,930" in buyer.said()
    assert buyer.answers() is not None
