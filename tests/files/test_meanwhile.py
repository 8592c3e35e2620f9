"""A file is applied as it was shown or not at all: what changed meanwhile is named by its line, and nothing is written."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from storefront import worker
from storefront.catalog import price, search, stock
from storefront.catalog.category import Category
from storefront.catalog.product import Product, ProductTag
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.files import searched, told
from storefront.files.applying import Moved, apply
from storefront.files.sheet import Kind, Writing
from storefront.jobs.queue import Job
from storefront.offers.related import relate
from storefront.staff.audit import SHELL, AuditEntry
from storefront.views.staff.file_looking import SHEETS
from tests.support.filed import applied, looked_at
from tests.support.orders import paid
from tests.support.statements import rows, statements

NEW_SKU = "sku,product,label_ja,label_en,price,tax_class,weight_grams,length_mm,width_mm,height_mm,published\n"  # fmt: skip
MEANWHILE: dict[str, tuple[Kind, str, Callable[[datetime], object], list[int]]] = {
    "a price": (Kind.SKUS, "sku,price\nHONEY-360,2700\nHONEY-180,1500\n", lambda now: price.set_price(sku("HONEY-180"), 1450, now), [3]),
    "a word": (Kind.SKUS, "sku,label_ja\nHONEY-180,小びん\n", lambda now: change(Variant, Variant.sku == "HONEY-180"), [2]),
    "a new SKU": (Kind.SKUS, f"{NEW_SKU}HONEY-20,acacia-honey,a,a,200,food,9,9,9,9,1\n", lambda now: made("HONEY-20"), [2]),
    "a product on sale": (Kind.SKUS, "sku,label_en\nDRAFT-1,\n", lambda now: draft(True), [2]),
    "the last on sale": (Kind.SKUS, "sku,published\nHONEY-180,0\nHONEY-360,0\n", lambda now: change(Variant, Variant.sku == "HONEY-540", published=False), [2, 3]),
    "a product": (Kind.PRODUCTS, "slug,kana,tags\nsencha,せんちゃ,giftable\n", lambda now: change(Product, Product.slug == "sencha"), [2]),
    "a new product": (Kind.PRODUCTS, "slug,category,name_ja\nacacia-honey-2,japanese-teas,a\n", lambda now: change(Product, Product.slug == "acacia-honey", slug="acacia-honey-2"), [2]),
    "a category": (Kind.PRODUCTS, "slug,category\nacacia-honey,japanese-teas\n", lambda now: upper("japanese-teas"), [2]),
    "a list": (Kind.RELATIONS, "product,related\nsencha,glass-mug\n", lambda now: relate(product("sencha"), ["hojicha"]), [2]),
    "an order": (Kind.STOCK, "sku,counted\nHONEY-360,9\nHONEY-180,1\n", lambda now: paid(now, bought=(("HONEY-180", 2),)), [3]),
    "a count": (Kind.STOCK, "sku,counted\nHONEY-180,9\n", lambda now: stock.count(sku("HONEY-180"), 3, "count:x", now), [2]),
}  # fmt: skip


def sku(code: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == code)).one()


def product(slug: str) -> Product:
    return db.session.scalars(select(Product).where(Product.slug == slug)).one()


def change(model: type[Product | Variant], which: object, **values: object) -> None:
    db.session.execute(update(model).where(which).values(version=model.version + 1, **values))  # type: ignore[arg-type]


def made(code: str, **values: object) -> None:
    more = {"label": {"ja": "a", "en": "a"}, "benefit": {}, "price": 100, "tax_class": "food", **values}  # fmt: skip
    db.session.add(Variant(sku=code, product_id=product("acacia-honey").id, **more))


def draft(on_sale: bool = False) -> None:
    if on_sale:
        change(Product, Product.slug == "acacia-honey", published=True)
    else:
        change(Product, Product.slug == "acacia-honey", published=False)
        made("DRAFT-1")


def upper(slug: str) -> None:
    above = db.session.scalar(select(Category.id).where(Category.slug == slug))
    db.session.add(Category(slug="below", name={"ja": "下", "en": "Below"}, parent_id=above))


@pytest.mark.parametrize("case", MEANWHILE)
def test_what_changed_meanwhile_is_named_and_nothing_is_written(
    shop: Flask, now: datetime, case: str
) -> None:
    kind, text, meanwhile, lines = MEANWHILE[case]
    if case == "a product on sale":
        draft()
    row = looked_at(kind, text.encode(), now - timedelta(minutes=1))
    assert row.ready, row.told
    meanwhile(now - timedelta(seconds=1))
    db.session.commit()
    before = rows(shop)
    with pytest.raises(Moved) as moved:
        apply(SHEETS[kind](), row.staging, Writing("花子", "file:1", now))
    assert moved.value.lines == lines
    db.session.rollback()
    assert rows(shop) == before


def test_few_statements_write_any_number_of_rows(shop: Flask, now: datetime) -> None:
    codes = list(db.session.scalars(select(Variant.sku)))
    sent = "sku,price,label_ja,shelf\n" + "".join(f"{one},777,名,a-０3\n" for one in codes)
    row = looked_at(Kind.SKUS, sent.encode(), now)
    staged = row.staging
    with statements(shop) as asked:
        apply(SHEETS[Kind.SKUS](), staged, Writing("花子", "file:1", now))
        told.tell(staged.file_id, SHELL, now)
        db.session.commit()
    assert len(asked) <= 24
    assert set(db.session.execute(select(Variant.price, Variant.shelf)).tuples()) == {(777, "A-03")}
    assert {one["ja"] for one in db.session.scalars(select(Variant.label))} == {"名"}
    assert price.disagreements() == []
    line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert line is not None and line.before is not None and line.after is not None
    assert len(line.before) == len(codes)
    assert line.after["HONEY-180"] == {"price": "777", "label_ja": "名", "shelf": "A-03"}


def test_tags_are_set_and_texts_written_over_whole(shop: Flask, now: datetime) -> None:
    applied(Kind.PRODUCTS, "slug,lead_en,keywords,tags\nsencha,It's ☕ “new”,\"a\nb\",giftable\nhojicha,x,,\n".encode(), now)  # fmt: skip
    db.session.expire_all()
    sencha = product("sencha")
    assert (sencha.lead["en"], sencha.keywords) == ("It's ☕ “new”", ["a", "b"])
    assert sencha.lead["ja"] and sencha.published
    tags = select(ProductTag.tag).where(ProductTag.product_id == sencha.id)
    assert list(db.session.scalars(tags)) == ["giftable"]


def test_many_products_are_found_by_their_new_words_a_little_later(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "AT_ONCE", 2)
    found = search.hits("みどりいろ")
    assert found is not None
    sent = "slug,name_ja\nsencha,みどりいろ1\nhojicha,みどりいろ2\nacacia-honey,みどりいろ3\n"
    applied(Kind.PRODUCTS, sent.encode(), now)
    assert db.session.execute(found).all() == []
    waiting = select(func.count()).where(Job.kind == searched.INDEX)
    assert db.session.scalar(waiting) == 2
    worker.run_due(now)
    assert len(db.session.execute(found).all()) == 3
