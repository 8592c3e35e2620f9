"""The tariff as the seeded shop reads it: what the tests quote by is what the shop charges."""

from datetime import datetime, time

import pytest
from flask import Flask
from sqlalchemy import delete

from storefront.extensions import db
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import Region
from storefront.shop.profile import ShopProfile
from tests.quoting.tariffs import FEES, RATES


def test_the_shop_charges_its_published_rates(shop: Flask, now: datetime) -> None:
    tariff = load_tariff(now)
    assert tariff.sendings[0].code == "home"
    assert [sending.code for sending in tariff.sendings] == ["home", "doorstep", "postbox", "cool"]
    for sending in tariff.sendings[:2]:
        assert sending.rates == RATES
        assert list(sending.rates) == [region.value for region in Region], "north to south"
    letterbox, cool = tariff.sendings[2:]
    assert {rate.price for rate in letterbox.rates.values()} == {330}
    assert {rate.free_from for rate in (*letterbox.rates.values(), *cool.rates.values())} == {None}
    assert set(RATES) - set(cool.rates) == {"okinawa"}
    assert dict(tariff.tax) == {"food": 8, "goods": 10}
    assert (tariff.service_tax, tariff.cutoff, tariff.returns_days) == (10, time(15), 8)


def test_cash_on_delivery_has_tiers_and_a_card_has_none(shop: Flask, now: datetime) -> None:
    tariff = load_tariff(now)
    card, cash = tariff.paying("card"), tariff.paying("cod")
    assert card is not None and cash is not None
    assert (card.fees, card.most) == ((), None)
    assert (cash.fees, cash.most) == (FEES, 300_000)
    assert tariff.paying("shells") is None
    assert tariff.sending("balloon") is None


def test_a_shop_without_a_profile_names_the_remedy(shop: Flask, now: datetime) -> None:
    db.session.execute(delete(ShopProfile))
    with pytest.raises(LookupError, match="flask --app wsgi setup"):
        load_tariff(now)
