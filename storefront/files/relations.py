"""The file of what goes well with what: one row for each product, with the codes of the others in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, insert, or_, select

from storefront import revision
from storefront.catalog.problem import Problem
from storefront.catalog.product import Product
from storefront.database import table_of
from storefront.extensions import db
from storefront.files.cells import Cells, differences, plain
from storefront.files.in_order import in_order
from storefront.files.plan import Change, Plan, Refusal, Trouble
from storefront.files.sheet import Writing
from storefront.files.staged import LINK, ROW, Link, Staged, Staging
from storefront.offers.related import RelatedProduct, meant
from storefront.spreadsheet.reading import Row

OUT_AT_ONCE = 500
MOST_RELATED = 50
ANY_SEPARATOR = str.maketrans({",": " ", "、": " ", "\n": " ", ";": " "})


@dataclass(frozen=True)
class _Standing:
    """A product and what goes with it, as ids and as codes."""

    id: int
    others: tuple[int, ...]
    related: str


class Relations:
    """One run over the file of relations."""

    columns = ("product", "related")
    required = ("product", "related")
    key = "product"

    def code(self, cell: str) -> str:
        """A slug has small letters."""
        return plain(cell).lower()

    def out(self) -> Iterator[Sequence[object]]:
        """Products in the order they were made, also those that nothing goes with."""
        asked = select(Product.slug, Product.id)
        for slug, one in in_order(asked, Product.id, _standing, OUT_AT_ONCE):
            yield [slug, one.related]

    def judge(self, rows: Sequence[Row], plan: Plan) -> list[Change]:
        """Compare with what stands, and look the codes up."""
        asked = select(Product.slug, Product.id).where(
            Product.slug.in_([row.cells["product"] for row in rows])
        )
        there = _standing(asked)
        named = {code for row in rows for code in _codes(row)[:MOST_RELATED]}
        known = meant(named) if named else {}
        judged = (_judged(row, there.get(row.cells["product"]), known) for row in rows)
        return [change for one in judged for change in plan.take(one)]

    def finish(self, plan: Plan) -> None:
        """No row depends on another."""

    def moved(self, staged: Staging) -> list[int]:
        """Lines whose product has another list now, or is no more."""
        staged.hold(Product.id, staged.targets())
        of_it = RelatedProduct.product_id == ROW.target_id
        count = select(func.count()).where(of_it).scalar_subquery()
        stays = (RelatedProduct.position == LINK.position, RelatedProduct.other_id == LINK.number)
        stood = (LINK.file_id == ROW.file_id, LINK.line == ROW.line, LINK.stood)
        gone = select(LINK.line).where(*stood, ~select(RelatedProduct.position).where(of_it, *stays).exists())  # fmt: skip
        there = select(Product.id).where(Product.id == ROW.target_id)
        other = or_(count != ROW.seen["count"].as_integer(), gone.exists(), ~there.exists())
        return staged.lines(select(ROW.line).where(other))

    def write(self, staged: Staging, writing: Writing) -> list[int]:
        """Each list as a whole in the place of the one before it."""
        table = table_of(RelatedProduct)
        db.session.execute(delete(table).where(table.c.product_id.in_(staged.targets())))
        chosen = staged.linked().add_columns(LINK.position, LINK.number)
        names = ["product_id", "position", "other_id"]
        db.session.execute(insert(table).from_select(names, chosen).inline())
        revision.bump()
        return []


def _judged(row: Row, stands: _Standing | None, known: Mapping[str, int]) -> Change | list[Refusal]:
    """What the row does; an empty list for nothing."""
    if stands is None:
        return [Refusal(row.line, Trouble.UNKNOWN_PRODUCT, "product", row.cells["product"][:60])]
    if len(_codes(row)) > MOST_RELATED:
        return [Refusal(row.line, Problem.TOO_MANY, "related", most=MOST_RELATED)]
    cells, others = Cells(row, {}), list[int]()
    for code in _codes(row):
        other = known.get(code)
        if other is None:
            cells.fault(Trouble.UNKNOWN_PRODUCT, "related", code)
        elif other == stands.id:
            cells.fault(Trouble.OWN_CODE, "related", code)
        elif other in others:
            cells.fault(Trouble.TWICE, "related", row.line)
        else:
            others.append(other)
    if cells.faults:
        return cells.faults
    if tuple(others) == stands.others:
        return []
    new = {"related": " ".join(_codes(row))}
    differ = differences(("related",), {"related": stands.related}, new)
    links, stood = ([Link(number=one) for one in some] for some in (others, stands.others))
    what = Staged(stands.id, {"count": len(stands.others)}, {"related": True}, links, stood)
    return Change(row.line, row.cells["product"], False, differ, what)


def _codes(row: Row) -> list[str]:
    """The codes of a row as they are compared."""
    return plain(row.cells["related"]).lower().translate(ANY_SEPARATOR).split()


def _standing(products: Select[tuple[str, int]]) -> dict[str, _Standing]:
    """What goes with the products that a statement finds, by slug."""
    ids = dict(db.session.execute(products).tuples().all())
    lists: dict[int, list[tuple[int, str]]] = {number: [] for number in ids.values()}
    asked = (
        select(RelatedProduct.product_id, RelatedProduct.other_id, Product.slug)
        .join(Product, Product.id == RelatedProduct.other_id)
        .where(RelatedProduct.product_id.in_(lists))
        .order_by(RelatedProduct.product_id, RelatedProduct.position)
    )
    for number, other, slug in db.session.execute(asked):
        lists[number].append((other, slug))
    return {
        slug: _Standing(
            number,
            tuple(other for other, _slug in lists[number]),
            " ".join(code for _other, code in lists[number]),
        )
        for slug, number in ids.items()
    }
