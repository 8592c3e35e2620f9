"""The offers a shop begins with: such as the editor would let through, kept where staff has changed something."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from seeds import offers
from seeds.run import FOLDER
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.checking import BadOffer, check
from storefront.offers.incentives import adjustments, deals_of
from storefront.offers.kinds import Kind, OfferState, Placement
from storefront.offers.offer import Offer
from storefront.offers.problem import Problem
from storefront.offers.terms import load_terms
from storefront.offers.written import written_of
from storefront.pricing.tax import TaxClass
from storefront.quoting.item import QuoteItem

FILES = FOLDER / "offers"


@pytest.fixture
def published(shop: Flask, now: datetime) -> dict[str, Offer]:
    offers.load(FILES, now)
    db.session.commit()
    return {row.code: row for row in db.session.scalars(select(Offer))}


def test_every_kind_has_an_offer_at_every_place_it_may_stand(published: dict[str, Offer]) -> None:
    assert {row.kind for row in published.values()} == {kind.value for kind in Kind}
    assert {place for row in published.values() for place in row.placements} == set(Placement)
    assert {row.state for row in published.values()} == {OfferState.PUBLISHED}


def test_each_passes_the_check_also_once_it_stands_in_the_shop(
    published: dict[str, Offer], now: datetime
) -> None:
    wrong = {
        code: found for code, row in published.items() if (found := check(written_of(row), now))
    }
    assert wrong == {}


def test_the_evening_bundle_is_a_twenty_fifth_below_its_parts(
    published: dict[str, Offer], now: datetime
) -> None:
    deals = deals_of(load_terms(), now)
    evening = published["evening-four"]
    items = [QuoteItem(g.variant.sku, 1, g.variant.price, "food") for g in evening.goods]
    assert [item.unit_price for item in items] == [1280, 1400, 1320, 1980]
    assert [(one.code, one.amount) for one in adjustments(items, deals)] == [("evening-four", -240)]


def test_better_ones_cost_a_fifth_to_a_third_more_but_for_the_two_that_say_why(
    published: dict[str, Offer],
) -> None:
    dearer = {}
    for row in published.values():
        if row.kind == Kind.UP_SELL:
            was = db.session.get_one(Variant, row.triggers[0].variant_id).price
            dearer[row.code] = round(100 * row.goods[0].variant.price / was) - 100
    assert dearer == {
        "pot-with-handle": 29,
        "mug-complete": 64,
        "mug-with-basket": 28,
        "taller-tumbler-sage": 22,
        "taller-tumbler-charcoal": 22,
        "wider-strainer": 25,
        "three-months": 116,
    }


def test_after_a_no_comes_something_smaller_that_goes_by_its_fit(
    published: dict[str, Offer],
) -> None:
    by_id = {row.id: row for row in published.values()}
    following = {
        row.code: by_id[row.next_id].code for row in published.values() if row.next_id is not None
    }
    assert following == {
        "pot-with-handle": "mug-for-one",
        "mug-complete": "mug-and-lid",
        "pot-care": "one-cloth",
        "beside-the-tea": "six-biscuits",
    }
    for code, smaller in following.items():
        of = [sum(g.variant.price for g in published[one].goods) for one in (code, smaller)]
        assert of[1] < of[0]


def test_what_staff_changed_stays(published: dict[str, Offer], now: datetime) -> None:
    for row in published.values():
        row.next_id = None
    db.session.flush()
    for code, row in published.items():
        if code != "goes-with":
            db.session.delete(row)
    db.session.flush()
    offers.load(FILES, now)
    assert list(db.session.scalars(select(Offer.code))) == ["goes-with"]


def test_one_bad_offer_and_none_is_written(shop: Flask, now: datetime, tmp_path: Path) -> None:
    bad = (
        (FILES / offers.OFFERS)
        .read_text()
        .replace("percent_off = 4\ntitle", "percent_off = 40\ntitle")
    )
    (tmp_path / offers.OFFERS).write_text(bad)
    with pytest.raises(BadOffer, match="evening-four: percent_too_high 40") as refused:
        offers.load(tmp_path, now)
    assert {one.problem for one in refused.value.found} >= {Problem.PERCENT_TOO_HIGH}
    assert db.session.scalar(select(Offer.id)) is None


def test_every_good_costs_the_shop_less_than_it_brings_without_tax(shop: Flask) -> None:
    tax = {TaxClass.FOOD: 8, TaxClass.GOODS: 10}
    for one in db.session.scalars(select(Variant)):
        net = one.price * 100 / (100 + tax[TaxClass(one.tax_class)])
        assert 0.25 * net < one.cost < 0.75 * net, one.sku
