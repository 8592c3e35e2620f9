"""Nothing bad gets into the tables: not by a form, not by a statement that forgot to ask."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.checks import BadTariff
from storefront.quoting.entering import refuse_bad_tariff
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.shipping.method import ShippingMethod, ShippingRate

REFUSED_BY_THE_DATABASE: dict[str, tuple[Any, dict[str, Any]]] = {
    "a rate above the whole": (TaxRate, {"percent": 101}),
    "a rate below nothing": (TaxRate, {"percent": -1}),
    "two rates of a class from one day": (TaxRate, {"tax_class": "food"}),
    "a price below zero": (ShippingRate, {"price": -1}),
    "days below zero": (ShippingRate, {"transit_days": -1}),
    "free from nothing on": (ShippingRate, {"free_from": 0}),
    "a region in two zones": (ShippingRate, {"region": "kanto"}),
    "a box on its side": (ShippingMethod, {"longest_mm": 1}),
    "a box for nothing": (ShippingMethod, {"weight_grams": 0}),
    "an overfull box": (ShippingMethod, {"fill_percent": 101}),
    "a value of nothing": (ShippingMethod, {"most_value": 0}),
    "handling below zero": (ShippingMethod, {"handling_days": -1}),
    "a fee below zero": (PaymentFee, {"fee": -1}),
    "a tier for nothing": (PaymentFee, {"up_to": 0}),
    "a limit below zero": (PaymentMethod, {"least": -1}),
    "no room below the limit": (PaymentMethod, {"most": 0}),
    "least above most": (PaymentMethod, {"least": 9, "most": 8}),
}


@pytest.mark.parametrize("case", REFUSED_BY_THE_DATABASE.values(), ids=REFUSED_BY_THE_DATABASE)
def test_the_database_refuses_the_crude_ones_by_itself(
    shop: Flask, case: tuple[Any, dict[str, Any]]
) -> None:
    table, values = case
    with pytest.raises(IntegrityError):
        db.session.execute(update(table).values(**values))
    db.session.rollback()


def kanto() -> ShippingRate:
    home = select(ShippingMethod.id).where(ShippingMethod.code == "home").scalar_subquery()
    return db.session.scalars(
        select(ShippingRate).where(ShippingRate.region == "kanto", ShippingRate.method_id == home)
    ).one()


def cod() -> PaymentMethod:
    return db.session.scalars(select(PaymentMethod).where(PaymentMethod.code == "cod")).one()


def price_below_zero() -> None:
    kanto().price = -1


def region_taken_out() -> None:
    db.session.delete(kanto())


def tier_taken_out() -> None:
    db.session.delete(cod().fees[-1])


def rate_added() -> None:
    db.session.add(TaxRate(tax_class="food", percent=0, starts_on=date(2019, 10, 1)))


def region_twice() -> None:
    one = kanto()
    db.session.add(ShippingRate(method_id=one.method_id, region="kanto", price=1, transit_days=1))


def cool_goods_without_a_way() -> None:
    db.session.scalars(select(Variant)).first().temperature = "cool"  # type: ignore[union-attr]
    db.session.flush()
    cool = select(ShippingMethod).where(ShippingMethod.code == "cool")
    db.session.scalars(cool).one().active = False


ENTERED: dict[Callable[[], None], str] = {
    price_below_zero: "price_negative",
    region_taken_out: "region_in_no_zone",
    tier_taken_out: "tier_hole",
    rate_added: "tax_twice",
    region_twice: "region_twice",
    cool_goods_without_a_way: "no_cool_way",
}


@pytest.mark.parametrize(("enter", "rule"), ENTERED.items(), ids=[one.__name__ for one in ENTERED])
def test_what_a_form_has_entered_is_refused_before_it_is_written(
    shop: Flask, now: datetime, enter: Callable[[], None], rule: str
) -> None:
    enter()
    with pytest.raises(BadTariff) as refused:
        refuse_bad_tariff(now)
    assert [one.rule for one in refused.value.faults] == [rule]
    db.session.rollback()
    refuse_bad_tariff(now)


def test_a_good_change_passes_and_nothing_is_written_by_looking(shop: Flask, now: datetime) -> None:
    rate, cash = kanto(), cod()
    rate.price = 690
    cash.fees.append(PaymentFee(up_to=50_000, fee=500))
    refuse_bad_tariff(now)
    assert db.session.dirty
    db.session.flush()
    assert [tier.up_to for tier in db.session.scalars(select(PaymentFee))].count(50_000) == 1
