"""The catalogue: one TOML file a product, one for the tree of categories, one for the home page."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storefront.catalog import price, search, stock
from storefront.catalog.category import Category
from storefront.catalog.home import HomePage
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product, ProductPicture, ProductTag
from storefront.catalog.variant import Variant
from storefront.claims import gate
from storefront.claims.claim import Kind
from storefront.claims.rule import CannotProve
from storefront.clock import day_begins
from storefront.extensions import db
from storefront.money import Yen

OPENED = date(2026, 4, 1)
"""Since when the prices of the seed files have been charged, where they say nothing else."""
SEEDED = "seeds"


def load(folder: Path, now: datetime) -> None:
    """Add categories, products, variants, first counts and the home page that are not there yet. The caller commits."""
    pictures = {picture.slug: picture for picture in db.session.scalars(select(Picture))}
    categories = _categories(tomllib.loads((folder / "categories.toml").read_text()), pictures)
    known = set(db.session.scalars(select(Product.slug)))
    places = tomllib.loads((folder / "shelves.toml").read_text())["shelf"]
    for entry in _in_shelf_order(folder / "products", list(categories)):
        if entry["slug"] in known:
            continue
        product = _product(entry, categories[entry["category"]], pictures)
        db.session.add(product)
        db.session.flush()
        db.session.add_all(ProductTag(product_id=product.id, tag=tag) for tag in entry["tags"])
        rows = {row["sku"]: row for row in entry["variants"]}
        for variant in product.variants:
            variant.shelf = places.get(product.slug, "")
        for variant in product.variants:
            price.begin(variant, _history(rows[variant.sku], now), now, SEEDED)
            stock.count(variant, rows[variant.sku]["stock"], "count:first", now)
        product.refresh_summary()
        search.index(product)
    if db.session.get(HomePage, 1) is None:
        db.session.add(HomePage(id=1, content=tomllib.loads((folder / "home.toml").read_text())))
    db.session.flush()
    ask_for_claims(tomllib.loads((folder / "claims.toml").read_text())["claim"], now)


def ask_for_claims(wanted: list[dict[str, str]], now: datetime) -> None:
    """Ask for claims, and publish those that are proved by now; what was asked for before stays as it is."""
    known = {(verdict.asked.subject.sku, verdict.asked.kind) for verdict in gate.verdicts(now)}
    for entry in wanted:
        if (entry["sku"], Kind(entry["kind"])) in known:
            continue
        variant = db.session.scalars(select(Variant).where(Variant.sku == entry["sku"])).one()
        try:
            gate.publish(variant, Kind(entry["kind"]), now)
        except CannotProve:
            continue


def _history(row: dict[str, Any], now: datetime) -> list[tuple[Yen, datetime]]:
    """The prices a variant's file tells of, oldest first; what lies ahead of the clock is left out."""
    told = row.get("history", [{"price": row["price"], "from": OPENED}])
    past = [(one["price"], day_begins(one["from"])) for one in told]
    charged = [(yen, moment) for yen, moment in past if moment <= now]
    return charged if charged and charged[-1][0] == row["price"] else [(row["price"], now)]


def has_cool_goods(folder: Path) -> bool:
    """Whether a product file has something that has to stay cool."""
    return any(
        row.get("temperature") == "cool"
        for path in (folder / "products").glob("*.toml")
        for row in tomllib.loads(path.read_text())["variants"]
    )


def _in_shelf_order(folder: Path, shelves: list[str]) -> list[dict[str, Any]]:
    """The product files as they stand on the shelves, so that among equals the first shelf comes first."""
    entries = [tomllib.loads(path.read_text()) for path in sorted(folder.glob("*.toml"))]
    return sorted(entries, key=lambda entry: (shelves.index(entry["category"]), entry["position"]))


def _categories(file: dict[str, Any], pictures: dict[str, Picture]) -> dict[str, Category]:
    known = {category.slug: category for category in db.session.scalars(select(Category))}
    for entry in file["category"]:
        if entry["slug"] in known:
            continue
        known[entry["slug"]] = category = Category(
            slug=entry["slug"],
            position=entry["position"],
            name=entry["name"],
            lead=entry["lead"],
            picture=pictures.get(entry["picture"]),
            parent=known[entry["parent"]] if entry["parent"] else None,
        )
        db.session.add(category)
    db.session.flush()
    return known


def _product(entry: dict[str, Any], category: Category, pictures: dict[str, Picture]) -> Product:
    texts = ("name", "trait", "lead", "description", "choice")
    return Product(
        slug=entry["slug"],
        category=category,
        position=entry["position"],
        kana=entry["kana"],
        compare=entry.get("compare", False),
        facts=entry.get("facts", []),
        notes=entry.get("notes", []),
        keywords=entry.get("keywords", []),
        gallery=[
            ProductPicture(position=place, picture=pictures[slug])
            for place, slug in enumerate(entry["pictures"])
        ],
        variants=[_variant(place, row, pictures) for place, row in enumerate(entry["variants"])],
        **{name: entry[name] for name in texts},
    )


def _variant(position: int, row: dict[str, Any], pictures: dict[str, Picture]) -> Variant:
    length, width, height = sorted(row["size_mm"], reverse=True)
    return Variant(
        sku=row["sku"],
        position=position,
        label=row["label"],
        benefit=row["benefit"],
        adds=row.get("adds", {}),
        price=row["price"],
        cost=row["cost"],
        stock=0,
        tax_class=row["tax"],
        unit=row["unit"],
        unit_count=row["unit_count"],
        weight_grams=row["weight_grams"],
        length_mm=length,
        width_mm=width,
        height_mm=height,
        temperature=row.get("temperature", "ambient"),
        picture=pictures.get(row["picture"]),
    )
