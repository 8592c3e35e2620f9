"""A large catalogue: products with one to four variants, recombined from word lists, searchable and in stock."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product as combinations
from pathlib import Path
from typing import Any

from sqlalchemy import select

from seeds.scale import bulk
from seeds.scale.bulk import as_json, as_time
from storefront.catalog import search
from storefront.catalog.category import Category
from storefront.catalog.price import Price
from storefront.catalog.product import Product, ProductPicture, ProductTag
from storefront.catalog.stock import StockMovement, StockReason
from storefront.catalog.variant import Variant
from storefront.extensions import db

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text())
SCALED = "seed --scale"
FIRST_COUNT = "count:first"
FIRST_VERSION = 1
AFTER_THE_OTHERS = 1000
"""Positions from here on: what people chose with care stays in front."""
COST_PERCENT = 45
"""What the shop pays for goods, as a part of their price."""
TIERS = (1, 2, 2, 3, 3, 3, 4)
UNITS = {"bag": ("{}包", "{} bags"), "g": ("{}g", "{} g")}

PRODUCT = (
    "id", "slug", "category_id", "position", "published", "name", "kana", "trait", "lead", "description",
    "choice", "compare", "facts", "notes", "keywords", "price_from", "price_to", "in_stock", "variant_count",
    "version",
)  # fmt: skip
VARIANT = (
    "id", "product_id", "sku", "position", "published", "label", "benefit", "adds", "price", "cost", "stock",
    "tax_class", "unit", "unit_count", "weight_grams", "length_mm", "width_mm", "height_mm", "temperature", "picture_id",
    "shelf", "version",
)  # fmt: skip
PRICE = ("variant_id", "price", "starts_at", "applied_at", "set_at", "note")
MOVEMENT = ("variant_id", "delta", "reason", "reference", "made_at")


@dataclass(frozen=True)
class Shelf:
    """A leaf of the category tree with the words and pictures for what will stand on it."""

    category: Category
    pictures: tuple[int, ...]
    words: dict[str, Any]


def fill(skus: int, now: datetime) -> None:
    """Add products until there are `skus` more variants, with stock, tags, pictures and index. Commits by blocks."""
    chance = random.Random(skus)
    first_product, first_variant = (
        bulk.next_id(Product),
        bulk.next_id(Variant),
    )
    made = _products(_shelves(), skus, first_product, first_variant, chance)
    while block := _take(made, bulk.AT_ONCE // 4):
        _write(block, now)
        db.session.commit()


def _take(made: Iterator[Product], most: int) -> list[Product]:
    return [one for _, one in zip(range(most), made, strict=False)]


def _shelves() -> list[Shelf]:
    """Shelves as they are in the database; their pictures are those of the products that stand there now."""
    rows = db.session.execute(
        select(Category, ProductPicture.picture_id)
        .join(Product, Product.category_id == Category.id)
        .join(ProductPicture, ProductPicture.product_id == Product.id)
        .order_by(Category.id, ProductPicture.picture_id)
    ).all()
    pictures: dict[str, dict[int, None]] = {}
    categories = {category.slug: category for category, _ in rows}
    for category in categories.values():
        db.session.expunge(category)  # a commit would have it read again, in the midst of a COPY
    for category, picture in rows:
        pictures.setdefault(category.slug, {})[picture] = None
    return [
        Shelf(categories[words["slug"]], tuple(pictures[words["slug"]]), words)
        for words in WORDS["shelf"]
        if words["slug"] in categories
    ]


def _products(
    shelves: list[Shelf], skus: int, product_id: int, variant_id: int, chance: random.Random
) -> Iterator[Product]:
    """Products in the shape the shop's own rules take, never added to a session."""
    names = [_names(shelf, chance) for shelf in shelves]
    left, number = skus, 0
    while left:
        tiers = min(left, chance.choice(TIERS))
        shelf = shelves[number % len(shelves)]
        place, manner, kind = next(names[number % len(shelves)])
        product = _product(shelf, place, manner, kind, product_id, number)
        product.variants = _variants(shelf, product, variant_id, tiers, number, chance)
        product.refresh_summary()
        yield product
        left, number, product_id, variant_id = (
            left - tiers, number + 1, product_id + 1, variant_id + tiers,
        )  # fmt: skip


def _names(shelf: Shelf, chance: random.Random) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Every combination of place, manner and kind in a shuffled order, over and over."""
    every = list(combinations(WORDS["places"], shelf.words["manners"], shelf.words["kinds"]))
    chance.shuffle(every)
    while True:
        yield from every


def _product(
    shelf: Shelf,
    place: list[str],
    manner: list[str],
    kind: list[str],
    product_id: int,
    number: int,
) -> Product:
    name = {"ja": f"{place[0]}の{manner[0]}{kind[0]}", "en": f"{place[1]} {manner[1]}{kind[1]}"}
    slug = f"{name['en'].lower().replace(' ', '-')}-{product_id}"
    trait = shelf.words["trait"]
    picture = shelf.pictures[number % len(shelf.pictures)]
    return Product(
        id=product_id,
        slug=slug,
        category=shelf.category,
        position=AFTER_THE_OTHERS + number,
        published=True,
        name=name,
        kana=f"{place[2]}の{manner[2]}{kind[2]}",
        trait={"ja": trait[0], "en": trait[1]},
        lead={
            "ja": f"{place[0]}から届く、{manner[0]}{kind[0]}です。",
            "en": f"{_capital(manner[1] + kind[1])} from {place[1]}.",
        },
        description={
            "ja": f"{place[0]}の作り手が少しずつ仕上げた{kind[0]}です。\n\n{trait[0]}。届いたその日から、いつもの湯のみでどうぞ。",
            "en": f"{_capital(kind[1])}, finished in small batches by makers in {place[1]}.\n\n{trait[1]}. Ready for your usual cup.",
        },
        choice={"ja": "種類", "en": "Choice"},
        compare=bool(shelf.words["unit"]),
        facts=[
            _pair("label", "名称", "Product", "text", kind[0], _capital(kind[1])),
            _pair("label", "産地", "From", "text", place[0], place[1]),
        ],
        notes=[
            _pair("title", "保存", "Keeping", "text",
                  "直射日光と湿気を避けてください。", "Keep out of sunlight and damp.")
        ],
        keywords=[place[0], kind[0], kind[1]],
        gallery=[ProductPicture(position=0, picture_id=picture)],
    )  # fmt: skip


def _variants(
    shelf: Shelf,
    product: Product,
    variant_id: int,
    tiers: int,
    number: int,
    chance: random.Random,
) -> list[Variant]:
    least, most = shelf.words["prices"]
    price = chance.randrange(least, most, 20)
    food = bool(shelf.words["unit"])
    made = []
    for place in range(tiers):
        label, count = _label(shelf, place)
        made.append(
            Variant(
                id=variant_id + place,
                sku=f"{shelf.words['code']}{number:06d}-{place + 1}",
                position=place,
                published=True,
                label=label,
                benefit={"ja": "いつもの棚から", "en": "From the usual shelf"},
                adds={},
                price=price,
                cost=price * COST_PERCENT // 100,
                stock=0 if chance.random() < 0.03 else chance.randrange(1, 200),
                tax_class=shelf.words["tax"],
                unit=shelf.words["unit"],
                unit_count=count,
                weight_grams=120 + 180 * place,
                length_mm=160,
                width_mm=130,
                height_mm=60 + 20 * place,
                temperature="ambient",
                picture_id=product.gallery[0].picture_id,
            )
        )
        # Twice as much costs a little less than twice as much; another colour costs the same.
        price = price * 185 // 1000 * 10 if food else price
    return made


def _label(shelf: Shelf, place: int) -> tuple[dict[str, str], int]:
    step = shelf.words["steps"][place]
    if isinstance(step, int):
        ja, en = UNITS[shelf.words["unit"]]
        return {"ja": ja.format(step), "en": en.format(step)}, step
    ja, en = step.split("|")
    return {"ja": ja, "en": en}, 1


def _write(block: list[Product], now: datetime) -> None:
    """One block of products with all that hangs on them."""
    at = as_time(now)
    variants = [variant for product in block for variant in product.variants]
    pictures = ((p.id, 0, p.gallery[0].picture_id) for p in block)
    bulk.write(Product, PRODUCT, map(_product_row, block))
    bulk.write(ProductPicture, ("product_id", "position", "picture_id"), pictures)
    bulk.write(ProductTag, ("product_id", "tag"), _tags(block))
    bulk.write(Variant, VARIANT, map(_variant_row, variants))
    first = ((v.id, v.stock, StockReason.COUNTED.value, FIRST_COUNT, at) for v in variants)
    bulk.write(StockMovement, MOVEMENT, first)
    bulk.write(Price, PRICE, ((v.id, v.price, at, at, at, SCALED) for v in variants))
    _index(block)


def _tags(block: list[Product]) -> Iterator[bulk.Row]:
    tags = {words["slug"]: words["tags"] for words in WORDS["shelf"]}
    return ((p.id, tag) for p in block for tag in tags[p.category.slug])


def _index(block: list[Product]) -> None:
    """Into the search index, as `search.index` writes it."""
    db.session.execute(search.insertion(), [search.document(product) for product in block])


def _product_row(p: Product) -> bulk.Row:
    texts = (p.trait, p.lead, p.description, p.choice)
    lists = (p.facts, p.notes, p.keywords)
    return (
        p.id, p.slug, p.category.id, p.position, p.published, as_json(p.name), p.kana, *map(as_json, texts),
        p.compare, *map(as_json, lists), p.price_from, p.price_to, p.in_stock, p.variant_count, FIRST_VERSION,
    )  # fmt: skip


def _variant_row(v: Variant) -> bulk.Row:
    return (
        v.id, v.product.id, v.sku, v.position, v.published, as_json(v.label), as_json(v.benefit), as_json(v.adds),
        v.price, v.cost, v.stock, v.tax_class, v.unit, v.unit_count, v.weight_grams, v.length_mm, v.width_mm, v.height_mm,
        v.temperature, v.picture_id, "", FIRST_VERSION,
    )  # fmt: skip


def _pair(one: str, ja: str, en: str, other: str, ja2: str, en2: str) -> dict[str, dict[str, str]]:
    return {one: {"ja": ja, "en": en}, other: {"ja": ja2, "en": en2}}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
