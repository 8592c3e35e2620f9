"""Lists: what fits, in which order, how many, and at what cost."""

import pytest
from flask import Flask

from storefront.catalog import browsing
from storefront.catalog.browsing import Sort, Wish
from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.catalog.tag import Tag
from storefront.extensions import db
from tests.support.statements import statements


def slugs(wish: Wish, page: int = 1) -> list[str]:
    return [entry.product.slug for entry in browsing.listing(wish, page).entries]


def shelf(slug: str) -> int:
    return db.session.query(Category).filter_by(slug=slug).one().id


def test_the_shops_order_shows_the_first_of_every_shelf_first(shop: Flask) -> None:
    assert slugs(Wish())[:6] == [
        "sleep-blend", "hojicha", "glass-mug", "stoneware-teapot", "acacia-honey", "sleep-blend-carton",
    ]  # fmt: skip


def test_a_page_holds_two_dozen_and_the_next_one_the_rest(shop: Flask) -> None:
    first, second = browsing.listing(Wish()), browsing.listing(Wish(), 2)
    assert (len(first.entries), first.total, first.last_page) == (24, 34, 2)
    assert (second.first_shown, second.last_shown) == (25, 34)
    both = [entry.product.id for entry in (*first.entries, *second.entries)]
    assert len(set(both)) == 34


def test_prices_sort_both_ways(shop: Flask) -> None:
    cheap = [e.product.price_from for e in browsing.listing(Wish(sort=Sort.CHEAP)).entries]
    dear = [e.product.price_from for e in browsing.listing(Wish(sort=Sort.DEAR)).entries]
    assert cheap == sorted(cheap) and cheap[0] == 540
    assert dear == sorted(dear, reverse=True) and dear[0] == 12800


def test_the_newest_come_first(shop: Flask) -> None:
    ids = [entry.product.id for entry in browsing.listing(Wish(sort=Sort.NEW)).entries]
    assert ids == sorted(ids, reverse=True)


def test_shelves_are_alternatives_and_tags_must_all_fit(shop: Flask) -> None:
    tea = (shelf("herbal-blends"), shelf("japanese-teas"))
    assert browsing.listing(Wish(categories=tea)).total == 11
    calm = Wish(categories=tea, tags=(Tag.CAFFEINE_FREE, Tag.LOOSE_LEAF))
    assert slugs(calm) == ["chamomile-flowers"]


def test_a_price_bound_asks_for_a_variant_within_it_not_for_a_range_around_it(shop: Flask) -> None:
    found = slugs(Wish(least=1300, most=1310))
    assert "sleep-blend" not in found, "780, 1,280 and 2,760 lie around it"
    assert "sleep-blend" in slugs(Wish(least=1280, most=1280))


def test_only_what_is_in_stock(shop: Flask) -> None:
    product = db.session.query(Product).filter_by(slug="sleep-blend").one()
    product.in_stock = False
    db.session.flush()
    assert "sleep-blend" not in slugs(Wish(in_stock=True))
    assert "sleep-blend" in slugs(Wish())


def test_what_is_not_published_is_nowhere(shop: Flask) -> None:
    db.session.query(Product).filter_by(slug="sleep-blend").one().published = False
    db.session.flush()
    assert "sleep-blend" not in slugs(Wish())
    assert browsing.product_by_slug("sleep-blend") is None
    assert browsing.chosen(["sleep-blend", "hojicha"])[0].product.slug == "hojicha"


def test_tags_are_offered_where_something_bears_them(shop: Flask) -> None:
    assert browsing.tags_among([shelf("cups-and-mugs")]) == [
        Tag.MICROWAVE_SAFE, Tag.DISHWASHER_SAFE, Tag.MADE_IN_JAPAN, Tag.GIFTABLE,
    ]  # fmt: skip
    assert browsing.tags_among([]) == list(Tag)


def test_a_door_counts_what_stands_below_it(shop: Flask) -> None:
    counted = {category.slug: count for category, count in browsing.doors()}
    assert counted == {"tea": 11, "ware": 10, "honey-and-sweets": 5, "gifts": 8}


def test_counting_stops_where_nobody_reads_on(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "MOST_COUNTED", 10)
    listing = browsing.listing(Wish())
    assert (listing.total, listing.and_more) == (10, True)


def test_a_list_costs_three_statements(shop: Flask) -> None:
    with statements(shop) as sent:
        listing = browsing.listing(Wish(in_stock=True, tags=(Tag.GIFTABLE,), least=500))
        assert [variant.price for e in listing.entries for variant in e.product.variants]
        assert all(entry.picture and entry.picture.digest for entry in listing.entries)
    assert len(sent) == 3
