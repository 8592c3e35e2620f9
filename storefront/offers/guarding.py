"""The guard-rail: whether people who were shown offers at a placement order less than the tenth that was shown none.

Only before the purchase: an offer after it cannot cost the order in hand.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.engine import CursorResult

from storefront import revision
from storefront.experiments.intervals import Interval, Rate, relative_change
from storefront.extensions import db
from storefront.money import Yen
from storefront.offers.gate import Why
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import OfferState, Placement
from storefront.offers.offer import Offer
from storefront.orders.order import Order, OrderState
from storefront.revision import Part

BEFORE_ORDERING = (Placement.PRODUCT, Placement.DIALOG, Placement.CART_LINE, Placement.CART)
LOOKED_BACK = timedelta(days=90)
WINDOW = timedelta(days=7)
"""Visitors count from a week after their first row on, when most of those who order have done so."""
LEAST_ORDERS = 10
"""In each group, before anything is concluded."""
STOPPED = "orders_fell"


@dataclass(frozen=True)
class Group:
    """Visitors of a placement, counted once each, and what they ordered since their first row there: `buyers` of them
    ordered, `goods` is yen with tax for goods less discounts, before refunds."""

    visitors: int = 0
    buyers: int = 0
    orders: int = 0
    goods: Yen = 0

    @property
    def rate(self) -> Rate:
        """How many of them ordered."""
        return Rate(self.buyers, self.visitors)

    @property
    def average(self) -> Yen:
        """Yen of goods in an order, rounded down; 0 without one."""
        return self.goods // self.orders if self.orders else 0


@dataclass(frozen=True)
class Groups:
    """Who saw offers at a placement, and who was to see none."""

    shown: Group = Group()
    control: Group = Group()

    @property
    def change(self) -> Interval:
        """By what part more, or less, of those who saw offers ordered."""
        return relative_change(self.control.rate, self.shown.rate)


@dataclass(frozen=True)
class Guard:
    """The two groups of a placement, as far as their first week is over."""

    placement: Placement
    groups: Groups

    @property
    def known(self) -> bool:
        """Whether there are orders enough in both groups to say anything."""
        return min(self.groups.shown.buyers, self.groups.control.buyers) >= LEAST_ORDERS

    @property
    def harmful(self) -> bool:
        """Whether it is certain that fewer order: even the best that can be meant is a loss."""
        return self.known and self.groups.change.high < 0


def guards(now: datetime) -> list[Guard]:
    """How each placement before the order does at present. One statement."""
    found = groups_of(now - LOOKED_BACK, now - WINDOW, now)
    return [Guard(place, found.get(place, Groups())) for place in BEFORE_ORDERING]


def groups_of(since: datetime, until: datetime, ordered_by: datetime) -> Mapping[Placement, Groups]:
    """The groups of all placements whose first row is from `since` and before `until`, and their orders up to
    `ordered_by`: confirmed, not cancelled, not made up. One statement."""
    found: dict[Placement, Groups] = defaultdict(Groups)
    for place, control, visitors, buyers, orders, goods in db.session.execute(
        _asked(since, until, ordered_by)
    ):
        where, group = Placement(place), Group(visitors, buyers, orders, goods)
        part = {"control": group} if control else {"shown": group}
        found[where] = replace(found[where], **part)
    return found


def stop_harmful(now: datetime) -> list[Placement]:
    """Take the offers back that stand at a placement where orders fell; the placements. Safe to repeat; the caller commits."""
    fallen = [one.placement for one in guards(now) if one.harmful]
    stopped = [one for one in fallen if _stop(one, now)]
    if stopped:
        revision.bump(Part.SETTINGS)
    return stopped


def _stop(placement: Placement, now: datetime) -> bool:
    """Stop what stands at a placement; True when something did."""
    standing = db.session.execute(
        select(Offer.id, Offer.placements).where(Offer.state == OfferState.PUBLISHED)
    )
    meant = [offer for offer, places in standing if placement in places]
    done = db.session.execute(
        update(Offer)
        .where(Offer.id.in_(meant), Offer.state == OfferState.PUBLISHED)
        .values(
            state=OfferState.STOPPED,
            stopped_because=STOPPED,
            updated_at=now,
            version=Offer.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    return isinstance(done, CursorResult) and done.rowcount > 0


def _asked(since: datetime, until: datetime, ordered_by: datetime) -> Select[Any]:
    first = _first_rows(since, until).subquery().c
    theirs = and_(
        Order.visitor_id == first.visitor_id,
        Order.placed_at >= first.made_at,
        Order.placed_at <= ordered_by,
        Order.confirmed_at.is_not(None),
        Order.state != OrderState.CANCELLED,
        Order.simulated.is_(False),
    )
    return (
        select(
            first.placement,
            first.control,
            func.count(first.visitor_id.distinct()),
            func.count(Order.visitor_id.distinct()),
            func.count(Order.id),
            func.coalesce(func.sum(Order.goods - Order.discount), 0),
        )
        .outerjoin(Order, theirs)
        .group_by(first.placement, first.control)
    )


def _first_rows(since: datetime, until: datetime) -> Select[Any]:
    """For each placement and visitor the first row of seeing an offer, or of being spared all."""
    spared = OfferImpression.withheld == Why.CONTROL
    of = (OfferImpression.placement, spared.label("control"), OfferImpression.visitor_id)
    return (
        select(*of, func.min(OfferImpression.made_at).label("made_at"))
        .where(
            OfferImpression.made_at >= since,
            OfferImpression.made_at < until,
            or_(OfferImpression.seen_at.is_not(None), spared),
        )
        .group_by(OfferImpression.placement, spared, OfferImpression.visitor_id)
    )
