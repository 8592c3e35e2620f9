"""The file of products: what their pages say, in both languages. Pictures, facts and notes stay on the pages of each."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import aliased

from storefront import revision
from storefront.catalog.category import Category
from storefront.catalog.checks import product_faults
from storefront.catalog.problem import Found, Problem
from storefront.catalog.product import Product, ProductTag
from storefront.catalog.tag import Tag
from storefront.catalog.written import WrittenProduct
from storefront.database import table_of
from storefront.extensions import db
from storefront.files.cells import Cells, differences, each_column_once, plain, yes_no
from storefront.files.in_order import in_order
from storefront.files.plan import Change, Plan, Refusal, Trouble, refusal_of
from storefront.files.product_rows import (
    Standing,
    asked,
    categories_known,
    cells_of,
    standing,
    stored,
)
from storefront.files.searched import find_again
from storefront.files.sheet import Writing
from storefront.files.staged import LINK, ROW, Link, Staged, Staging
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

    def code(self, cell: str) -> str:
        """A slug has small letters."""
        return plain(cell).lower()

    def out(self) -> Iterator[Sequence[object]]:
        """Products in the order they were made."""
        for _code, one in in_order(asked(), Product.id, standing, OUT_AT_ONCE):
            yield [one.cells[name] for name in self.columns]

    def judge(self, rows: Sequence[Row], plan: Plan) -> list[Change]:
        """Compare with what stands, and look at what differs."""
        if self._categories is None:
            self._categories = categories_known()
        slugs = [row.cells["slug"] for row in rows]
        there, changes = standing(asked().where(Product.slug.in_(slugs))), list[Change]()
        for row in rows:
            stands = there.get(row.cells["slug"])
            if stands and stands.says(row):
                plan.keep()
            else:
                changes += plan.take(self._judged(row, stands))
        return changes

    def finish(self, plan: Plan) -> None:
        """No row depends on another."""

    def moved(self, staged: Staging) -> list[int]:
        """Lines whose product was changed, made or deleted, or whose category got others below it."""
        staged.hold(Product.id, staged.targets())
        line, above = select(ROW.line), aliased(Category)
        other = or_(Product.id.is_(None), Product.version != ROW.seen["version"].as_integer())
        lines = staged.lines(line.outerjoin(Product, Product.id == ROW.target_id).where(~ROW.new, other))  # fmt: skip
        if staged.new:
            lines += staged.lines(line.join(Product, Product.slug == ROW.code).where(ROW.new))
        if "category_id" in staged.names:
            category = ROW.written["category_id"].as_integer()
            lines += staged.lines(line.join(above, above.parent_id == category))
        return sorted(set(lines))

    def write(self, staged: Staging, writing: Writing) -> list[int]:
        """Insert what is new as drafts, write over what is there, set the tags, and let all be found by their new words."""
        staged.make(Product, "slug", published=False)
        staged.write_over(Product, but=("position",))
        if "tagged" in staged.names:
            tagged = staged.targets().where(ROW.written["tagged"].as_boolean())
            table = table_of(ProductTag)
            db.session.execute(delete(table).where(table.c.product_id.in_(tagged)))
            chosen = staged.linked().add_columns(LINK.word)
            db.session.execute(insert(table).from_select(["product_id", "tag"], chosen).inline())
        find_again(db.session.scalars(staged.targets()), writing)
        revision.bump()
        return []

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
        return Change(row.line, written.slug, stands is None, differ, self._staged(stands, written))

    def _staged(self, stands: Standing | None, written: WrittenProduct) -> Staged:
        """What is to be stored that is not so already."""
        categories = {slug: number for slug, (number, _leaf) in (self._categories or {}).items()}
        values = stored(written, categories[written.category])
        tags = [Link(word=tag) for tag in written.tags]
        if stands is None:
            place = self._next_place(values["category_id"])
            return Staged(None, {}, {**values, "position": place, "tagged": True}, tags)
        had = stored(stands.written, categories[stands.written.category])
        values = {name: one for name, one in values.items() if one != had[name]}
        tagged = written.tags != stands.written.tags
        more = {"tagged": True} if tagged else {}
        return Staged(
            stands.id, {"version": stands.version}, {**values, **more}, tags if tagged else ()
        )

    def _on_a_leaf(self, row: Row, slug: str) -> list[Refusal]:
        _number, leaf = (self._categories or {}).get(slug, (0, None))
        if not slug:
            return [Refusal(row.line, Problem.MISSING, "category")]
        if leaf is None:
            return [Refusal(row.line, Problem.UNKNOWN, "category", slug[:60])]
        return [] if leaf else [Refusal(row.line, Problem.NOT_A_LEAF, "category", slug[:60])]

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
