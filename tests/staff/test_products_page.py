"""Products at the desk: found, written, published, taken off, deleted; what was typed is kept when it is refused."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from storefront.catalog import editing, stocklist
from storefront.catalog.product import Product
from storefront.catalog.written import (
    WrittenSku,
    differing,
    product_as_written,
    sku_as_written,
)
from storefront.extensions import db
from storefront.offers.kinds import Kind, Placement
from storefront.staff.roles import Role
from storefront.views.staff import product_writing, sku_form
from tests.catalog.test_editing import of, ready, sku_of
from tests.staff.changes.products import NEW, NEW_SKU, PRODUCTS, SKUS, photo, typed
from tests.support.desk import Desk, hire
from tests.support.offers import offer
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines

PAGE = f"{PRODUCTS}/sleep-blend"
DRAFTED = f"{PRODUCTS}/white-tea"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def names(desk: Desk, query: str = "") -> list[str]:
    desk.get(PRODUCTS + query)
    return [one.get_text(strip=True) for one in desk.page.select(".stocklist .case__name")]


def test_the_list_is_searched_filtered_and_turned_by_key(
    app: Flask, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with behind_the_counter(app):
        ready(now)
    assert "おやすみブレンド" in names(desk, "?q=おやすみ")
    assert names(desk, "?q=ASA-100") == ["あさつゆ"]
    assert names(desk, "?state=draft") == ["あさつゆ"]
    assert "あさつゆ" not in names(desk, "?state=published")
    assert set(names(desk, "?category=tea")) > set(names(desk, "?category=herbal-blends"))
    assert names(desk, "?q=みあたらない") == []
    assert "当てはまる商品はありません" in desk.page.get_text()
    assert names(desk, "?after=-1&category=none&state=odd") == names(desk)
    monkeypatch.setattr(stocklist, "PAGE_SIZE", 20)
    with statements(app) as sent:
        first = names(desk)
    assert len(sent) <= 5
    further = desk.page.select_one("a[rel=next]")
    assert further is not None
    second = names(desk, str(further["href"]).removeprefix(PRODUCTS))
    assert len(first) == 20
    assert set(first) & set(second) == set()
    assert desk.page.select_one("a[rel=next]") is None


def test_from_an_idea_to_the_shop(app: Flask, desk: Desk, client: FlaskClient) -> None:
    """A draft, a SKU, a picture; looked at as shoppers will see it, then put on sale."""
    desk.get(f"{PRODUCTS}/new")
    assert desk.post(f"{PRODUCTS}/new", **NEW).location == f"{DRAFTED}?told=product_added"
    assert "公開までに足りないもの" in desk.see(DRAFTED)
    assert desk.get(f"{DRAFTED}/preview").location == f"{DRAFTED}?told=no_preview"
    assert desk.get(f"{DRAFTED}/publish").status_code == 422
    assert "販売するSKUを一つ" in desk.errors()["missing"]
    desk.get(f"{DRAFTED}/skus/new")
    desk.post(f"{DRAFTED}/skus/new", **{**NEW_SKU, "sku": "white-50", "label-ja": "50g"})
    desk.get(f"{DRAFTED}/pictures")
    file = (BytesIO(photo()), "../../IMG 1.png")
    sent = desk.post(f"{DRAFTED}/pictures", file=file, **{"alt-ja": "白い芽", "alt-en": "Buds"})
    assert sent.location == f"{DRAFTED}/pictures?told=picture_added"
    words = desk.see(f"{DRAFTED}/preview")
    assert "プレビュー：お客さまには、まだ見えません。" in words
    assert "50g" in words
    assert desk.page.select_one('meta[name=robots][content^="noindex"]')
    assert client.get("/ja/products/white-tea").status_code == 404
    assert client.get(f"{DRAFTED}/preview").status_code == 303
    desk.get(f"{DRAFTED}/texts")
    texts = {
        f"{name}-{code}": f"{name} {code}"
        for name in ("lead", "description")
        for code in ("ja", "en")
    }
    desk.post(f"{DRAFTED}/texts", **NEW, **texts)
    desk.get(f"{DRAFTED}/publish")
    assert "在庫がありません：50g" in desk.page.get_text()
    assert desk.post(f"{DRAFTED}/publish").location == f"{DRAFTED}?told=product_published"
    shown = client.get("/ja/products/white-tea")
    assert shown.status_code == 200
    assert "白茶" in shown.text
    assert "¥300" in shown.text
    assert [act for act, _subject, _after in money_lines(app)] == [
        "product.added", "sku.added", "product.picture_added", "product.written", "product.published",
    ]  # fmt: skip


def test_what_is_refused_is_kept_as_typed_with_each_fault_at_its_field(
    app: Flask, desk: Desk
) -> None:
    before = rows(app)
    desk.get(f"{PRODUCTS}/new")
    answer = desk.post(
        f"{PRODUCTS}/new",
        **{**NEW, "slug": "skus", "name-ja": "", "name-en": "", "category": "tea", "facts-ja": "原材料：緑茶\n産地", "lead-en": "x" * 301},
    )  # fmt: skip
    assert answer.status_code == 422
    assert set(desk.errors()) == {"facts-ja"}, "what cannot be read is told first"
    facts = desk.page.select_one("#facts-ja")
    assert facts is not None
    assert facts.get_text().strip() == "原材料：緑茶\n産地"
    answer = desk.post(
        f"{PRODUCTS}/new",
        **{**NEW, "slug": "skus", "name-ja": "", "name-en": "", "category": "tea", "facts-ja": "原材料：緑茶", "lead-en": "x" * 301},
    )  # fmt: skip
    assert set(desk.errors()) == {"slug", "name-ja", "category", "facts-en", "lead-en"}
    assert all(desk.page.select_one(f"#{field}") for field in desk.errors())
    desk.get(f"{PAGE}/skus/new")
    desk.post(f"{PAGE}/skus/new", **{**NEW_SKU, "price": "-5", "weight-grams": "12cm"})
    assert set(desk.errors()) == {"price", "weight-grams"}
    desk.post(
        f"{PAGE}/skus/new",
        **{**NEW_SKU, "price": "", "sku": "sleep-30", "length": "99999999", "label-en": ""},
    )
    assert set(desk.errors()) == {"price", "sku", "sides"}
    desk.post(f"{PAGE}/skus/new", **{**NEW_SKU, "label-en": ""})
    assert "SLEEP-5の呼び名（英語）" in desk.errors()["published"], (
        "what is on sale needs both languages"
    )
    assert rows(app) == before


def test_two_people_at_one_product_see_both_ways_and_nothing_is_lost(
    app: Flask, desk: Desk
) -> None:
    mine = dict(typed("product")(app))
    desk.get(f"{PAGE}/texts")
    with behind_the_counter(app):
        db.session.execute(
            update(Product).where(Product.slug == "sleep-blend").values(kana="ねむり", version=2)
        )
    answer = desk.post(f"{PAGE}/texts", **mine)
    assert answer.status_code == 409
    crossed = {
        row.select("dt")[0].get_text(): [one.get_text() for one in row.select("dd")]
        for row in desk.page.select(".crossed__row")
    }
    assert crossed["よみがな"] == ["いまねむり", "あなたおやすみぶれんど"]
    assert crossed["名前"] == [
        "いまおやすみブレンド / Sleep Blend",
        "あなたおやすみブレンド / Night Blend",
    ]
    assert money_lines(app) == []
    assert desk.post(f"{PAGE}/texts", **mine).location == f"{PAGE}?told=product_saved"
    with app.app_context():
        assert (of().name["en"], of().kana, of().version) == ("Night Blend", "おやすみぶれんど", 3)
    desk.get(f"{SKUS}/SLEEP-30")
    with behind_the_counter(app):
        editing.change_sku(sku_of("SLEEP-30"), 1, rewritten(cost=500), datetime.now().astimezone())
    assert (
        desk.post(f"{SKUS}/SLEEP-30", **{**typed("SLEEP-30")(app), "cost": "410"}).status_code
        == 409
    )
    assert "いま500" in desk.page.get_text()


def rewritten(**more: object) -> WrittenSku:
    return replace(sku_as_written(sku_of("SLEEP-30")), **more)


def test_the_page_tells_steps_stock_and_what_a_bundle_makes_of_each_price(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with behind_the_counter(app):
        offer(
            now,
            Kind.BUNDLE,
            Placement.PRODUCT,
            goods=[("SLEEP-30", 1), ("GLASS-MUG", 1)],
            percent_off=5,
        )
    desk.get(PAGE)
    with statements(app) as sent:
        words = desk.see(PAGE)
    assert len(sent) <= 12
    assert "前の段から +¥500、1包あたり−¥9" in words
    assert "在庫124点" in words
    bundle = desk.page.select_one(".inoffer")
    assert bundle is not None
    assert bundle.get_text(" ", strip=True).endswith("合わせて ¥2,679")
    parts = [one.get_text(" ", strip=True) for one in bundle.select(".inoffer__parts li")]
    assert parts[0] == "おやすみブレンド 30包 別々なら ¥1,280 ¥1,216"


def test_goods_that_were_wanted_once_are_taken_off_sale_and_never_deleted(
    app: Flask, desk: Desk, client: FlaskClient, now: datetime
) -> None:
    assert desk.get(f"{PAGE}/delete").location == f"{PAGE}?told=product_kept"
    assert desk.get(f"{SKUS}/SLEEP-30/delete").location == f"{PAGE}?told=sku_kept"
    assert "トップページがこの商品を紹介しています" in desk.see(f"{PAGE}/unpublish")
    desk.post(f"{PAGE}/unpublish")
    assert client.get("/ja/products/sleep-blend").status_code == 404
    assert desk.get(f"{PAGE}/delete").location == f"{PAGE}?told=product_kept", "it has stock"
    with behind_the_counter(app):
        ready(now)
    desk.get(f"{PRODUCTS}/asatsuyu/delete")
    assert desk.post(f"{PRODUCTS}/asatsuyu/delete").location == f"{PRODUCTS}?told=product_deleted"
    assert desk.get(f"{PRODUCTS}/asatsuyu").status_code == 404


def test_who_only_looks_finds_no_way_to_change(app: Flask, now: datetime) -> None:
    hire(app, now, email="viewer@happa.example", role=Role.VIEWER)
    desk = Desk(app)
    desk.sign_in("viewer@happa.example")
    desk.get(PAGE)
    assert [str(f["action"]) for f in desk.page.select("main form[method=post]")] == []
    assert desk.page.select_one("main a.btn[href*='/texts']") is None
    assert desk.get(f"{PAGE}/texts").status_code == 403
    assert desk.post(f"{SKUS}/SLEEP-30/prices", price="1", why="x").status_code == 403
    desk.get(f"{SKUS}/SLEEP-30/prices")
    assert desk.page.select_one("main form") is None


def test_related_codes_are_refused_line_by_line_and_kept(app: Flask, desk: Desk) -> None:
    path, typed_codes = f"{PAGE}/related", "glass-mug\nNO-SUCH\nSLEEP-90\n\nGLASS-MUG"
    desk.get(path)
    assert desk.post(path, codes=typed_codes).status_code == 422
    told = [a.get_text() for a in desk.page.select(".error-summary a")]
    assert told == [
        "2行目 NO-SUCH：このコードの商品はありません。",
        "3行目 SLEEP-90：この商品自身です。",
        "5行目 GLASS-MUG：同じ商品が、もう上にあります。",
    ]
    box = desk.page.select_one("#codes")
    assert box is not None
    assert box.get_text().strip() == typed_codes
    desk.get(path)
    seen = desk.page.select_one("input[name=seen]")
    assert seen is not None
    assert desk.post(path, codes="glass-mug", seen="somebody-elses").status_code == 409
    assert desk.post(path, codes=" Glass-Mug \n").location == f"{PAGE}?told=related_saved"
    assert money_lines(app)[-1][2] == {"related": ["glass-mug"]}


def test_a_form_sent_back_as_it_came_changes_nothing(app: Flask) -> None:
    with app.app_context():
        for product in db.session.scalars(select(Product)):
            was = product_as_written(product, editing.tags_of(product.id))
            form = product_writing.typed_of(was)
            assert (differing(was, product_writing.read(form)), form.errors) == ([], {}), was.slug
            for variant in product.variants:
                sku = sku_as_written(variant)
                assert differing(sku, sku_form.read(sku_form.typed_of(sku))) == [], sku.sku
