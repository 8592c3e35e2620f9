"""The lists of what goes well with what: whole, of goods there are, and of goods that complete each other."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from seeds import related
from seeds.run import FOLDER
from storefront.catalog.product import Product
from storefront.extensions import db
from storefront.offers.related import RelatedProduct, UnknownCode, relate, related_to

DRINKS = {"herbal-blends", "japanese-teas"}
CUPS = {"cups-and-mugs"}
WRAPPING = {"gift-box"}


@pytest.fixture
def products(shop: Flask) -> dict[int, Product]:
    return {one.id: one for one in db.session.scalars(select(Product))}


def test_every_product_but_the_wrapping_has_three(products: dict[int, Product]) -> None:
    assert {one.slug for one in products.values() if len(related_to(one.id)) != 3} == WRAPPING


def test_nothing_goes_with_one_of_its_own_kind(products: dict[int, Product]) -> None:
    for kind in (DRINKS, CUPS):
        alike = {one.id for one in products.values() if one.category.slug in kind}
        for one in alike:
            assert not alike & set(related_to(one)), products[one].slug


def test_a_list_of_something_unknown_is_refused(shop: Flask, tmp_path: Path) -> None:
    db.session.execute(delete(RelatedProduct))
    (tmp_path / related.PICKS).write_text('sleep-blend = ["acacia-honey", "no-such-mug"]')
    with pytest.raises(UnknownCode, match="no-such-mug"):
        related.load(tmp_path)


def test_what_staff_changed_stays(products: dict[int, Product]) -> None:
    tea = next(one for one in products.values() if one.slug == "sleep-blend")
    relate(tea, [])
    before = db.session.scalar(select(func.count()).select_from(RelatedProduct))
    related.load(FOLDER / "related")
    assert related_to(tea.id) == []
    assert db.session.scalar(select(func.count()).select_from(RelatedProduct)) == before
