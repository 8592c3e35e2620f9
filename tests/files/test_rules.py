"""What a file does, line by line: the same rules as the pages, and a report where they are broken."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.catalog import price, stock
from storefront.catalog.price import Price
from storefront.catalog.product import Product
from storefront.catalog.stock import StockMovement
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.files import going_through
from storefront.files.going_through import go_through
from storefront.files.kept import KeptFile
from storefront.files.plan import Plan
from storefront.files.products import Products
from storefront.files.relations import Relations
from storefront.files.sheet import Kind, Sheet
from storefront.files.skus import Skus
from storefront.files.stocks import Stocks
from storefront.offers.related import related_to
from tests.support.filed import applied
from tests.support.orders import paid

SKU_HEAD = "sku,product,label_ja,label_en,price,tax_class,weight_grams,length_mm,width_mm,height_mm,published"  # fmt: skip


def plan_of(sheet: Sheet, text: str, encoding: str = "utf-8") -> Plan:
    return go_through(sheet, BytesIO(text.encode(encoding)))


def apply(kind: Kind, text: str, now: datetime) -> KeptFile:
    return applied(kind, text.encode("cp932"), now)


def faults(plan: Plan) -> list[tuple[int, str, str]]:
    return [(one.line, str(one.trouble), one.column) for one in plan.refusals]


def variant(sku: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def test_a_price_is_charged_from_now_on_with_its_history(shop: Flask, now: datetime) -> None:
    before = variant("HONEY-180").version
    plan = apply(Kind.SKUS, 'sku,price\nHONEY-180,"1,500円"\nHONEY-360,2680\n', now)
    assert plan.counts == {"new": 0, "changed": 1, "same": 1, "refused": 0}
    honey = variant("HONEY-180")
    assert (honey.price, honey.version) == (1500, before)
    rows = select(Price.price, Price.note).where(Price.variant_id == honey.id).order_by(Price.id)
    assert [tuple(row) for row in db.session.execute(rows)][-1] == (1500, "花子, file:1")
    assert (honey.product.price_from, honey.product.price_to) == (1500, 3900)
    assert price.disagreements() == []


def test_new_goods_begin_as_drafts_with_a_price_and_no_stock(shop: Flask, now: datetime) -> None:
    first = apply(
        Kind.PRODUCTS, "slug,category,name_ja,tags,keywords\nSHIN-CHA,japanese-teas,新茶,giftable,\"春\n緑\"\n", now
    )  # fmt: skip
    assert first.counts["new"] == 1
    made = db.session.scalars(select(Product).where(Product.slug == "shin-cha")).one()
    assert (made.published, made.keywords, made.category.slug) == (False, ["春", "緑"], "japanese-teas")  # fmt: skip
    later = now + timedelta(minutes=1)
    apply(Kind.SKUS, f"{SKU_HEAD}\nshin-50,shin-cha,50g,50 g,1200,food,80,90,160,20,1\n", later)
    sku = variant("SHIN-50")
    assert (sku.price, sku.stock, sku.sides) == (1200, 0, (160, 90, 20))
    db.session.refresh(made)
    assert (made.price_from, made.variant_count, made.in_stock) == (1200, 1, False)
    assert price.disagreements() == stock.disagreements() == []


def test_related_goods_stand_in_the_order_of_the_row(shop: Flask, now: datetime) -> None:
    apply(Kind.RELATIONS, 'product,related\nsencha,"HONEY-180、glass-mug"\nhojicha,\n', now)
    ids = dict(db.session.execute(select(Product.slug, Product.id)).tuples().all())
    assert related_to(ids["sencha"]) == [ids["acacia-honey"], ids["glass-mug"]]
    assert related_to(ids["hojicha"]) == []


def test_counts_go_through_the_ledger_and_leave_orders_theirs(shop: Flask, now: datetime) -> None:
    paid(now, bought=(("HONEY-180", 2),))
    plan = apply(
        Kind.STOCK, "sku,on_hand,counted,reason,note\nHONEY-180,44,41,damaged,割れ\nHONEY-360,,20,received,\nHONEY-540,5,,,\n", now
    )  # fmt: skip
    assert plan.counts == {"new": 0, "changed": 2, "same": 1, "refused": 0}
    assert [variant(f"HONEY-{n}").stock for n in (180, 360, 540)] == [39, 20, 5]
    line = db.session.scalars(select(StockMovement).where(StockMovement.note == "割れ")).one()
    assert (line.delta, line.reason, line.reference, line.made_by) == (-3, "damaged", "file:1", "花子")  # fmt: skip
    assert stock.disagreements() == []


REFUSED: Mapping[str, tuple[type[Sheet], str, list[tuple[int, str, str]]]] = {
    "unknown column": (Skus, "sku,colour\n", [(1, "unknown_column", "")]),
    "missing column": (Skus, "price\n1\n", [(1, "missing_column", "")]),
    "column twice": (Skus, "sku,price,price\n", [(1, "double_column", "")]),
    "nothing": (Skus, "", [(1, "empty", "")]),
    "quoting": (Skus, 'sku,price\n"HONEY-180"x,3\n', [(2, "quoting", "")]),
    "cells": (Skus, "sku,price\nHONEY-180\n", [(2, "cells", "")]),
    "no code": (Skus, "sku,price\n　,5\n", [(2, "no_code", "sku")]),
    "twice": (Skus, "sku,price\nHONEY-180,1400\nhoney-１８０,1400\n", [(3, "twice", "sku")]),
    "numbers": (
        Skus,
        "sku,price,cost,weight_grams\nHONEY-180,cheap,1.5,-3\nHONEY-360,99999999999999,,\nHONEY-540,0,,5\n",
        [(2, "not_a_number", "cost"), (2, "not_a_number", "price"), (2, "range", "weight_grams"), (3, "not_a_number", "price"), (3, "published_needs", "weight_grams"), (4, "range", "price")],
    ),
    "foreign product": (Skus, "sku,product\nHONEY-180,sencha\nNEW-1,nowhere\nNEW-2,\n", [(2, "other_product", "product"), (3, "unknown_product", "product"), (3, "missing", "label_ja"), (3, "range", "price"), (4, "new_needs", "sku")]),
    "picture": (Skus, "sku,picture\nHONEY-180,nothing\n", [(2, "unknown", "picture")]),
    "last on sale": (Skus, "sku,published\nHONEY-180,0\nHONEY-360,no\nHONEY-540,いいえ\n", [(4, "last_on_sale", "published")]),
    "publishing": (Products, "slug,published\nsencha,0\n", [(2, "fixed_here", "published")]),
    "empty on sale": (Products, "slug,name_en,lead_ja\nsencha,,\n", [(2, "published_needs", "name_en"), (2, "published_needs", "lead_ja")]),
    "upper shelf": (Products, "slug,category,tags\nsencha,teas,loud\n", [(2, "unknown", "category"), (2, "unknown", "tags")]),
    "own and unknown": (Relations, "product,related\nsencha,sencha SENCHA-100 nothing hojicha hojicha\nnone,\n", [(2, "own_code", "related"), (2, "own_code", "related"), (2, "unknown_product", "related"), (2, "twice", "related"), (3, "unknown_product", "product")]),
    "counts": (
        Stocks,
        "sku,on_hand,counted,reason\nNOTHING,,1,\nHONEY-180,40,44,\nHONEY-360,,-1,\nHONEY-540,,9,lost\nSLEEP-30,,9,eaten\n",
        [(2, "unknown_sku", "sku"), (3, "moved", "on_hand"), (4, "range", "counted"), (5, "other_way", "reason"), (6, "unknown_reason", "reason")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_said_by_line_and_column(shop: Flask, case: str) -> None:
    make, text, expected = REFUSED[case]
    plan = plan_of(make(), text)
    assert faults(plan) == expected
    assert plan.refused == len({line for line, _why, _column in expected})


def test_what_was_wrong_before_holds_no_other_change_back(shop: Flask) -> None:
    variant("HONEY-180").unit = ""
    db.session.commit()
    assert plan_of(Skus(), "sku,price\nHONEY-180,1500\n").refusals == []


def test_neither_encoding_is_said_at_its_line(shop: Flask) -> None:
    sent = b"sku,label_ja\r\nHONEY-180,\x81\r\n"
    assert faults(go_through(Skus(), BytesIO(sent))) == [(2, "encoding", "")]


def test_more_lines_than_are_taken_are_refused(
    shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_through, "MOST_LINES", 2)
    plan = plan_of(Skus(), "sku\nHONEY-180\nHONEY-360\nHONEY-540\nSLEEP-30\n")
    assert faults(plan) == [(4, "too_many_lines", "")]


def test_nothing_is_written_by_looking(shop: Flask) -> None:
    counted = select(func.count()).select_from(Price)
    before = db.session.scalar(counted)
    plan_of(Skus(), "sku,price\nHONEY-180,1500\n")
    assert (db.session.scalar(counted), variant("HONEY-180").price) == (before, 1400)
    assert not db.session.dirty
