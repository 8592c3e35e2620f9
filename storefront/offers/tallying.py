"""What the choice between offers learns from: how often each was seen and accepted, old times counting less."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select

from storefront import revision
from storefront.extensions import db
from storefront.offers.impression import OfferImpression
from storefront.offers.offer import OfferTally
from storefront.revision import Part

HALVES_EVERY = timedelta(days=30)
MONTHS = 6
"""Older than that a show weighs less than a fiftieth, and is left out."""

Tally = tuple[int, int]
"""Seen, and accepted of these."""


def tally(now: datetime) -> bool:
    """Count afresh for all offers; True when anything changed. Safe to repeat; the caller commits."""
    new, old = _counted(now), _known()
    if new == old:
        return False
    db.session.execute(delete(OfferTally).execution_options(synchronize_session=False))
    db.session.add_all(
        OfferTally(offer_id=offer, placement=place, seen=seen, accepted=accepted)
        for (offer, place), (seen, accepted) in sorted(new.items())
    )
    db.session.flush()
    revision.bump(Part.SETTINGS)
    return True


def _counted(now: datetime) -> Mapping[tuple[int, str], Tally]:
    """Shows and acceptances, each month's half as much worth as the one after it, rounded down."""
    begins = [now - HALVES_EVERY * (month + 1) for month in range(MONTHS)]
    age = case(
        *((OfferImpression.seen_at >= moment, month) for month, moment in enumerate(begins)),
        else_=MONTHS,
    )
    rows = db.session.execute(
        select(
            OfferImpression.offer_id,
            OfferImpression.placement,
            age.label("age"),
            func.count(),
            func.count(OfferImpression.accepted_at),
        )
        .where(OfferImpression.seen_at >= begins[-1])
        .group_by(OfferImpression.offer_id, OfferImpression.placement, age)
    )
    sums: dict[tuple[int, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for offer, place, months, seen, accepted in rows:
        sums[offer, place][0] += seen * 0.5**months
        sums[offer, place][1] += accepted * 0.5**months
    return {key: (int(seen), int(accepted)) for key, (seen, accepted) in sums.items() if seen >= 1}


def _known() -> Mapping[tuple[int, str], Tally]:
    rows = db.session.execute(
        select(OfferTally.offer_id, OfferTally.placement, OfferTally.seen, OfferTally.accepted)
    )
    return {(offer, place): (seen, accepted) for offer, place, seen, accepted in rows}
