"""Every change of goods: products, their pictures, SKUs, prices and categories."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from io import BytesIO

from flask import Flask
from PIL import Image

from storefront.catalog import editing, gallery, price
from storefront.catalog.renditions import Master
from storefront.extensions import db
from tests.catalog.test_editing import DRAFT, SKU, of, ready, sku_of
from tests.staff.changes.change import Change
from tests.support.orders import behind_the_counter

PRODUCTS, SKUS, CATEGORIES = "/staff/products", "/staff/products/skus", "/staff/products/categories"
MOVED = {"to": "up"}
Prepare = Callable[[Flask, datetime], str]


def photo() -> bytes:
    """A small file that is a picture."""
    file = BytesIO()
    Image.new("RGB", (400, 400), "olive").save(file, "PNG")
    return file.getvalue()


def there(path: str) -> Prepare:
    """Nothing has to be made."""
    return lambda _app, _now: path


def made(path: str, *, sellable: bool = False) -> Prepare:
    """With a draft in the shop, and all that publishing asks for."""

    def prepare(app: Flask, now: datetime) -> str:
        with behind_the_counter(app):
            if sellable:
                ready(now)
            else:
                editing.create_sku(editing.create_product(DRAFT), SKU, 1200, now, "first")
        return path

    return prepare


def picture(path: str) -> Prepare:
    """With the number of the first picture of the sleep blend in the path, or of its second where it moves."""

    def prepare(app: Flask, _now: datetime) -> str:
        with behind_the_counter(app):
            number = of().gallery[1].picture_id
        return f"{PRODUCTS}/sleep-blend/pictures/{number}{path}"

    return prepare


def lonely(app: Flask, now: datetime) -> str:
    """A draft with a picture that may go, so that a published one has none to spare."""
    with behind_the_counter(app):
        product = editing.create_product(DRAFT)
        shot = gallery.add_picture(product, Master("0" * 16, 400, 400, "PNG"), dict(DRAFT.name))
        number = shot.id
    return f"{PRODUCTS}/asatsuyu/pictures/{number}/out"


def coming(app: Flask, now: datetime) -> str:
    """A price that begins on Friday."""
    with behind_the_counter(app):
        price.schedule_price(sku_of("SLEEP-30"), 1400, now + timedelta(days=3), now, "cost")
    return f"{SKUS}/SLEEP-30/prices/cancel"


def typed(name: str) -> Callable[[Flask], Mapping[str, object]]:
    """The fields of a page as they stand, with another English name."""
    from storefront.catalog.written import product_as_written, sku_as_written
    from storefront.views.staff import product_writing, sku_form

    def fields(app: Flask) -> Mapping[str, object]:
        with app.app_context():
            if name == "product":
                found = product_writing.typed_of(product_as_written(of(), editing.tags_of(of().id)))
            else:
                found = sku_form.typed_of(sku_as_written(sku_of(name)))
            db.session.rollback()
        words = {**found.fields, "name-en": "Night Blend", "benefit-en": "For a month of nights"}
        return {key: value for key, value in words.items() if value}

    return fields


WORDS = {"alt-ja": "朝の茶畑", "alt-en": "A tea field in the morning"}
NEW = {"name-ja": "白茶", "name-en": "White tea", "slug": "white-tea", "category": "japanese-teas"}
NEW_SKU = {"sku": "sleep-5", "price": "３００", "label-ja": "5包", "label-en": "5 bags", "tax-class": "food",
           "weight-grams": "20", "length": "100", "width": "90", "height": "10", "temperature": "ambient", "published": "1"}  # fmt: skip
CATEGORY = {"name-ja": "中国茶", "name-en": "Chinese teas", "slug": "chinese-teas", "parent": "tea"}

CHANGES: dict[str, Change] = {
    "staff.create_product": Change(there(f"{PRODUCTS}/new"), NEW, {"slug": "sleep-blend"}),
    "staff.change_product": Change(there(f"{PRODUCTS}/sleep-blend/texts"), typed("product"), {"version": "99"}),
    "staff.publish_product_now": Change(
        made(f"{PRODUCTS}/asatsuyu/publish", sellable=True), {}, {"version": "99"}
    ),
    "staff.unpublish_product_now": Change(there(f"{PRODUCTS}/sleep-blend/unpublish"), {}, {"version": "99"}),
    "staff.delete_product_now": Change(made(f"{PRODUCTS}/asatsuyu/delete"), {}, {"version": "99"}),
    "staff.relate_products": Change(there(f"{PRODUCTS}/sleep-blend/related"), {"codes": "GLASS-MUG"}, {"codes": "NO-SUCH"}),
    "staff.add_picture": Change(
        there(f"{PRODUCTS}/sleep-blend/pictures"), WORDS, {"alt-en": ""}, files={"file": (photo(), "IMG_1.png")}
    ),
    "staff.change_picture": Change(picture(""), WORDS, {"alt-ja": " "}, page=f"{PRODUCTS}/sleep-blend/pictures"),
    "staff.move_picture": Change(picture("/move"), MOVED, None, page=f"{PRODUCTS}/sleep-blend/pictures"),
    "staff.take_picture_out_now": Change(lonely, {}, {"csrf_token": "no"}),
    "staff.create_sku": Change(there(f"{PRODUCTS}/sleep-blend/skus/new"), NEW_SKU, {"price": "0"}),
    "staff.change_sku": Change(there(f"{SKUS}/SLEEP-30"), typed("SLEEP-30"), {"sku": "SLEEP-90"}),
    "staff.move_sku": Change(there(f"{SKUS}/SLEEP-30/move"), MOVED, None, page=f"{PRODUCTS}/sleep-blend"),
    "staff.delete_sku_now": Change(made(f"{SKUS}/ASA-100/delete"), {}, {"version": "99"}),
    "staff.set_sku_price": Change(
        there(f"{SKUS}/SLEEP-30/prices"), {"price": "1,380円", "why": "仕入れ値"}, {"price": "abc"}
    ),
    "staff.cancel_price": Change(coming, {}, {"starts": "2026-11-24"}, page=f"{SKUS}/SLEEP-30/prices"),
    "staff.create_category": Change(there(f"{CATEGORIES}/new"), CATEGORY, {"slug": "gifts"}),
    "staff.change_category": Change(
        there(f"{CATEGORIES}/gifts"), {"name-ja": "贈り物", "name-en": "Presents"}, {"name-en": ""}
    ),
    "staff.move_category": Change(there(f"{CATEGORIES}/gifts/move"), MOVED, None, page=CATEGORIES),
}  # fmt: skip
