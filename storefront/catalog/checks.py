"""What is wrong with a product, a SKU or a category as somebody wrote it: everything at once, before anything is stored.

What must be there for goods to be on sale is asked by `publishing`; here a draft may still be thin.
"""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from storefront.catalog.category import Category
from storefront.catalog.holding import held
from storefront.catalog.home import HomePage
from storefront.catalog.picture import Picture
from storefront.catalog.problem import Found, Problem
from storefront.catalog.product import Product
from storefront.catalog.tag import Tag
from storefront.catalog.variant import UNIT_STEP, Variant
from storefront.catalog.written import (
    TAX_CLASSES,
    TEMPERATURES,
    Passage,
    WrittenCategory,
    WrittenProduct,
    WrittenSku,
)
from storefront.extensions import db
from storefront.locales import LOCALES, Text

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SKU = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
LONGEST_SLUG, LONGEST_CATEGORY, LONGEST_SKU, LONGEST_SHELF = 96, 64, 32, 8
RESERVED = frozenset({"new", "skus", "categories"})
"""Addresses of pages."""
LONGEST = {
    "name": 80, "trait": 60, "lead": 300, "description": 6000, "choice": 20, "label": 60, "benefit": 80, "adds": 120,
}  # fmt: skip
"""Signs of a text in one language."""
LONGEST_KANA, LONGEST_KEYWORD, LONGEST_TITLE, LONGEST_PASSAGE = 120, 40, 60, 3000
MOST_PASSAGES, MOST_KEYWORDS = 30, 40
MOST_YEN, MOST_GRAMS, MOST_MM, MOST_UNITS = 9_999_999, 100_000, 3_000, 100_000


def product_problems(written: WrittenProduct, product: Product | None = None) -> list[Found]:
    """All that is wrong with a new product, or with one over `product`. At most five statements."""
    return [
        *_slug_taken(written.slug, product),
        *_on_a_leaf(written.category),
        *product_faults(written),
    ]


def product_faults(written: WrittenProduct) -> list[Found]:
    """What is wrong with a product by itself, whatever else there is. Asks nothing."""
    return [
        *_code(written.slug, "slug", SLUG, LONGEST_SLUG),
        *_texts(written, ("name", "trait", "lead", "description", "choice")),
        *_needed(written.name, "name"),
        *_long(written.kana, "kana", LONGEST_KANA),
        *_passages(written.facts, "facts"),
        *_passages(written.notes, "notes"),
        *_keywords(written.keywords),
        *(Found(Problem.UNKNOWN, "tags", tag) for tag in written.tags if tag not in set(Tag)),
    ]


def sku_problems(written: WrittenSku, variant: Variant | None = None) -> list[Found]:
    """All that is wrong with a new SKU, or with one over `variant`. At most four statements."""
    return [
        *_sku_taken(written.sku, variant),
        *_picture_known(written.picture),
        *sku_faults(written),
    ]


def sku_faults(written: WrittenSku) -> list[Found]:
    """What is wrong with a SKU by itself, whatever else there is. Asks nothing."""
    numbers = (
        ("cost", written.cost, MOST_YEN),
        ("weight_grams", written.weight_grams, MOST_GRAMS),
        ("unit_count", written.unit_count, MOST_UNITS),
        *(("sides", side, MOST_MM) for side in written.sides),
    )
    out = [
        Found(Problem.RANGE, name, str(n), most) for name, n, most in numbers if not 0 <= n <= most
    ]
    return [
        *_code(written.sku, "sku", SKU, LONGEST_SKU),
        *_texts(written, ("label", "benefit", "adds")),
        *_needed(written.label, "label"),
        *_among(written.tax_class, "tax_class", ("", *TAX_CLASSES)),
        *_among(written.temperature, "temperature", TEMPERATURES),
        *_among(written.unit, "unit", ("", *UNIT_STEP)),
        *_long(written.shelf, "shelf", LONGEST_SHELF),
        *([Found(Problem.BOTH_OR_NONE, "unit")] if bool(written.unit) != bool(written.unit_count) else []),
        *dict.fromkeys(out),
    ]  # fmt: skip


def category_problems(written: WrittenCategory, category: Category | None = None) -> list[Found]:
    """All that is wrong with a new category, or with one over `category`, whose slug and parent stay as they are."""
    found = [
        *_texts(written, ("name", "lead")),
        *(
            Found(Problem.MISSING, f"name.{code}")
            for code in LOCALES
            if not written.name.get(code, "").strip()
        ),
    ]
    if category is not None:
        return found
    found += _code(written.slug, "slug", SLUG, LONGEST_CATEGORY)
    if db.session.scalar(select(Category.id).where(Category.slug == written.slug)):
        found.append(Found(Problem.TAKEN, "slug", written.slug))
    return [*found, *_parent(written.parent)]


def _parent(slug: str) -> Iterator[Found]:
    if not slug:
        return
    above = db.session.scalar(select(Category).where(Category.slug == slug))
    if above is None or above.parent_id is not None:
        yield Found(Problem.UNKNOWN, "parent", slug)
    elif db.session.scalar(select(Product.id).where(Product.category_id == above.id).limit(1)):
        yield Found(Problem.HAS_GOODS, "parent", slug)


def _code(code: str, name: str, shape: re.Pattern[str], most: int) -> Iterator[Found]:
    if not code:
        yield Found(Problem.MISSING, name)
    elif not shape.fullmatch(code) or len(code) > most:
        yield Found(Problem.CODE_SHAPE, name, code[:most], most)
    elif code.lower() in RESERVED:
        yield Found(Problem.RESERVED, name, code)


def _slug_taken(slug: str, product: Product | None) -> Iterator[Found]:
    if product is not None and slug == product.slug:
        return
    if db.session.scalar(select(Product.id).where(Product.slug == slug)) is not None:
        yield Found(Problem.TAKEN, "slug", slug)
    if product is not None and (product.published or named_at_home(product.slug)):
        yield Found(Problem.FIXED, "slug", product.slug)


def named_at_home(slug: str) -> bool:
    """Whether the home page leads to a product."""
    content = db.session.scalar(select(HomePage.content).where(HomePage.id == 1)) or {}
    named = [content.get(part, {}).get("product", "") for part in ("hero", "story")]
    return slug in [*named, *content.get("picks", {}).get("products", [])]


def _sku_taken(sku: str, variant: Variant | None) -> Iterator[Found]:
    if variant is not None and sku == variant.sku:
        return
    if db.session.scalar(select(Variant.id).where(Variant.sku == sku)) is not None:
        yield Found(Problem.TAKEN, "sku", sku)
    if variant is not None and (variant.product.published or held(variants=[variant.id])):
        yield Found(Problem.FIXED, "sku", variant.sku)


def _on_a_leaf(slug: str) -> Iterator[Found]:
    if not slug:
        yield Found(Problem.MISSING, "category")
        return
    category = db.session.scalar(select(Category.id).where(Category.slug == slug))
    if category is None:
        yield Found(Problem.UNKNOWN, "category", slug)
    elif db.session.scalar(select(Category.id).where(Category.parent_id == category).limit(1)):
        yield Found(Problem.NOT_A_LEAF, "category", slug)


def _picture_known(slug: str) -> Iterator[Found]:
    if slug and db.session.scalar(select(Picture.id).where(Picture.slug == slug)) is None:
        yield Found(Problem.UNKNOWN, "picture", slug)


def _among(code: str, name: str, known: Sequence[str]) -> Iterator[Found]:
    if code not in known:
        yield Found(Problem.UNKNOWN, name, code[:40])


def _texts(written: object, names: Sequence[str]) -> Iterator[Found]:
    for name in names:
        text: Text = getattr(written, name)
        for code in LOCALES:
            yield from _long(text.get(code, ""), f"{name}.{code}", LONGEST[name])


def _needed(text: Text, name: str) -> Iterator[Found]:
    """Even a draft is called something, in the shop's first language at least."""
    if not any(words.strip() for words in text.values()):
        yield Found(Problem.MISSING, f"{name}.{LOCALES[0]}")


def _long(text: str, name: str, most: int) -> Iterator[Found]:
    if len(text) > most:
        yield Found(Problem.TOO_LONG, name, most=most)


def _passages(rows: Sequence[Passage], name: str) -> Iterator[Found]:
    """Each row stands in both languages or in none: what one reader is told, the other is told too."""
    if len(rows) > MOST_PASSAGES:
        yield Found(Problem.TOO_MANY, f"{name}.{LOCALES[0]}", most=MOST_PASSAGES)
    counts = {code: sum(1 for row in rows if row.title.get(code)) for code in LOCALES}
    if len(set(counts.values())) > 1:
        fewer = min(LOCALES, key=lambda code: counts[code])
        yield Found(Problem.LANGUAGES_DIFFER, f"{name}.{fewer}")
    for code in LOCALES:
        if any(len(row.title.get(code, "")) > LONGEST_TITLE for row in rows):
            yield Found(Problem.TOO_LONG, f"{name}.{code}", most=LONGEST_TITLE)
        if any(len(row.text.get(code, "")) > LONGEST_PASSAGE for row in rows):
            yield Found(Problem.TOO_LONG, f"{name}.{code}", most=LONGEST_PASSAGE)


def _keywords(words: Sequence[str]) -> Iterator[Found]:
    if len(words) > MOST_KEYWORDS:
        yield Found(Problem.TOO_MANY, "keywords", most=MOST_KEYWORDS)
    if any(len(word) > LONGEST_KEYWORD for word in words):
        yield Found(Problem.TOO_LONG, "keywords", most=LONGEST_KEYWORD)
