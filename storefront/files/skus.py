"""The file of SKUs: what each is, weighs and costs. A changed price is charged from the moment the file is applied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from storefront.catalog.checks import MOST_YEN, sku_faults
from storefront.catalog.editing import MOST_SKUS
from storefront.catalog.picture import Picture
from storefront.catalog.problem import Found, Problem
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.catalog.written import TAX_CLASSES, WrittenSku
from storefront.extensions import db
from storefront.files import sku_writing
from storefront.files.cells import Cells, differences, each_column_once, plain
from storefront.files.in_order import in_order
from storefront.files.plan import Change, Plan, Refusal, Trouble, refusal_of
from storefront.files.sheet import Writing
from storefront.files.sku_rows import Standing, asked, cells_of, standing, stored
from storefront.files.staged import Staged, Staging
from storefront.locales import LOCALES
from storefront.money import Yen
from storefront.spreadsheet.reading import Row

OUT_AT_ONCE = 500
FRESH = {
    "price": "0", "cost": "0", "unit_count": "0", "weight_grams": "0", "length_mm": "0", "width_mm": "0", "height_mm": "0",
    "temperature": "ambient", "published": "0",
}  # fmt: skip
"""What a new SKU is where its row says nothing."""


@dataclass
class Home:
    """A product that SKUs of the file belong to: how many it has, and how many of them on sale, once all is applied."""

    id: int
    slug: str
    published: bool
    count: int
    offered: int
    place: int
    """The last of its SKUs' places."""
    line: int = 0
    """The last row that took one off sale."""


class Skus:
    """One run over the file of SKUs."""

    columns = (
        "sku", "product", "label_ja", "label_en", "benefit_ja", "benefit_en", "adds_ja", "adds_en", "price", "cost", "tax_class",
        "unit", "unit_count", "weight_grams", "length_mm", "width_mm", "height_mm", "temperature", "published", "picture",
        "shelf",
    )  # fmt: skip
    required = ("sku",)
    key = "sku"

    def __init__(self) -> None:
        self._pictures: dict[str, tuple[int, bool]] | None = None
        self._homes: dict[str, Home] = {}

    def code(self, cell: str) -> str:
        """A SKU has capitals."""
        return plain(cell).upper()

    def out(self) -> Iterator[Sequence[object]]:
        """SKUs in the order they were made."""
        for _code, one in in_order(asked(), Variant.id, standing, OUT_AT_ONCE):
            yield [one.cells[name] for name in self.columns]

    def judge(self, rows: Sequence[Row], plan: Plan) -> list[Change]:
        """Compare with what stands, and look at what differs."""
        there = standing(asked().where(Variant.sku.in_([row.cells["sku"] for row in rows])))
        differing = []
        for row in rows:
            stands = there.get(row.cells["sku"])
            if stands and stands.says(row):
                plan.keep()
            else:
                differing.append((row, stands))
        self._ready(differing)
        judged = (self._judged(row, stands) for row, stands in differing)
        return [change for one in judged for change in plan.take(one)]

    def finish(self, plan: Plan) -> None:
        """A product on sale keeps a SKU that is."""
        for home in self._homes.values():
            if home.published and home.line and home.offered <= 0:
                trouble = Refusal(home.line, Trouble.LAST_ON_SALE, "published", home.slug)
                plan.refuse([trouble])

    def moved(self, staged: Staging) -> list[int]:
        """See `sku_writing`."""
        return sku_writing.moved(staged)

    def write(self, staged: Staging, writing: Writing) -> list[int]:
        """See `sku_writing`."""
        return sku_writing.write(staged, writing)

    def _ready(self, differing: Sequence[tuple[Row, Standing | None]]) -> None:
        """Read what the rules need to know of products and pictures: once, and only of those that are named."""
        if self._pictures is None and differing:
            self._pictures = _pictures()
        named = {plain(row.cells.get("product", "")).lower() for row, _stands in differing}
        named |= {stands.cells["product"] for _row, stands in differing if stands}
        self._homes.update(_homes(named - set(self._homes) - {""}))

    def _judged(self, row: Row, stands: Standing | None) -> Change | list[Refusal]:
        old = stands.cells if stands else FRESH
        cells = Cells(row, old)
        if stands is None and not cells.code("product"):
            return [Refusal(row.line, Trouble.NEW_NEEDS, "sku", row.cells["sku"][:60])]
        written, yen = _read(cells), cells.number("price")
        slug = cells.code("product").lower()
        home = self._homes.get(slug)
        faults = [
            *cells.faults,
            *self._at_home(row, stands, slug, home),
            *(refusal_of(row.line, one) for one in _new_faults(written, stands)),
            *([] if 1 <= yen <= MOST_YEN else [Refusal(row.line, Problem.RANGE, "price", str(yen), MOST_YEN)]),
            *self._pictured(row, written.picture),
        ]  # fmt: skip
        if home and home.published and written.published:
            faults += _lacking(row, written, stands)
        if faults or home is None:
            return each_column_once(faults)
        new = cells_of(written, slug, yen)
        differ = differences(self.columns, old, new)
        self._count(home, row, stands, written)
        what = self._staged(home, stands, written, yen)
        return Change(row.line, written.sku, stands is None, differ, what)

    def _staged(self, home: Home, stands: Standing | None, written: WrittenSku, yen: Yen) -> Staged:
        """What is to be stored that is not so already."""
        values = {**stored(written, self._picture_id(written)), "price": yen}
        seen: dict[str, object] = {"product_id": home.id, "on_sale": home.published}
        if stands is None:
            values |= {"position": home.place, "renamed": True}
        else:
            seen |= {"version": stands.version, "price": stands.price}
            had = {
                **stored(stands.written, self._picture_id(stands.written)),
                "price": stands.price,
            }
            values = {name: one for name, one in values.items() if one != had[name]}
            values |= {"renamed": True} if "label" in values else {}
        if home.published and written.published and not (stands and stands.published):
            values["comes_on"] = True
        return Staged(stands.id if stands else None, seen, values)

    def _picture_id(self, written: WrittenSku) -> int:
        return (self._pictures or {}).get(written.picture, (0, True))[0]

    def _at_home(
        self, row: Row, stands: Standing | None, slug: str, home: Home | None
    ) -> list[Refusal]:
        if not slug:
            return [Refusal(row.line, Problem.MISSING, "product")]
        if home is None:
            return [Refusal(row.line, Trouble.UNKNOWN_PRODUCT, "product", slug[:60])]
        if stands and stands.cells["product"] != slug:
            return [Refusal(row.line, Trouble.OTHER_PRODUCT, "product", stands.cells["product"])]
        if stands is None and home.count >= MOST_SKUS:
            return [Refusal(row.line, Problem.TOO_MANY, "product", slug, MOST_SKUS)]
        return []

    def _pictured(self, row: Row, slug: str) -> list[Refusal]:
        if not slug:
            return []
        if slug not in (self._pictures or {}):
            return [Refusal(row.line, Problem.UNKNOWN, "picture", slug[:60])]
        return [] if (self._pictures or {})[slug][1] else [Refusal(row.line, Trouble.PICTURE_WITHOUT_WORDS, "picture", slug)]  # fmt: skip

    @staticmethod
    def _count(home: Home, row: Row, stands: Standing | None, written: WrittenSku) -> None:
        home.count += stands is None
        home.place += stands is None
        home.offered += written.published - bool(stands and stands.published)
        if stands and stands.published and not written.published:
            home.line = row.line


def _read(cells: Cells) -> WrittenSku:
    sides = (cells.number("length_mm"), cells.number("width_mm"), cells.number("height_mm"))
    first, second, third = sorted(sides, reverse=True)
    return WrittenSku(
        sku=cells.row.cells["sku"],
        label=cells.both("label"),
        benefit=cells.both("benefit"),
        adds=cells.both("adds"),
        tax_class=cells.code("tax_class"),
        cost=cells.number("cost"),
        unit=cells.code("unit"),
        unit_count=cells.number("unit_count"),
        weight_grams=cells.number("weight_grams"),
        sides=(first, second, third),
        temperature=cells.code("temperature"),
        published=cells.yes("published"),
        picture=cells.code("picture"),
        shelf=cells.code("shelf").upper(),
    )


def _new_faults(written: WrittenSku, stands: Standing | None) -> list[Found]:
    """What is wrong with it and was not before: what stands already holds no other change back."""
    found = sku_faults(written)
    return [one for one in found if one not in (sku_faults(stands.written) if stands else ())]


def _lacking(row: Row, written: WrittenSku, stands: Standing | None) -> list[Refusal]:
    """What a SKU on sale must have, and loses by this row."""
    had = _lacks(stands.written) if stands and stands.published else []
    lost = [column for column in _lacks(written) if column not in had]
    return [Refusal(row.line, Problem.PUBLISHED_NEEDS, column) for column in lost]


def _lacks(written: WrittenSku) -> list[str]:
    columns = [f"label_{code}" for code in LOCALES if not written.label.get(code, "").strip()]
    if written.tax_class not in TAX_CLASSES:
        columns.append("tax_class")
    if not written.weight_grams:
        columns.append("weight_grams")
    if not all(written.sides):
        columns.append("height_mm")
    return columns


def _pictures() -> dict[str, tuple[int, bool]]:
    """Every picture by its slug: its id, and whether it has words in both languages."""
    rows: Select[Any] = select(Picture.id, Picture.slug, Picture.alt)
    return {
        row.slug: (row.id, all(row.alt.get(code, "").strip() for code in LOCALES))
        for row in db.session.execute(rows)
    }


def _homes(slugs: set[str]) -> Mapping[str, Home]:
    if not slugs:
        return {}
    offered = func.count().filter(Variant.published)
    asked_for = (
        select(
            Product.id, Product.slug, Product.published, func.count(Variant.id).label("count"), offered.label("offered"),
            func.coalesce(func.max(Variant.position), -1).label("place"),
        )
        .outerjoin(Variant, Variant.product_id == Product.id)
        .where(Product.slug.in_(slugs))
        .group_by(Product.id)
    )  # fmt: skip
    return {row.slug: Home(*row) for row in db.session.execute(asked_for)}
