"""Goods to show: products and variants as the catalogue knows them, made in memory and never stored."""

from flask import g
from sqlalchemy import select

from storefront.catalog.category import Category
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product, ProductPicture
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen
from storefront.pricing.tax import TaxClass
from storefront.views.styleguide.sample import both

UNKNOWN = "0" * 16


def pictures(*slugs: str) -> list[Picture]:
    """The shop's photographs of these names; a blank one where the shop has no such picture."""
    if "sample_pictures" not in g:
        g.sample_pictures = {row.slug: row for row in db.session.scalars(select(Picture))}
    return [g.sample_pictures.get(slug) or _blank(slug) for slug in slugs]


def picture(slug: str) -> Picture:
    """One of them."""
    return pictures(slug)[0]


def sleep_blend() -> Product:
    """A tea in three tiers, the largest sold out."""
    product = _product(
        101, "sleep-blend", both("おやすみブレンド", "Sleep Blend"),
        both("ノンカフェイン・ティーバッグ", "Caffeine-free tea bags"), both("大きさ", "Size"),
    )  # fmt: skip
    product.compare = True
    small, medium, large = pictures(
        "sleep-blend-pouch-15", "sleep-blend-pouch-30", "sleep-blend-pouch-90"
    )
    product.variants = [
        _bags(product, 1, "SLEEP-15", 15, 780, 46, both("はじめての方、旅先に", "A first taste, or for a trip"), small),
        _bags(product, 2, "SLEEP-30", 30, 1280, 124, both("毎晩一杯で、ひと月分", "A cup a night, for a month"), medium),
        _bags(product, 3, "SLEEP-90", 90, 2760, 0, both("ご家族で飲む方へ、三月分", "Three months, or a household"), large),
    ]  # fmt: skip
    return _shelved(product, medium)


def glass_mug() -> Product:
    """A thing of which one kind exists, three of it left."""
    product = _product(
        102, "glass-mug", both("耐熱ガラスのマグ", "Heatproof glass mug"),
        both("300ml・食洗機で洗えます", "300 ml, dishwasher safe"), both("種類", "Kind"),
    )  # fmt: skip
    photo = picture("glass-mug-300")
    product.variants = [
        _variant(
            product,
            4,
            "MUG-GLASS",
            both("300ml", "300 ml"),
            1540,
            3,
            TaxClass.GOODS,
            both("お茶の色がよく見えます", "Shows the colour of the tea"),
            photo,
        )
    ]
    return _shelved(product, photo)


def kyusu() -> Product:
    """A pot in two colours, both sold out."""
    product = _product(
        103, "side-handled-kyusu", both("横手の急須", "Side-handled kyusu"),
        both("280ml・常滑の土", "280 ml, Tokoname clay"), both("色", "Colour"),
    )  # fmt: skip
    black, red = pictures("kyusu-black", "kyusu-red")
    one = both("お茶二杯分", "Two cups of tea")
    product.variants = [
        _variant(
            product, 5, "KYUSU-BLACK", both("黒", "Black"), 6820, 0, TaxClass.GOODS, one, black
        ),
        _variant(product, 6, "KYUSU-RED", both("朱", "Red"), 6820, 0, TaxClass.GOODS, one, red),
    ]
    return _shelved(product, black)


def butter_biscuits() -> Product:
    """A sweet that has to be kept cool."""
    product = _product(
        104, "butter-biscuits", both("生バターのビスケット", "Fresh butter biscuits"),
        both("冷蔵・12枚", "Kept cool, 12 pieces"), both("種類", "Kind"),
    )  # fmt: skip
    photo = picture("biscuits")
    one = both("三日で食べきる大きさ", "Best within three days")
    product.variants = [
        _variant(
            product,
            7,
            "BISCUIT-COOL",
            both("12枚", "12 pieces"),
            1620,
            24,
            TaxClass.FOOD,
            one,
            photo,
        )
    ]
    product.variants[0].temperature = "cool"
    return _shelved(product, photo)


def _product(number: int, slug: str, name: Text, trait: Text, choice: Text) -> Product:
    nothing = both("", "")
    return Product(
        id=number, slug=slug, category=_shelf(), category_id=1, position=number, published=True, name=name, kana="",
        trait=trait, lead=nothing, description=nothing, choice=choice, compare=False,
        facts=[], notes=[], keywords=[], gallery=[],
    )  # fmt: skip


def _bags(
    product: Product,
    number: int,
    sku: str,
    count: int,
    price: Yen,
    stock: int,
    benefit: Text,
    photo: Picture,
) -> Variant:
    label = both(f"{count}包", f"{count} bags")
    variant = _variant(product, number, sku, label, price, stock, TaxClass.FOOD, benefit, photo)
    variant.unit, variant.unit_count = "bag", count
    if count == 15:  # the small pouch fits through a letterbox
        variant.weight_grams, variant.height_mm = 45, 28
    return variant


def _variant(
    product: Product, number: int, sku: str, label: Text, price: Yen, stock: int, tax: TaxClass,
    benefit: Text, photo: Picture,
) -> Variant:  # fmt: skip
    return Variant(
        id=number, product_id=product.id, sku=sku, position=number, published=True, label=label,
        benefit=benefit, adds={}, price=price, stock=stock, tax_class=tax, unit="", unit_count=0,
        weight_grams=200, length_mm=180, width_mm=130, height_mm=60, temperature="ambient",
        picture=photo, picture_id=photo.id,
    )  # fmt: skip


def _shelved(product: Product, photo: Picture) -> Product:
    product.gallery = [ProductPicture(position=0, picture=photo, picture_id=photo.id)]
    product.refresh_summary()
    return product


def _shelf() -> Category:
    """A shelf that the shop has; the guide's products stand on it."""
    return Category(id=1, slug="herbal-blends", name=both("ハーブティー", "Herbal blends"))


def _blank(slug: str) -> Picture:
    return Picture(
        slug=slug, digest=UNKNOWN, width=1200, height=1200, near=False,
        alt=both("写真がありません", "No picture"),
    )  # fmt: skip
