"""What staff says goes well with a product: in its order, and no list that makes no sense."""

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from storefront import revision
from storefront.catalog.product import Product
from storefront.extensions import db
from storefront.offers.related import (
    DuplicateCode,
    OwnCode,
    RelatedProduct,
    RelatedRefused,
    UnknownCode,
    relate,
    related_to,
)
from tests.offers.buyers import product


@pytest.fixture
def tea(shop: Flask) -> Product:
    db.session.execute(delete(RelatedProduct))
    return db.session.scalars(select(Product).where(Product.slug == "sleep-blend")).one()


def test_skus_and_slugs_in_the_order_given(tea: Product) -> None:
    assert relate(tea, ["tea-strainer", " glass-mug-lid ", "HONEY-180"])
    assert related_to(tea.id) == [
        product("tea-strainer"),
        product("glass-mug"),
        product("acacia-honey"),
    ]


def test_a_new_list_takes_the_place_of_the_old(tea: Product) -> None:
    relate(tea, ["tea-strainer", "glass-mug"])
    assert relate(tea, ["glass-mug", "acacia-honey"])
    assert related_to(tea.id) == [product("glass-mug"), product("acacia-honey")]
    assert relate(tea, [])
    assert related_to(tea.id) == []


def test_the_same_list_changes_nothing(tea: Product) -> None:
    relate(tea, ["tea-strainer", "HONEY-180"])
    number = revision.current()
    assert not relate(tea, ["STRAINER-L", "acacia-honey"])
    assert revision.current() == number


@pytest.mark.parametrize(
    ("codes", "refusal", "code"),
    [
        (["tea-strainer", "no-such-tea", "none"], UnknownCode, "no-such-tea"),
        (["tea-strainer", ""], UnknownCode, ""),
        (["sleep-blend"], OwnCode, "sleep-blend"),
        (["tea-strainer", "SLEEP-90"], OwnCode, "SLEEP-90"),
        (["tea-strainer", "glass-mug", "Tea-Strainer"], DuplicateCode, "Tea-Strainer"),
        (["tea-strainer", "STRAINER-L"], DuplicateCode, "STRAINER-L"),
    ],
)
def test_what_cannot_be_is_refused_by_its_code(
    tea: Product, codes: list[str], refusal: type[RelatedRefused], code: str
) -> None:
    relate(tea, ["acacia-honey"])
    with pytest.raises(refusal) as refused:
        relate(tea, codes)
    assert refused.value.code == code
    assert related_to(tea.id) == [product("acacia-honey")]


@pytest.mark.parametrize("wrong", ["itself", "twice"])
def test_the_table_refuses_it_as_well(tea: Product, wrong: str) -> None:
    relate(tea, ["acacia-honey"])
    other = tea.id if wrong == "itself" else product("acacia-honey")
    db.session.add(RelatedProduct(product_id=tea.id, position=2, other_id=other))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
