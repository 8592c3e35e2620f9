"""What goes with the goods at hand: whose ideas come first, and with which numbers."""

import random
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.claims.best import LEAST_PIECES, TopSeller
from storefront.clock import shop_day
from storefront.extensions import db
from storefront.offers.also_bought import AlsoBought, keep
from storefront.offers.goods import Because, Idea
from storefront.offers.pairs import Baskets
from storefront.offers.related import RelatedProduct, relate
from storefront.offers.suggested import Suggested, suggested_after
from tests.offers.buyers import product
from tests.support.recs_plugin import build
from tests.support.statements import statements


@pytest.fixture
def bare(shop: Flask) -> Flask:
    """The seeded shop without its lists."""
    db.session.execute(delete(RelatedProduct))
    return shop


def pick(slug: str, *others: str) -> int:
    one = db.session.scalars(select(Product).where(Product.slug == slug)).one()
    relate(one, others)
    return one.id


def together(now: datetime, rows: dict[tuple[str, str], tuple[int, int, int]]) -> None:
    """(product, other): (score, joint orders, orders)."""
    for rank, ((one, other), (score, joint, of)) in enumerate(rows.items(), start=1):
        db.session.add(
            AlsoBought(
                product_id=product(one), rank=rank, other_id=product(other),
                score=score, pair_orders=joint, product_orders=of, computed_at=now,
            )
        )  # fmt: skip
    db.session.flush()


def sold(now: datetime, slug: str, pieces: int, second: int = 0, days_ago: int = 1) -> int:
    last = shop_day(now) - timedelta(days=days_ago)
    one = db.session.scalars(select(Product).where(Product.slug == slug)).one()
    db.session.add(
        TopSeller(
            category_id=one.category_id, product_id=one.id, pieces=pieces, second=second,
            first_on=last - timedelta(days=29), last_on=last, counted_at=now,
        )
    )  # fmt: skip
    db.session.flush()
    return one.id


def slugs(now: datetime, *at_hand: str, most: int = 9) -> list[str]:
    names = dict(db.session.execute(select(Product.id, Product.slug)).all())
    found = suggested_after([product(slug) for slug in at_hand], most, now)
    return [names[one.product_id] for one in found]


def test_the_lists_of_staff_by_their_places(bare: Flask, now: datetime) -> None:
    tea = pick("sleep-blend", "acacia-honey", "glass-mug", "akari-candle")
    pick("rose-glow", "butter-biscuits", "acacia-honey", "glass-mug")
    assert suggested_after([tea], 9, now)[0] == Suggested(
        product("acacia-honey"), Because(Idea.STAFF), beside=tea
    )
    assert slugs(now, "sleep-blend") == ["acacia-honey", "glass-mug", "akari-candle"]
    # Two lists: first places first, and among them what stands on both.
    both = ["acacia-honey", "butter-biscuits", "glass-mug", "akari-candle"]
    assert slugs(now, "sleep-blend", "rose-glow") == slugs(now, "rose-glow", "sleep-blend") == both
    assert slugs(now, "sleep-blend", "rose-glow", most=2) == both[:2]


def test_scores_are_added_up_and_the_strongest_tie_tells_its_numbers(
    bare: Flask, now: datetime
) -> None:
    together(now, {
        ("sleep-blend", "glass-mug"): (500, 6, 40),
        ("sleep-blend", "acacia-honey"): (400, 12, 40),
        ("rose-glow", "acacia-honey"): (300, 3, 7),
        ("sleep-blend", "rose-glow"): (900, 9, 40),
    })  # fmt: skip
    tea, honey, mug = product("sleep-blend"), product("acacia-honey"), product("glass-mug")
    assert suggested_after([tea, product("rose-glow")], 9, now) == [
        Suggested(honey, Because(Idea.TOGETHER, 12, 40), beside=tea),
        Suggested(mug, Because(Idea.TOGETHER, 6, 40), beside=tea),
    ]


def test_who_picked_it_by_hand_does_not_say_it_was_bought_together(
    bare: Flask, now: datetime
) -> None:
    together(
        now,
        {
            ("sleep-blend", "acacia-honey"): (400, 12, 40),
            ("sleep-blend", "glass-mug"): (500, 6, 40),
        },
    )
    pick("sleep-blend", "acacia-honey")
    found = suggested_after([product("sleep-blend")], 9, now)
    assert [one.because.idea for one in found] == [Idea.STAFF, Idea.TOGETHER]
    assert slugs(now, "sleep-blend") == ["acacia-honey", "glass-mug"]


def test_best_sellers_of_the_other_shelves_where_what_goes_with_it_stands(
    bare: Flask, now: datetime
) -> None:
    pick("sleep-blend", "glass-mug", "butter-biscuits", "rose-glow")
    together(now, {("sleep-blend", "honey-and-biscuits"): (500, 6, 40)})
    honey = sold(now, "acacia-honey", 30)
    mug = sold(now, "stoneware-mug", 90)
    sold(now, "side-handled-kyusu", 95)
    tea = sold(now, "ginger-warm", 200)
    assert suggested_after([product("sleep-blend")], 9, now)[4:] == [
        Suggested(honey, Because(Idea.SHELF), pieces=30),
        Suggested(mug, Because(Idea.SHELF), pieces=90),
        Suggested(tea, Because(Idea.SHOP), pieces=200),
    ]


def test_no_best_seller_that_is_not_one_today(bare: Flask, now: datetime) -> None:
    pick("sleep-blend", "glass-mug", "butter-biscuits", "tea-strainer")
    sold(now, "stoneware-mug", LEAST_PIECES - 1)
    sold(now, "acacia-honey", 30, second=30)
    sold(now, "side-handled-kyusu", 40, days_ago=2)
    assert slugs(now, "sleep-blend") == ["glass-mug", "butter-biscuits", "tea-strainer"]


def test_two_that_sell_alike_are_neither_the_shops_best_seller(bare: Flask, now: datetime) -> None:
    sold(now, "acacia-honey", 30)
    mug = sold(now, "stoneware-mug", 30)
    assert slugs(now, "sleep-blend") == []
    db.session.execute(delete(TopSeller).where(TopSeller.product_id == mug))
    assert slugs(now, "sleep-blend") == slugs(now) == ["acacia-honey"]


def test_what_is_at_hand_is_never_suggested(shop: Flask, now: datetime) -> None:
    chance = random.Random(5)
    everything = list(db.session.scalars(select(Product.id).order_by(Product.id)))
    for shelf in db.session.scalars(select(Category.id)):
        first = db.session.scalar(select(Product.slug).where(Product.category_id == shelf))
        if first:
            sold(now, first, 20 + shelf)
    _count(now, _random_baskets(everything, chance))
    for _ in range(25):
        cart = chance.sample(everything, chance.randrange(8))
        found = [one.product_id for one in suggested_after(cart, 12, now)]
        assert not set(found) & set(cart)
        assert len(set(found)) == len(found) <= 12


def test_the_database_adds_up_as_the_judged_recommender_does(bare: Flask, now: datetime) -> None:
    chance = random.Random(7)
    everything = list(db.session.scalars(select(Product.id).order_by(Product.id)))
    baskets = _random_baskets(everything, chance)
    _count(now, baskets)
    recommend = build(baskets)
    for _ in range(25):
        cart = chance.sample(everything, chance.randint(1, 6))
        found = [one.product_id for one in suggested_after(cart, 10, now)]
        assert found == recommend(cart, 10)[: len(found)]
        assert len(found) > 5


def test_it_is_one_statement(shop: Flask, now: datetime) -> None:
    with statements(shop) as sent:
        suggested_after([product("sleep-blend")], 12, now)
    assert len(sent) == 2  # the other asks for the product


def _random_baskets(everything: list[int], chance: random.Random) -> list[list[int]]:
    return [
        [everything[int(len(everything) * chance.random() ** 2)] for _ in range(chance.randint(1, 6))]
        for _ in range(600)
    ]  # fmt: skip


def _count(now: datetime, baskets: list[list[int]]) -> None:
    keep(list(Baskets(baskets).companions()), now)
