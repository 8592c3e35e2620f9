"""The guard-rail: whether people who were shown offers at a placement order less than the tenth that was shown none.

Only before the purchase: an offer after it cannot cost the order in hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult

from storefront import revision
from storefront.clock import shop_day
from storefront.extensions import db
from storefront.offers.days import WEEK, Groups, groups_between
from storefront.offers.kinds import OfferState, Placement
from storefront.offers.offer import Offer
from storefront.revision import Part

BEFORE_ORDERING = (Placement.PRODUCT, Placement.DIALOG, Placement.CART_LINE, Placement.CART)
LOOKED_BACK = timedelta(days=90)
STOPPED = "orders_fell"


@dataclass(frozen=True)
class Guard:
    """The two groups of a placement, as far as their first week is over."""

    placement: Placement
    groups: Groups

    @property
    def known(self) -> bool:
        """Whether there are orders enough in both groups to say anything."""
        return self.groups.ordered

    @property
    def harmful(self) -> bool:
        """Whether it is certain that fewer order: even the best that can be meant is a loss."""
        return self.known and self.groups.change.high < 0


def guards(now: datetime) -> list[Guard]:
    """How each placement before the order does at present; days whose week is not over are left out."""
    today = shop_day(now)
    found = groups_between(today - LOOKED_BACK, today - WEEK - timedelta(days=1))
    return [Guard(place, found.get(place, Groups())) for place in BEFORE_ORDERING]


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
