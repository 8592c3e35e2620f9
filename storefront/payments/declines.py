"""Cards that are tried out: when nearly all of many attempts are declined, the whole shop takes none for a while.

Whoever tests stolen numbers makes a new order for each, so no limit of one order or one caller stops them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.payments.closing import close_method
from storefront.payments.payment import Payment, PaymentState


@dataclass(frozen=True)
class Spike:
    """So many declines within so long, and more than so many per cent of all attempts: the method rests for a while."""

    declines: int
    within: timedelta
    percent: int
    rests: timedelta


SPIKES: Mapping[str, Spike] = MappingProxyType(
    {"card": Spike(20, timedelta(minutes=10), 80, timedelta(minutes=30))}
)
"""By payment method. In an ordinary hour about one card in ten is declined."""


def close_on_spike(method: str, now: datetime) -> bool:
    """Close a method when too many of its attempts were declined lately. True when this call closed it.

    Asked after each decline, in its transaction; costs one statement. Declines that settle at the same moment may not see each
    other yet; the next one does. Once open again it is closed anew only by attempts made since.
    """
    spike = SPIKES.get(method)
    if spike is None:
        return False
    declined, made = _lately(method, spike, now)
    if declined < spike.declines or declined * 100 <= spike.percent * made:
        return False
    why = f"{declined} of {made} attempts declined"
    return close_method(method, now, now + spike.rests, why)


def _lately(method: str, spike: Spike, now: datetime) -> tuple[int, int]:
    """Attempts that were declined, and all of them."""
    declined = func.count().filter(Payment.state == PaymentState.FAILED)
    lately = (Payment.method == method, Payment.created_at > now - spike.within)
    found, made = db.session.execute(select(declined, func.count()).where(*lately)).one()
    return int(found), int(made)
