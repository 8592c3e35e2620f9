"""The guard-rail: whether people who were shown offers at a placement order less than the tenth that was shown none.

Only before the purchase: an offer after it cannot cost the order in hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.engine import CursorResult

from storefront import revision
from storefront.experiments.intervals import Interval, Rate, relative_change
from storefront.extensions import db
from storefront.offers.gate import Why
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import OfferState, Placement
from storefront.offers.offer import Offer
from storefront.orders.order import Order
from storefront.revision import Part

BEFORE_ORDERING = (Placement.PRODUCT, Placement.DIALOG, Placement.CART_LINE, Placement.CART)
LOOKED_BACK = timedelta(days=90)
WINDOW = timedelta(days=7)
"""Visitors count from a week after their first row on, when most of those who order have done so."""
LEAST_ORDERS = 10
"""In each group, before anything is concluded."""
STOPPED = "orders_fell"


@dataclass(frozen=True)
class Guard:
    """A placement's order rates: of those who saw offers there, and of those who were to see none."""

    placement: Placement
    shown: Rate
    control: Rate
    change: Interval

    @property
    def known(self) -> bool:
        """Whether there are orders enough in both groups to say anything."""
        return min(self.shown.hits, self.control.hits) >= LEAST_ORDERS

    @property
    def harmful(self) -> bool:
        """Whether it is certain that fewer order: even the best that can be meant is a loss."""
        return self.known and self.change.high < 0


def guard(placement: Placement, now: datetime) -> Guard:
    """How a placement does at present. Visitors are counted once, from their first row there."""
    shown = _rate(placement, now, OfferImpression.seen_at.is_not(None))
    control = _rate(placement, now, OfferImpression.withheld == Why.CONTROL)
    return Guard(placement, shown, control, relative_change(control, shown))


def stop_harmful(now: datetime) -> list[Placement]:
    """Take the offers back that stand at a placement where orders fell; the placements. Safe to repeat; the caller commits."""
    fallen = [one for one in BEFORE_ORDERING if guard(one, now).harmful]
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
        .values(state=OfferState.STOPPED, stopped_because=STOPPED, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    return isinstance(done, CursorResult) and done.rowcount > 0


def _rate(placement: Placement, now: datetime, meant: object) -> Rate:
    """Visitors of a group who ordered since their first row, of all whose first week is over."""
    first = _first_rows(placement, now, meant).subquery()
    ordered = exists().where(
        Order.visitor_id == first.c.visitor_id,
        Order.placed_at >= first.c.made_at,
        Order.confirmed_at.is_not(None),
    )
    of = db.session.scalar(select(func.count()).select_from(first)) or 0
    hits = db.session.scalar(select(func.count()).select_from(first).where(ordered)) or 0
    return Rate(hits, of)


def _first_rows(placement: Placement, now: datetime, meant: object) -> Select[tuple[int, datetime]]:
    return (
        select(OfferImpression.visitor_id, func.min(OfferImpression.made_at).label("made_at"))
        .where(
            OfferImpression.placement == placement,
            OfferImpression.made_at >= now - LOOKED_BACK,
            OfferImpression.made_at < now - WINDOW,
            meant,  # type: ignore[arg-type]
        )
        .group_by(OfferImpression.visitor_id)
    )
