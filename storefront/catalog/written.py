"""Products, SKUs and categories as somebody wrote them: plain values, before and after a change."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.locales import Text
from storefront.money import Yen

TAX_CLASSES = ("food", "goods")
"""The codes of `pricing.tax.TaxClass`."""
TEMPERATURES = ("ambient", "cool")
"""The codes of `shipping.load.Temperature`."""


@dataclass(frozen=True)
class Passage:
    """A label or title with its text: one row of the fact table, or one longer note."""

    title: Text
    text: Text


@dataclass(frozen=True)
class WrittenProduct:
    """The fields of a product that staff write; what each means stands at `Product`.

    `category` is a slug, `tags` are codes of `Tag`. Prices, stock, pictures and SKUs are written by themselves.
    """

    slug: str
    category: str
    name: Text
    kana: str = ""
    trait: Text = field(default_factory=dict)
    lead: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    choice: Text = field(default_factory=dict)
    compare: bool = False
    facts: tuple[Passage, ...] = ()
    notes: tuple[Passage, ...] = ()
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenSku:
    """The fields of a SKU that staff write; what each means stands at `Variant`.

    Sides in millimetres in any order, weights in grams, the cost in yen without tax. `picture` is a picture's slug, "" for
    none; `shelf` is where it lies in the store room. The price has a history (`price.set_price`), the stock a ledger (`stock.count`).
    """

    sku: str
    label: Text
    benefit: Text = field(default_factory=dict)
    adds: Text = field(default_factory=dict)
    tax_class: str = ""
    cost: Yen = 0
    unit: str = ""
    unit_count: int = 0
    weight_grams: int = 0
    sides: tuple[int, int, int] = (0, 0, 0)
    temperature: str = "ambient"
    published: bool = True
    picture: str = ""
    shelf: str = ""


@dataclass(frozen=True)
class WrittenCategory:
    """The fields of a category. `parent` is a slug, "" for the top; a category's place is changed by itself."""

    slug: str
    name: Text
    lead: Text = field(default_factory=dict)
    parent: str = ""


Written = WrittenProduct | WrittenSku | WrittenCategory


def product_as_written(product: Product, tags: tuple[str, ...]) -> WrittenProduct:
    """A product as it stands; `tags` are those of `tags_of`."""
    return WrittenProduct(
        slug=product.slug,
        category=product.category.slug,
        name=product.name,
        kana=product.kana,
        trait=product.trait,
        lead=product.lead,
        description=product.description,
        choice=product.choice,
        compare=product.compare,
        facts=tuple(Passage(one["label"], one["text"]) for one in product.facts),
        notes=tuple(Passage(one["title"], one["text"]) for one in product.notes),
        keywords=tuple(product.keywords),
        tags=tags,
    )


def sku_as_written(variant: Variant) -> WrittenSku:
    """A SKU as it stands."""
    return WrittenSku(
        sku=variant.sku,
        label=variant.label,
        benefit=variant.benefit,
        adds=variant.adds,
        tax_class=variant.tax_class,
        cost=variant.cost,
        unit=variant.unit,
        unit_count=variant.unit_count,
        weight_grams=variant.weight_grams,
        sides=variant.sides,
        temperature=variant.temperature,
        published=variant.published,
        picture=variant.picture.slug if variant.picture else "",
        shelf=variant.shelf,
    )


def category_as_written(category: Category) -> WrittenCategory:
    """A category as it stands."""
    parent = category.parent.slug if category.parent else ""
    return WrittenCategory(category.slug, category.name, category.lead, parent)


def told_of(written: Written) -> dict[str, Any]:
    """What is written, as plain values for the audit."""
    return {name: _plain(value) for name, value in asdict(written).items()}


def changed(before: Written | None, after: Written) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """What was and what is, of the fields that differ; of something new all that is not empty."""
    new = told_of(after)
    if before is None:
        return None, {name: value for name, value in new.items() if value}
    old, names = told_of(before), differing(before, after)
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def differing(before: Written, after: Written) -> list[str]:
    """The names of the fields in which two differ; an empty text and none are the same."""
    return [
        one.name
        for one in fields(before)
        if _plain(getattr(before, one.name)) != _plain(getattr(after, one.name))
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: one for name, one in ((n, _plain(v)) for n, v in value.items()) if one}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return _plain(asdict(value)) if isinstance(value, Passage) else value
