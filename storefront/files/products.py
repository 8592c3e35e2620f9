"""The file of products: what their pages say, in both languages. Pictures, facts and notes stay on the pages of each."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, insert, select

from storefront import revision
from storefront.catalog.checks import product_faults
from storefront.catalog.problem import Found, Problem
from storefront.catalog.product import Product
from storefront.catalog.tag import Tag
from storefront.catalog.written import WrittenProduct
from storefront.database import table_of
from storefront.extensions import db
from storefront.files.cells import Cells, differences, each_column_once, plain, yes_no
from storefront.files.plan import Change, Plan, Refusal, Trouble, refusal_of
from storefront.files.product_rows import (
    Standing,
    WriteProduct,
    asked,
    categories_known,
    cells_of,
    set_tags,
    standing,
    update_products,
    values_of,
)
from storefront.files.searched import index_again
from storefront.files.sheet import Writing
from storefront.locales import LOCALES
from storefront.spreadsheet.reading import Row

NEEDED_ON_SALE = ("name", "lead", "description")
OUT_AT_ONCE = 200


class Products:
    """One run over the file of products."""

    columns = (
        "slug", "category", "published", "name_ja", "name_en", "kana", "trait_ja", "trait_en", "lead_ja", "lead_en",
        "description_ja", "description_en", "choice_ja", "choice_en", "compare", "keywords", "tags",
    )  # fmt: skip
    required = ("slug",)
    key = "slug"

    def __init__(self) -> None:
        self._categories: dict[str, tuple[int, bool]] | None = None
        self._last: dict[int, int] = {}
        self._touched: list[int] = []

    def code(self, cell: str) -> str:
        """A slug has small letters."""
        return plain(cell).lower()

    def out(self) -> Iterator[Sequence[object]]:
        """Products in the order they were made."""
        last = 0
        while True:
            found = standing(
                asked().where(Product.id > last).order_by(Product.id).limit(OUT_AT_ONCE)
            )
            db.session.rollback()
            if not found:
                return
            for one in found.values():
                yield [one.cells[name] for name in self.columns]
                last = one.id

    def judge(self, rows: Sequence[Row], plan: Plan, *, hold: bool) -> list[Change]:
        """Compare with what stands, and look at what differs."""
        if self._categories is None:
            self._categories = categories_known()
        statement = asked().where(Product.slug.in_([row.cells["slug"] for row in rows]))
        if hold:
            statement = statement.order_by(Product.id).with_for_update(of=table_of(Product))
        there, changes = standing(statement), []
        for row in rows:
            stands = there.get(row.cells["slug"])
            if stands is not None and all(
                text == stands.cells[name] for name, text in row.cells.items()
            ):
                plan.keep()
                continue
            judged = self._judged(row, stands)
            if isinstance(judged, Change):
                if judged.differences:
                    plan.add(judged)
                    changes.append(judged)
                else:
                    plan.keep()
            else:
                plan.refuse(judged)
        return changes

    def finish(self, plan: Plan) -> None:
        """No row depends on another."""

    def write(self, changes: Sequence[Change], writing: Writing) -> None:
        """Insert what is new, write over what is there, and set the tags."""
        wanted: list[WriteProduct] = [change.what for change in changes]
        made = self._insert([one for one in wanted if one.id is None])
        update_products([one for one in wanted if one.id is not None], self._category_ids())
        ids = [one.id if one.id is not None else made[one.written.slug] for one in wanted]
        set_tags([
            (number, one.written.tags)
            for number, one in zip(ids, wanted, strict=True)
            if one.tags_differ
        ])  # fmt: skip
        self._touched += ids

    def show(self, writing: Writing) -> None:
        """Find them by their new words."""
        index_again(self._touched)
        revision.bump()

    def _judged(self, row: Row, stands: Standing | None) -> Change | list[Refusal]:
        old = stands.cells if stands else {"compare": "0", "published": "0"}
        cells = Cells(row, old)
        if stands is None and not cells.code("category"):
            return [Refusal(row.line, Trouble.NEW_NEEDS, "slug", row.cells["slug"][:60])]
        tags, words = cells.words("tags"), cells.text("keywords")
        written = WrittenProduct(
            slug=row.cells["slug"],
            category=cells.code("category"),
            kana=cells.text("kana"),
            compare=cells.yes("compare"),
            keywords=tuple(word for word in words.split("\n") if word),
            tags=tuple(tag.value for tag in Tag if tag in tags),
            name=cells.both("name"),
            trait=cells.both("trait"),
            lead=cells.both("lead"),
            description=cells.both("description"),
            choice=cells.both("choice"),
        )
        if yes_no(cells.yes("published")) != old["published"]:
            cells.fault(Trouble.FIXED_HERE, "published", old["published"])
        faults = [
            *cells.faults,
            *self._on_a_leaf(row, written.category),
            *(refusal_of(row.line, one) for one in _new_faults(written, stands)),
            *(Refusal(row.line, Problem.UNKNOWN, "tags", tag) for tag in tags if tag not in set(Tag)),
            *(_lacking(row, written, stands) if stands and stands.published else []),
        ]  # fmt: skip
        if faults:
            return each_column_once(faults)
        new = cells_of(written, published=old["published"])
        differ = differences(self.columns, old, new)
        number = stands.id if stands else None
        tagged = stands is None or any(one.column == "tags" for one in differ)
        return Change(
            row.line, written.slug, stands is None, differ, WriteProduct(number, written, tagged)
        )

    def _on_a_leaf(self, row: Row, slug: str) -> list[Refusal]:
        _number, leaf = (self._categories or {}).get(slug, (0, None))
        if not slug:
            return [Refusal(row.line, Problem.MISSING, "category")]
        if leaf is None:
            return [Refusal(row.line, Problem.UNKNOWN, "category", slug[:60])]
        return [] if leaf else [Refusal(row.line, Problem.NOT_A_LEAF, "category", slug[:60])]

    def _category_ids(self) -> dict[str, int]:
        return {slug: number for slug, (number, _leaf) in (self._categories or {}).items()}

    def _insert(self, wanted: Sequence[WriteProduct]) -> dict[str, int]:
        """New products as drafts, last on their categories; their ids by slug."""
        if not wanted:
            return {}
        categories, rows = self._category_ids(), []
        for one in wanted:
            category = categories[one.written.category]
            rows.append(
                {
                    **values_of(one.written, category),
                    "slug": one.written.slug,
                    "position": self._next_place(category),
                    "published": False,
                }
            )
        db.session.execute(insert(table_of(Product)).inline(), rows)
        found = db.session.execute(
            select(Product.slug, Product.id).where(Product.slug.in_([row["slug"] for row in rows]))
        )
        return {row.slug: row.id for row in found}

    def _next_place(self, category: int) -> int:
        if category not in self._last:
            last = select(func.max(Product.position)).where(Product.category_id == category)
            self._last[category] = db.session.scalar(last) or 0
        self._last[category] += 1
        return self._last[category]


def _new_faults(written: WrittenProduct, stands: Standing | None) -> list[Found]:
    """What is wrong with it and was not before: what stands already holds no other change back."""
    found = product_faults(written)
    return [one for one in found if one not in (product_faults(stands.written) if stands else ())]


def _lacking(row: Row, written: WrittenProduct, stands: Standing) -> list[Refusal]:
    """What a product on sale must say in both languages, and would say no more."""
    return [
        Refusal(row.line, Problem.PUBLISHED_NEEDS, f"{name}_{code}")
        for name in NEEDED_ON_SALE
        for code in LOCALES
        if not getattr(written, name).get(code, "").strip()
        and getattr(stands.written, name).get(code, "").strip()
    ]
