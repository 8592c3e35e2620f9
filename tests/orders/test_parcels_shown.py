"""The parcels of an order, frozen: its page, the thank-you page and both parts of the mail say the same of them."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.locales import Locale
from storefront.mail.messages import order_confirmation
from storefront.orders.order import Order
from storefront.shipping.method import ShippingMethod
from storefront.views.order_mail import confirmation_mail
from tests.cart.visitor import words
from tests.checkout.buyer import Buyer
from tests.support.orders import behind_the_counter, paid, placed

APART = (("SLEEP-30", 5), ("BISCUIT-6", 1))


def split_order(now: datetime, locale: Locale = "ja") -> Order:
    """Five teas and a biscuit that is kept cool, bought after the cool parcel's cut-off."""
    cool = update(Variant).where(Variant.sku == "BISCUIT-6").values(temperature="cool")
    db.session.execute(cool)
    order = paid(now.replace(hour=4), locale=locale, bought=APART, time_slot="")
    renamed = update(ShippingMethod).values(name={"ja": "改名", "en": "Renamed"})
    db.session.execute(renamed)
    db.session.commit()
    return order


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_page_and_thanks_show_each_parcel_as_it_was_bought(
    app: Flask, now: datetime, locale: Locale
) -> None:
    links = placed(app, split_order, now, locale, locale=locale)
    buyer = Buyer(app, locale)
    seen = {}
    for name in ("thank_you", "show"):
        assert buyer.get(getattr(links, name)).status_code == 200
        seen[name] = [words(item) for item in buyer.page.select("main .parcels__item")]
    if locale == "ja":
        assert seen["thank_you"] == [
            "宅配便（常温の品5点） 11月25日(水)にお届け 通常 ¥650 ¥0 当社負担",
            "クール便（冷蔵の品1点） 11月26日(木)にお届け ¥925",
        ]
        assert "11月24日(火)に発送し、11月25日(水)にお届けします" in seen["show"][0]
        assert "11月25日(水)に発送し、11月26日(木)にお届けします" in seen["show"][1]
    else:
        assert seen["thank_you"] == [
            "Home delivery (5 not chilled) With you Wed, 25 Nov Normally ¥650 ¥0 On us",
            "Refrigerated parcel (1 chilled) With you Thu, 26 Nov ¥925",
        ]
    assert "改名" not in buyer.said() and "Renamed" not in buyer.said()


def test_the_thank_you_page_names_every_day(app: Flask, now: datetime) -> None:
    links = placed(app, split_order, now)
    buyer = Buyer(app)
    buyer.get(links.thank_you)
    said = buyer.said()
    assert "二つに分けてお届けします。" in said
    assert [words(one).split()[0] for one in buyer.page.select(".next__when")] == [
        "11月24日(火)",
        "11月25日(水)",
        "11月25日(水)",
        "11月26日(木)",
        words(buyer.page.select(".next__when")[-1]).split()[0],
    ]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_text_and_html_of_the_mail_say_the_same_of_the_parcels(
    shop: Flask, now: datetime, locale: Locale
) -> None:
    message = order_confirmation(confirmation_mail(split_order(now, locale), now))
    body = BeautifulSoup(message.html, "html.parser").body
    for part in (" ".join(message.text.split()), words(body)):
        for said in (
            ("宅配便（常温の品5点）", "クール便（冷蔵の品1点）", "当社負担（通常¥650）", "¥925")
            if locale == "ja"
            else (
                "Home delivery (5 not chilled)",
                "Refrigerated parcel (1 chilled)",
                "On us (normally ¥650)",
                "¥925",
            )
        ):
            assert said in part
        assert ("2個に分けて" if locale == "ja" else "2 parcels") in part
        for day in ("11月25日(水)", "11月26日(木)") if locale == "ja" else ("25 Nov", "26 Nov"):
            assert day in part


def test_a_discount_has_a_row_of_its_own_and_is_called_one(app: Flask, now: datetime) -> None:
    links = placed(app, paid, now)
    label = {"ja": "お茶のおともに", "en": "To have with the tea"}
    with behind_the_counter(app):
        why = {"code": "thanks", "label": label, "amount": -300}
        db.session.execute(update(Order).values(discount=300, adjustments=[why]))
    buyer = Buyer(app)
    buyer.get(links.show)
    row = buyer.page.select_one(".totals__saving")
    assert words(row) == "割引（お茶のおともに） −¥300"
