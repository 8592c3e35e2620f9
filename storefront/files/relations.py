"""The file of what goes well with what: one row for each product, with the codes of the others in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from storefront import revision
from storefront.catalog.problem import Problem
from storefront.catalog.product import Product
from storefront.database import table_of
from storefront.extensions import db
from storefront.files.cells import Cells, differences, plain
from storefront.files.plan import Change, Plan, Refusal, Trouble
from storefront.files.sheet import Writing
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
        last = 0
        while True:
            asked = select(Product.slug, Product.id).where(Product.id > last)
            rows = db.session.execute(asked.order_by(Product.id).limit(OUT_AT_ONCE)).all()
            found = _standing({row.slug: row.id for row in rows})
            db.session.rollback()
            if not found:
                return
            for slug, one in found.items():
                yield [slug, one.related]
                last = one.id

    def judge(self, rows: Sequence[Row], plan: Plan, *, hold: bool) -> list[Change]:
        """Compare with what stands, and look the codes up."""
        asked = select(Product.slug, Product.id).where(
            Product.slug.in_([row.cells["product"] for row in rows])
        )
        if hold:
            asked = asked.order_by(Product.id).with_for_update()
        there = _standing({row.slug: row.id for row in db.session.execute(asked)})
        named = {code for row in rows for code in _codes(row)[:MOST_RELATED]}
        known, changes = meant(named) if named else {}, []
        for row in rows:
            stands = there.get(row.cells["product"])
            judged = _judged(row, stands, known)
            if isinstance(judged, Change):
                plan.add(judged)
                changes.append(judged)
            elif judged:
                plan.refuse(judged)
            else:
                plan.keep()
        return changes

    def finish(self, plan: Plan) -> None:
        """No row depends on another."""

    def write(self, changes: Sequence[Change], writing: Writing) -> None:
        """Each list as a whole in the place of the one before it."""
        if not changes:
            return
        table = table_of(RelatedProduct)
        lists: list[tuple[int, Sequence[int]]] = [change.what for change in changes]
        gone = delete(table).where(table.c.product_id.in_([number for number, _others in lists]))
        db.session.execute(gone)
        rows = [
            {"product_id": number, "position": place, "other_id": other}
            for number, others in lists
            for place, other in enumerate(others, start=1)
        ]
        if rows:
            db.session.execute(insert(table), rows)

    def show(self, writing: Writing) -> None:
        """Pages show the new lists."""
        revision.bump()


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
    return Change(row.line, row.cells["product"], False, differ, (stands.id, others))


def _codes(row: Row) -> list[str]:
    """The codes of a row as they are compared."""
    return plain(row.cells["related"]).lower().translate(ANY_SEPARATOR).split()


def _standing(ids: Mapping[str, int]) -> dict[str, _Standing]:
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
