"""What goes with the goods at hand, the best idea first, each with the numbers behind it: one statement.

Only who might be proposed, and why. Whether it is in stock, goes the same way or costs too much, the rules of
`fitting` say.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, cast, exists, func, null, select, union_all
from sqlalchemy import literal_column as plain
from sqlalchemy.orm import aliased

from storefront.catalog.product import Product
from storefront.claims.best import TopSeller, sells_best
from storefront.clock import shop_day
from storefront.extensions import db
from storefront.offers.also_bought import AlsoBought
from storefront.offers.goods import Because, Idea
from storefront.offers.related import RelatedProduct

IDEAS = (Idea.STAFF, Idea.TOGETHER, Idea.SHELF, Idea.SHOP)
"""In this order; a product that several speak for is told by the first."""


@dataclass(frozen=True)
class Suggested:
    """A product that goes with what is at hand.

    `beside` is the product at hand it goes with: whose list it stands on, or of whose orders `because` counts those
    that have both. None for what sells most, whose `pieces` were sold in the last thirty full days.
    """

    product_id: int
    because: Because
    beside: int | None = None
    pieces: int = 0


def suggested_after(product_ids: Collection[int], limit: int, now: datetime) -> list[Suggested]:
    """What goes with these products, never one of them, at most `limit`; the same answer whatever their order.

    First what staff picked for them, the first places before the second; then what was bought with them, by the
    scores added up over all; then what sells most on the other shelves where such goods stand, the shelf with most of
    them first; then what sells most in the shop. The last two only where the shop may say so today.
    """
    known = {
        "at_hand": sorted(set(product_ids)),
        "yesterday": shop_day(now) - timedelta(days=1),
        "most": limit,
    }
    return [
        Suggested(product, Because(IDEAS[place], joint, of), beside, pieces)
        for place, product, beside, joint, of, pieces, _turn in db.session.execute(RANKED, known)
    ]


_AT_HAND = bindparam("at_hand", type_=Integer(), expanding=True)
_YESTERDAY = bindparam("yesterday", type_=Date())


def _row(place: Idea, product: Any, **given: Any) -> Select[Any]:
    """One idea for a product: its order (`first`, `second`, then the smaller id), and the numbers to tell.

    Of several rows of one product that with the smallest `tie` tells whose company it is in, then the smaller id.
    """
    columns = {
        "product_id": product,
        "beside": cast(null(), Integer),
        **dict.fromkeys(("first", "second", "tie", "joint", "of", "pieces"), plain("0")),
        **given,
    }
    named = [column.label(name) for name, column in columns.items()]
    return select(plain(str(IDEAS.index(place))).label("place"), *named)


def _picked() -> Select[Any]:
    """By place on the lists, then by how many of them it stands on."""
    on_lists = func.count().over(partition_by=RelatedProduct.other_id)
    return _row(
        Idea.STAFF,
        RelatedProduct.other_id,
        beside=RelatedProduct.product_id,
        first=RelatedProduct.position,
        second=-on_lists,
    ).where(RelatedProduct.product_id.in_(_AT_HAND), RelatedProduct.other_id.not_in(_AT_HAND))


def _bought() -> Select[Any]:
    """By the scores, added up over what is at hand."""
    score = func.sum(AlsoBought.score).over(partition_by=AlsoBought.other_id)
    return _row(
        Idea.TOGETHER,
        AlsoBought.other_id,
        beside=AlsoBought.product_id,
        first=-score,
        tie=-AlsoBought.score,
        joint=AlsoBought.pair_orders,
        of=AlsoBought.product_orders,
    ).where(AlsoBought.product_id.in_(_AT_HAND), AlsoBought.other_id.not_in(_AT_HAND))


def _shelves() -> Select[Any]:
    """What sells most on other shelves, by how much of what goes with the goods at hand stands there."""
    here = select(Product.category_id).where(Product.id.in_(_AT_HAND)).scalar_subquery()
    goes = union_all(
        *(
            select(table.other_id).where(table.product_id.in_(_AT_HAND))
            for table in (RelatedProduct, AlsoBought)
        )
    ).subquery()
    shelf = (
        select(Product.category_id, func.count().label("count"))
        .join(goes, goes.c.other_id == Product.id)
        .where(Product.category_id.not_in(here))
        .group_by(Product.category_id)
        .subquery()
    )
    return (
        _row(
            Idea.SHELF,
            TopSeller.product_id,
            first=-shelf.c.count,
            second=-TopSeller.pieces,
            pieces=TopSeller.pieces,
        )
        .join(shelf, shelf.c.category_id == TopSeller.category_id)
        .where(sells_best(_YESTERDAY), TopSeller.product_id.not_in(_AT_HAND))
    )


def _shop() -> Select[Any]:
    """The one product of which more was sold than of any other."""
    rival = aliased(TopSeller)
    rivalled = exists().where(
        rival.category_id != TopSeller.category_id, rival.pieces >= TopSeller.pieces
    )
    return _row(Idea.SHOP, TopSeller.product_id, pieces=TopSeller.pieces).where(
        sells_best(_YESTERDAY), ~rivalled, TopSeller.product_id.not_in(_AT_HAND)
    )


def _ranked() -> Select[Any]:
    """Every product once, by the first idea that speaks for it."""
    idea = union_all(_picked(), _bought(), _shelves(), _shop()).cte("idea").c
    nth = func.row_number().over(
        partition_by=idea.product_id,
        order_by=(idea.place, idea.first, idea.second, idea.tie, idea.beside),
    )
    ranked = select(*idea, nth.label("nth")).cte("ranked").c
    order = (ranked.place, ranked.first, ranked.second, ranked.product_id)
    told = (ranked.place, ranked.product_id, ranked.beside, ranked.joint, ranked.of, ranked.pieces)
    return (
        select(*told, func.row_number().over(order_by=order).label("turn"))
        .where(ranked.nth == 1)
        .order_by(*order)
        .limit(bindparam("most", type_=Integer()))
    )


RANKED = _ranked()
"""One row a product: place among IDEAS, product_id, beside, joint, of, pieces, turn. Asks for at_hand, yesterday, most."""
