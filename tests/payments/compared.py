"""A payment company whose books a test writes, beside orders of the shop."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.payments.comparing import compare
from storefront.payments.gateways import Outcome, OutcomeStatus, ProviderCharge
from storefront.payments.payment import Payment
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.sweep import mismatches
from storefront.payments.settling import settle
from tests.support.orders import place
from tests.support.probe import Probe, probe_in

HOUR = timedelta(hours=1)
CAPTURED = OutcomeStatus.CAPTURED


@pytest.fixture
def probe(shop: Flask) -> Probe:
    shop.extensions["gateways"] = {}
    return probe_in(shop)


def there(payment: Payment, status: OutcomeStatus = CAPTURED, **more: object) -> ProviderCharge:
    """The charge of an attempt as the probe's books have it, with nothing gone back."""
    got = payment.amount if status is CAPTURED else 0
    charge = ProviderCharge(
        payment.idempotency_key,
        f"ch_{payment.id}",
        str(payment.order.number),
        status,
        payment.amount,
        got,
        0,
        payment.created_at,
    )
    return replace(charge, **more)


def paid(now: datetime, status: OutcomeStatus = CAPTURED) -> Payment:
    """An order an hour old whose attempt has ended."""
    payment = place(now - HOUR)
    settle(payment, Outcome(status, f"ch_{payment.id}"), now - HOUR)
    db.session.commit()
    return payment


def found(now: datetime) -> list[tuple[Kind, str, int | None, str]]:
    return [(one.kind, one.order_number, one.amount, one.detail) for one in compare(now).findings]


def listed(now: datetime) -> list[Kind]:
    db.session.expire_all()
    return [one.kind for one in mismatches(now) if one.kind is not Kind.CONFIRMATION_MISSING]
