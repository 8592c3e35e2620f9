"""Cards that are tried out: when nearly all of many attempts are declined, the whole shop takes none for a while.

Whoever tests stolen numbers makes a new order for each, so no limit of one order or one caller stops them.
"""

from datetime import datetime

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.payments.closing import close_method
from storefront.payments.payment import Payment, PaymentState
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.spike import Spike, spike_of


def close_on_spike(method: str, now: datetime) -> bool:
    """Close a method when too many of its attempts were declined lately. True when this call closed it.

    What is too many, the method's row says. Asked after each decline, in its transaction; costs two statements. Declines that settle at the same moment may not see each
    other yet; the next one does. Once open again it is closed anew only by attempts made since.
    """
    packed = db.session.scalar(select(PaymentMethod.spike).where(PaymentMethod.code == method))
    spike = spike_of(packed or {})
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
