"""A part of a bundle that comes back: worth what it cost after its share of the bundle's discount, in yen and in tax."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.pricing.adjustment import Adjustment
from tests.support.desk import Desk
from tests.support.orders import paid, placed
from tests.support.till import at_the_desk, order_of


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def test_one_part_of_a_bundle_gives_back_what_it_cost_after_its_share(
    app: Flask, desk: Desk, now: datetime
) -> None:
    goods = {"SLEEP-30": 1280, "GLASS-MUG": 1540}
    bundle = Adjustment("tea-time", -501, {"ja": "お茶の時間", "en": "Tea time"}, goods)
    number = placed(
        app, paid, now, bought=(("SLEEP-30", 1), ("GLASS-MUG", 1)), off=(bundle,)
    ).number
    page, before = f"/staff/orders/{number}/refund", on_shelf(app)
    desk.get(page)
    assert "1点で¥1,053を返します" in desk.page.get_text()
    assert "1点で¥1,266を返します" in desk.page.get_text()
    tea = {"pieces-1": "1", "shelf-1": "1", "pieces-2": "", "shipping": ""}
    assert desk.post(page, reason="割れていた", **tea).status_code == 200
    asked = " ".join(desk.page.get_text(" ", strip=True).split())
    for words in (
        "返金の合計 ¥1,053",
        "8%対象 ¥1,053 の内税 ¥78",
        "返還インボイス 1を作り",
        "1点を棚に戻します。",
    ):
        assert words in asked
    assert "10%対象" not in asked
    assert desk.post(page, press="do").location.endswith("?told=refunded")
    assert on_shelf(app) == (before[0] + 1, before[1])
    mug = {"pieces-1": "", "shelf-1": "", "pieces-2": "1", "shelf-2": "", "shipping": "650"}
    desk.get(page)
    desk.post(page, reason="もう一つも", **mug)
    assert "10%対象 ¥1,916 の内税 ¥174" in " ".join(desk.page.get_text(" ", strip=True).split())
    assert desk.post(page, press="do").location.endswith("?told=refunded")
    assert on_shelf(app) == (before[0] + 1, before[1])
    with app.app_context():
        order = order_of(number)
        assert [(one.amount, one.shipping) for one in order.refunds] == [(1053, 0), (1916, 650)]
        assert sum(one.amount for one in order.refunds) == order.total == 2969
        parts = [part for one in order.refunds for part in one.tax_parts if part.taxable]
        assert [(one.percent, one.tax) for one in parts] == [(8, 78), (10, 174)]
        assert [(one.percent, one.tax) for one in order.tax_parts] == [(8, 78), (10, 174)]
    paper = desk.see(f"/staff/orders/{number}/credit-notes/1")
    assert "¥1,053" in paper
    assert (
        desk.client.get(f"/staff/orders/{number}/credit-notes/2.pdf").mimetype == "application/pdf"
    )
    assert desk.get(f"/staff/orders/{number}/credit-notes/3").status_code == 404


def on_shelf(app: Flask) -> tuple[int, int]:
    with app.app_context():
        asked = select(Variant.stock).where(Variant.sku.in_(("SLEEP-30", "GLASS-MUG")))
        tea, mug = db.session.scalars(asked.order_by(Variant.sku.desc())).all()
        return tea, mug
