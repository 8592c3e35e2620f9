"""Writing goods: what may be written, what a change does, and that nobody writes over what they have not seen."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision
from storefront.catalog import deleting, editing, price, publishing, search
from storefront.catalog.browsing import product_by_slug
from storefront.catalog.picture import Picture
from storefront.catalog.problem import ChangedMeanwhile, Problem, Refused
from storefront.catalog.product import Product, ProductPicture
from storefront.catalog.publishing import Lack, Missing, NotReady
from storefront.catalog.variant import Variant
from storefront.catalog.written import (
    TAX_CLASSES,
    TEMPERATURES,
    Passage,
    WrittenProduct,
    WrittenSku,
    changed,
    differing,
    product_as_written,
    sku_as_written,
)
from storefront.claims import gate
from storefront.claims.claim import Kind
from storefront.claims.rule import CannotProve
from storefront.extensions import db
from storefront.pricing.tax import TaxClass
from storefront.shipping.load import Temperature

BOTH = {"ja": "あさつゆ", "en": "Morning dew"}
DRAFT = WrittenProduct(
    slug="asatsuyu",
    category="japanese-teas",
    name=BOTH,
    kana="あさつゆ",
    lead={"ja": "朝の一杯に。", "en": "For the first cup."},
    description={"ja": "若い芽だけを摘みました。", "en": "Young shoots only."},
    facts=(Passage({"ja": "原材料", "en": "Ingredients"}, {"ja": "緑茶", "en": "Green tea"}),),
    keywords=("煎茶",),
    tags=("loose-leaf",),
)
SKU = WrittenSku(
    sku="ASA-100",
    label={"ja": "100g", "en": "100 g"},
    tax_class="food",
    cost=400,
    unit="g",
    unit_count=100,
    weight_grams=120,
    sides=(150, 220, 40),
)


def ready(now: datetime) -> Product:
    product = editing.create_product(DRAFT)
    editing.create_sku(product, SKU, 1200, now, "first")
    picture = db.session.scalars(select(Picture).limit(1)).one()
    product.gallery.append(ProductPicture(position=0, picture=picture))
    db.session.commit()
    return product


def of(slug: str = "sleep-blend") -> Product:
    return db.session.scalars(select(Product).where(Product.slug == slug)).one()


def sku_of(code: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == code)).one()


def problems(written: WrittenProduct | WrittenSku) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        if isinstance(written, WrittenProduct):
            editing.create_product(written)
        else:
            editing.change_sku(sku_of("SLEEP-30"), 1, written, datetime.now().astimezone())
    return {(one.field, one.problem.value) for one in refused.value.found}


def test_the_codes_are_those_that_taxes_and_parcels_know() -> None:
    assert set(TAX_CLASSES) == set(TaxClass)
    assert set(TEMPERATURES) == set(Temperature)


def test_a_new_product_is_a_draft_that_no_shopper_finds_and_staff_do(shop: Flask) -> None:
    product = editing.create_product(DRAFT)
    db.session.commit()
    assert product.published is False
    assert product_by_slug("asatsuyu") is None
    hits = search.hits("あさつゆ")
    assert hits is not None
    assert product.id in db.session.scalars(select(hits.subquery().c.id)).all()
    assert differing(product_as_written(product, editing.tags_of(product.id)), DRAFT) == []
    assert publishing.missing(product) == [Missing(Lack.SKU), Missing(Lack.PICTURE)]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(shop: Flask) -> None:
    bad = replace(
        DRAFT, slug="Sleep Blend", category="tea", name={"ja": " "}, kana="あ" * 121, tags=("tasty",),
        facts=(Passage({"ja": "原材料"}, {"ja": "緑茶"}),),
    )  # fmt: skip
    assert problems(bad) == {
        ("slug", "code_shape"), ("category", "not_a_leaf"), ("name.ja", "missing"), ("kana", "too_long"),
        ("tags", "unknown"), ("facts.en", "languages_differ"),
    }  # fmt: skip
    assert problems(replace(DRAFT, slug="sleep-blend")) == {("slug", "taken")}
    assert problems(replace(DRAFT, slug="new", category="")) == {("slug", "reserved"), ("category", "missing")}  # fmt: skip
    assert db.session.scalar(select(Product.id).where(Product.slug == "asatsuyu")) is None


def test_a_sku_says_what_is_wrong_with_it(shop: Flask) -> None:
    written = sku_as_written(sku_of("SLEEP-30"))
    assert problems(replace(written, sku="SLEEP-90")) == {("sku", "taken"), ("sku", "fixed")}
    assert problems(
        replace(written, cost=-1, sides=(4000, 1, 1), unit="cup", tax_class="wine", picture="none", temperature="hot")
    ) == {
        ("cost", "range"), ("sides", "range"), ("unit", "unknown"), ("tax_class", "unknown"), ("picture", "unknown"),
        ("temperature", "unknown"),
    }  # fmt: skip
    assert problems(replace(written, unit_count=0)) == {("unit", "both_or_none")}


def test_publishing_waits_for_all_that_is_needed(shop: Flask, now: datetime) -> None:
    product = ready(now)
    editing.change_sku(sku_of("ASA-100"), 1, replace(SKU, sides=(150, 0, 40), tax_class=""), now)
    with pytest.raises(NotReady) as refused:
        publishing.publish(product, 1, now)
    db.session.rollback()
    assert refused.value.missing == [
        Missing(Lack.TAX_CLASS, "ASA-100"),
        Missing(Lack.SIZE, "ASA-100"),
    ]
    assert of("asatsuyu").published is False


def test_published_it_is_shown_at_once_and_what_is_on_sale_stays_complete(
    shop: Flask, now: datetime
) -> None:
    product = ready(now)
    before = revision.current()
    publishing.publish(product, 1, now)
    db.session.commit()
    found = product_by_slug("asatsuyu")
    assert found is not None
    assert (found.price_from, found.variant_count, found.version) == (1200, 1, 2)
    assert revision.current() > before
    for written in (replace(DRAFT, lead={"ja": "朝の一杯に。"}),):
        with pytest.raises(NotReady):
            editing.change_product(found, 2, written)
        db.session.rollback()
    with pytest.raises(NotReady):
        editing.change_sku(sku_of("ASA-100"), 1, replace(SKU, published=False), now)
    db.session.rollback()
    publishing.unpublish(of("asatsuyu"), 2)
    db.session.commit()
    assert product_by_slug("asatsuyu") is None


def test_a_stale_change_changes_nothing(shop: Flask, now: datetime) -> None:
    product = of()
    written = product_as_written(product, editing.tags_of(product.id))
    editing.change_product(product, 1, replace(written, kana="ひとりめ"))
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        editing.change_product(product, 1, replace(written, kana="ふたりめ"))
    db.session.rollback()
    assert (of().kana, of().version) == ("ひとりめ", 2)
    editing.change_sku(sku_of("SLEEP-30"), 1, sku_as_written(sku_of("SLEEP-30")), now)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        editing.change_sku(sku_of("SLEEP-30"), 1, sku_as_written(sku_of("SLEEP-30")), now)


def test_the_audit_is_told_only_what_differs(shop: Flask) -> None:
    before = sku_as_written(sku_of("SLEEP-30"))
    after = replace(before, cost=420, label={**before.label, "en": "30 tea bags"})
    assert changed(before, after) == (
        {"label": {"ja": "30包", "en": "30 bags"}, "cost": 410},
        {"label": {"ja": "30包", "en": "30 tea bags"}, "cost": 420},
    )
    assert changed(before, replace(before, adds={"ja": "", "en": ""})) == ({}, {})


def test_tiers_change_places_and_stop_at_the_ends(shop: Flask) -> None:
    assert editing.move_sku(sku_of("SLEEP-90"), up=True)
    db.session.commit()
    assert [one.sku for one in of().variants] == ["SLEEP-15", "SLEEP-90", "SLEEP-30"]
    assert not editing.move_sku(sku_of("SLEEP-15"), up=True)
    assert not editing.move_sku(sku_of("SLEEP-30"), up=False)


def test_a_slug_on_sale_and_a_sku_that_was_sold_stay(shop: Flask, now: datetime) -> None:
    product = of()
    written = product_as_written(product, editing.tags_of(product.id))
    with pytest.raises(Refused) as refused:
        editing.change_product(product, 1, replace(written, slug="night-blend"))
    assert [one.problem for one in refused.value.found] == [Problem.FIXED]
    draft = ready(now)
    editing.change_product(draft, 1, replace(DRAFT, slug="hatsumi"))
    editing.change_sku(sku_of("ASA-100"), 1, replace(SKU, sku="HATSU-100"), now)
    db.session.commit()
    assert [one.sku for one in of("hatsumi").variants] == ["HATSU-100"]


def test_only_a_draft_that_nothing_holds_on_to_is_deleted(shop: Flask, now: datetime) -> None:
    with pytest.raises(deleting.NotDeletable):
        deleting.delete_product(of(), 1)
    db.session.rollback()
    product = ready(now)
    number = product.id
    deleting.delete_product(product, 1)
    db.session.commit()
    assert db.session.get(Product, number) is None
    assert db.session.scalar(select(Variant.id).where(Variant.sku == "ASA-100")) is None
    assert price.disagreements() == []


def test_a_price_that_stood_on_a_draft_is_never_struck_out(shop: Flask, now: datetime) -> None:
    """Five weeks at ¥1,200 before anybody could buy it prove nothing; three weeks on sale would."""
    product = ready(now - timedelta(days=60))
    variant = sku_of("ASA-100")
    publishing.publish(product, 1, now - timedelta(days=2))
    price.set_price(variant, 900, now - timedelta(days=1), "sale")
    db.session.commit()
    with pytest.raises(CannotProve):
        gate.publish(variant, Kind.WAS, now)
    variant.offered_since = now - timedelta(days=40)
    db.session.commit()
    assert gate.publish(variant, Kind.WAS, now) is not None


def test_a_price_to_come_can_be_taken_back_and_one_that_began_cannot(
    shop: Flask, now: datetime
) -> None:
    variant, friday = sku_of("SLEEP-30"), now + timedelta(days=3)
    price.schedule_price(variant, 1400, friday, now, "cost")
    db.session.commit()
    assert price.withdraw(variant, friday, friday) is None, "it has begun"
    assert price.withdraw(variant, friday, now) == 1400
    assert price.withdraw(variant, friday, now) is None
    price.schedule_price(variant, 1380, friday, now, "cost, thought over")
    db.session.commit()
    assert price.apply_due(friday) == 1
    assert price.history([variant.id])[0].price == 1380
