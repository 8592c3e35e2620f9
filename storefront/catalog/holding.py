"""What holds on to goods: an order, a cart, an offer. What something holds on to is never deleted, only taken off sale."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Table, false, or_, select

from storefront.database import Model
from storefront.extensions import db

OWN = frozenset(
    {
        "variant", "price", "stock_movement", "product_picture", "product_tag", "related_product", "also_bought", "claim",
    }
)  # fmt: skip
"""Tables that say something of goods without anybody having wanted them: these go with the goods."""


def held(products: Sequence[int] = (), variants: Sequence[int] = ()) -> bool:
    """Whether any table besides their own refers to one of these products or SKUs. One statement."""
    found = list(_referring({"product": products, "variant": variants}))
    return bool(db.session.scalar(select(or_(*found)))) if found else False


def _referring(ids: dict[str, Sequence[int]]) -> Iterator[ColumnElement[bool]]:
    for table in Model.metadata.tables.values():
        if table.name in OWN:
            continue
        for name, wanted in ids.items():
            for column in _columns_to(table, name) if wanted else ():
                yield select(column).where(column.in_(wanted)).exists()


def _columns_to(table: Table, name: str) -> list[ColumnElement[int]]:
    return [key.parent for key in table.foreign_keys if key.column.table.name == name]


def rows_of(name: str, products: Sequence[int], variants: Sequence[int]) -> ColumnElement[bool]:
    """Which rows of one of the `OWN` tables belong to these goods."""
    table = Model.metadata.tables[name]
    found = [column.in_(products) for column in _columns_to(table, "product") if products]
    found += [column.in_(variants) for column in _columns_to(table, "variant") if variants]
    return or_(false(), *found)
