"""Disputes as a payment company tells of them, for tests."""

from datetime import datetime

from storefront.payments.disputes import hear_disputes
from storefront.payments.gateways import DisputeStatus, ProviderDispute
from storefront.payments.payment import Payment


def disputed(
    payment: Payment, now: datetime, status: DisputeStatus = DisputeStatus.OPEN, ref: str = "dp_1"
) -> str:
    """Let the shop hear that a payment is disputed, all of it; returns the reference of the dispute. The caller commits."""
    ref = f"{ref}_{payment.id}"
    hear_disputes(payment, [ProviderDispute(ref, status, payment.amount)], now)
    return ref
