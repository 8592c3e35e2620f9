"""What offers came to in a span of days: what was seen and answered, and what goods they brought, for each placement.

Added up by the database in fifteen statements at most, however much there is. Staff, robots and fetched pages have no rows; orders that are made up,
unpaid or cancelled are left out; refunds are taken off whenever they were made.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.days import answers_between, groups_between, summed_up_to
from storefront.offers.gate import Why
from storefront.offers.guarding import guards
from storefront.offers.impression import OfferImpression as Seen
from storefront.offers.kinds import OfferState, Placement
from storefront.offers.offer import Offer
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.orders.refund import RefundLine
from storefront.reports.offer_results import AtPlace, Figures, Result, Span, Total

Key = tuple[int, Placement, bool]
"""An offer, a placement, and whether it was in the span, not in the one before."""


def figures_of_offers(span: Span, now: datetime) -> Figures:
    """All of it. Fifteen statements at most."""
    results: dict[Key, Result] = defaultdict(Result)
    _count_answers(results, span)
    _count_goods(results, span)
    with_it, orders = _orders_with(span), _orders(span)
    here, earlier = (
        Total(
            _sum(one for (_offer, _place, part), one in results.items() if part is asked),
            with_it[asked],
            orders[asked],
        )
        for asked in (True, False)
    )
    groups = groups_between(span.first, span.last)
    return Figures(span, here, earlier, _by_offer(results), groups, guards(now))


def _by_offer(results: Mapping[Key, Result]) -> dict[Offer, list[AtPlace]]:
    """Those that are on, and all that came to anything, by placement."""
    known = {offer for offer, _place, _part in results}
    rows = db.session.scalars(
        select(Offer)
        .where(or_(Offer.id.in_(known), Offer.state == OfferState.PUBLISHED))
        .order_by(Offer.position, Offer.id)
    )
    return {
        row: [
            AtPlace(
                place,
                results.get((row.id, place, True), Result()),
                results.get((row.id, place, False), Result()),
            )
            for place in Placement
            if {(row.id, place, True), (row.id, place, False)} & results.keys()
        ]
        for row in rows
    }


def _sum(results: Iterable[Result]) -> Result:
    total = Result()
    for one in results:
        total.add(one)
    return total


def _count_answers(results: dict[Key, Result], span: Span) -> None:
    """Seen and answered rows by when the offer was chosen, and those held back by reason."""
    summed = summed_up_to()
    for here, days in ((True, span), (False, span.before)):
        for offer, place, why, made, *answers in answers_between(days.first, days.last, summed):
            one = results[offer, Placement(place), here]
            if why:
                one.withheld[Why(why)] += int(made)
            else:
                one.see(*map(int, answers))


def _count_goods(results: dict[Key, Result], span: Span) -> None:
    """Goods in orders of the span, by the offer that brought them."""
    brought = _brought(span).subquery().c
    left, kept = brought.paid - brought.back, brought.quantity - brought.pieces_back
    rows = db.session.execute(
        select(
            brought.offer_id,
            brought.placement,
            brought.part,
            func.count(brought.order_id.distinct()),
            func.sum(left),
            func.sum(case((brought.cost > 0, left - brought.cost * kept), else_=0)),
            func.sum(case((brought.cost > 0, 0), else_=kept)),
        ).group_by(brought.offer_id, brought.placement, brought.part)
    )
    for offer, place, here, orders, *sums in rows:
        one = results[offer, Placement(place), bool(here)]
        one.orders = orders
        one.revenue, one.margin, one.unpriced = map(int, sums)


def _brought(span: Span) -> Select[Any]:
    """The lines of counted orders that an offer brought, with what went back of each."""
    back = RefundLine.order_line_id == OrderLine.id
    given, pieces = (
        select(func.coalesce(func.sum(column), 0))
        .where(back)
        .correlate(OrderLine)
        .scalar_subquery()
        for column in (RefundLine.amount, RefundLine.quantity)
    )
    return (
        select(
            Seen.offer_id,
            Seen.placement,
            _part(span),
            OrderLine.order_id,
            (OrderLine.unit_price * OrderLine.quantity - OrderLine.discount).label("paid"),
            OrderLine.quantity,
            Variant.cost,
            given.label("back"),
            pieces.label("pieces_back"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Seen, Seen.id == OrderLine.impression_id)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .where(*_counted(span))
    )


def _orders_with(span: Span) -> Mapping[bool, int]:
    part = _part(span)
    rows = db.session.execute(
        select(part, func.count(Order.id.distinct()))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.impression_id.is_not(None), *_counted(span))
        .group_by(part)
    )
    return defaultdict(int, {bool(here): count for here, count in rows})


def _orders(span: Span) -> Mapping[bool, int]:
    part = _part(span)
    rows = db.session.execute(select(part, func.count()).where(*_counted(span)).group_by(part))
    return defaultdict(int, {bool(here): count for here, count in rows})


def _part(span: Span) -> Any:
    """Whether an order was confirmed in the span, not in the one before."""
    return (Order.confirmed_at >= span.begins).label("part")


def _counted(span: Span) -> tuple[Any, ...]:
    """Orders that count: confirmed in one of the two spans, not cancelled, not made up."""
    return (
        Order.confirmed_at >= span.before.begins,
        Order.confirmed_at < span.ends,
        Order.state != OrderState.CANCELLED,
        Order.simulated.is_(False),
    )
