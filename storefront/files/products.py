"""The file of products: what their pages say, in both languages. Pictures, facts and notes stay on the pages of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update

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
from storefront.files.plan import Change, Plan, Refusal, Trouble, refusal_of
from storefront.files.searched import index_again
from storefront.files.sheet import Writing
from storefront.locales import LOCALES
from storefront.spreadsheet.reading import Row

TEXTS = ("name", "trait", "lead", "description", "choice")
NEEDED_ON_SALE = ("name", "lead", "description")
OUT_AT_ONCE = 200


@dataclass(frozen=True)
class Standing:
    """A product as it is, and how its row is written."""

    id: int
    published: bool
    written: WrittenProduct
    cells: Mapping[str, str]


@dataclass(frozen=True)
class _Write:
    """A product as it is to be; `id` None for a new one."""

    id: int | None
    written: WrittenProduct
    tags_differ: bool


class Products:
    """One run over the file of products."""

    columns = (
        "slug", "category", "published", "name_ja", "name_en", "kana", "trait_ja", "trait_en", "lead_ja", "lead_en",
        "description_ja", "description_en", "choice_ja", "choice_en", "compare", "keywords", "tags",
    )  # fmt: skip
    required = ("slug",)
    key = "slug"

    def __init__(self) -> None:
        self._shelves: dict[str, tuple[int, bool]] | None = None
        self._last: dict[int, int] = {}
        self._touched: list[int] = []

    def code(self, cell: str) -> str:
        """A slug has small letters."""
        return plain(cell).lower()

    def out(self) -> Iterator[Sequence[object]]:
        """Products in the order they were made."""
        last = 0
        while True:
            found = _standing(
                _asked().where(Product.id > last).order_by(Product.id).limit(OUT_AT_ONCE)
            )
            db.session.rollback()
            if not found:
                return
            for one in found.values():
                yield [one.cells[name] for name in self.columns]
                last = one.id

    def judge(self, rows: Sequence[Row], plan: Plan, *, hold: bool) -> list[Change]:
        """Compare with what stands, and look at what differs."""
        if self._shelves is None:
            self._shelves = _shelves()
        asked = _asked().where(Product.slug.in_([row.cells["slug"] for row in rows]))
        if hold:
            asked = asked.order_by(Product.id).with_for_update(of=table_of(Product))
        there, changes = _standing(asked), []
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
        wanted: list[_Write] = [change.what for change in changes]
        made = self._insert([one for one in wanted if one.id is None])
        _update([one for one in wanted if one.id is not None], self._shelf_ids())
        ids = [one.id if one.id is not None else made[one.written.slug] for one in wanted]
        _tag([
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
        new = _cells(written, published=old["published"])
        differ = differences(self.columns, old, new)
        number = stands.id if stands else None
        tagged = stands is None or any(one.column == "tags" for one in differ)
        return Change(
            row.line, written.slug, stands is None, differ, _Write(number, written, tagged)
        )

    def _on_a_leaf(self, row: Row, slug: str) -> list[Refusal]:
        _number, leaf = (self._shelves or {}).get(slug, (0, None))
        if not slug:
            return [Refusal(row.line, Problem.MISSING, "category")]
        if leaf is None:
            return [Refusal(row.line, Problem.UNKNOWN, "category", slug[:60])]
        return [] if leaf else [Refusal(row.line, Problem.NOT_A_LEAF, "category", slug[:60])]

    def _shelf_ids(self) -> dict[str, int]:
        return {slug: number for slug, (number, _leaf) in (self._shelves or {}).items()}

    def _insert(self, wanted: Sequence[_Write]) -> dict[str, int]:
        """New products as drafts, last on their shelves; their ids by slug."""
        if not wanted:
            return {}
        shelves, rows = self._shelf_ids(), []
        for one in wanted:
            shelf = shelves[one.written.category]
            rows.append(
                {
                    **_values(one.written, shelf),
                    "slug": one.written.slug,
                    "position": self._next_place(shelf),
                    "published": False,
                }
            )
        db.session.execute(insert(table_of(Product)).inline(), rows)
        found = db.session.execute(
            select(Product.slug, Product.id).where(Product.slug.in_([row["slug"] for row in rows]))
        )
        return {row.slug: row.id for row in found}

    def _next_place(self, shelf: int) -> int:
        if shelf not in self._last:
            asked = select(func.max(Product.position)).where(Product.category_id == shelf)
            self._last[shelf] = db.session.scalar(asked) or 0
        self._last[shelf] += 1
        return self._last[shelf]


def _asked() -> Select[Any]:
    return select(
        Product.id, Product.slug, Product.published, Product.kana, Product.compare, Product.keywords,
        *(getattr(Product, name) for name in TEXTS), Category.slug.label("category"),
    ).join(Category, Product.category_id == Category.id)  # fmt: skip


def _standing(asked: Select[Any]) -> dict[str, Standing]:
    rows = db.session.execute(asked).all()
    borne: dict[int, set[str]] = {row.id: set() for row in rows}
    tags = select(ProductTag.product_id, ProductTag.tag).where(ProductTag.product_id.in_(borne))
    for number, tag in db.session.execute(tags):
        borne[number].add(tag)
    found = {}
    for row in rows:
        written = WrittenProduct(
            row.slug, row.category, row.name, row.kana, row.trait, row.lead, row.description, row.choice, row.compare,
            keywords=tuple(row.keywords), tags=tuple(tag.value for tag in Tag if tag in borne[row.id]),
        )  # fmt: skip
        cells = _cells(written, yes_no(row.published))
        found[row.slug] = Standing(row.id, row.published, written, cells)
    return found


def _cells(one: WrittenProduct, published: str) -> dict[str, str]:
    cells = {
        "slug": one.slug,
        "category": one.category,
        "published": published,
        "kana": one.kana,
        "compare": yes_no(one.compare),
        "keywords": "\n".join(one.keywords),
        "tags": " ".join(one.tags),
    }
    for name in TEXTS:
        for code in LOCALES:
            cells[f"{name}_{code}"] = getattr(one, name).get(code, "")
    return cells


def _shelves() -> dict[str, tuple[int, bool]]:
    """Every category by its slug: its id, and whether goods may stand on it."""
    rows = db.session.execute(select(Category.id, Category.slug, Category.parent_id)).all()
    above = {row.parent_id for row in rows}
    return {row.slug: (row.id, row.id not in above) for row in rows}


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


def _values(one: WrittenProduct, shelf: int) -> dict[str, Any]:
    return {
        "category_id": shelf,
        "kana": one.kana,
        "compare": one.compare,
        "keywords": list(one.keywords),
        **{name: getattr(one, name) for name in TEXTS},
    }


def _update(wanted: Sequence[_Write], shelves: Mapping[str, int]) -> None:
    if not wanted:
        return
    table = table_of(Product)
    rows = [
        {
            "held": one.id,
            **{
                f"new_{k}": v
                for k, v in _values(one.written, shelves[one.written.category]).items()
            },
        }
        for one in wanted
    ]
    names = [name.removeprefix("new_") for name in rows[0] if name != "held"]
    changed = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    statement = update(table).where(table.c.id == bindparam("held"))
    db.session.execute(statement.values(**changed, version=table.c.version + 1), rows)


def _tag(wanted: Sequence[tuple[int, Sequence[str]]]) -> None:
    if not wanted:
        return
    numbers = [number for number, _tags in wanted]
    db.session.execute(delete(table_of(ProductTag)).where(ProductTag.product_id.in_(numbers)))
    rows = [{"product_id": number, "tag": tag} for number, tags in wanted for tag in tags]
    if rows:
        db.session.execute(insert(table_of(ProductTag)), rows)
