"""Every way to pay as it stands: taken or closed, and how often it failed lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.locales import Text
from storefront.payments.payment import Payment, PaymentState
from storefront.quoting.payment_method import PaymentMethod

LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class MethodStanding:
    """A way to pay. `tried` and `declined` count attempts of the last LATELY."""

    code: str
    name: Text
    closed_at: datetime | None
    closed_until: datetime | None
    tried: int
    declined: int

    def closed(self, now: datetime) -> bool:
        """Whether no new attempt is taken."""
        if self.closed_at is None:
            return False
        return self.closed_until is None or self.closed_until > now


def method_standings(now: datetime) -> list[MethodStanding]:
    """All ways that buyers may be offered, in the shop's order. Two statements."""
    ways = db.session.scalars(
        select(PaymentMethod).where(PaymentMethod.active).order_by(PaymentMethod.position)
    ).all()
    failed = func.count().filter(Payment.state == PaymentState.FAILED)
    asked = (
        select(Payment.method, func.count(), failed)
        .where(Payment.method.in_([way.code for way in ways]), Payment.created_at > now - LATELY)
        .group_by(Payment.method)
    )
    counts = {code: (tried, bad) for code, tried, bad in db.session.execute(asked)}
    return [
        MethodStanding(
            way.code, way.name, way.closed_at, way.closed_until, *counts.get(way.code, (0, 0))
        )
        for way in ways
    ]


def method_names() -> dict[str, Text]:
    """The names of all ways to pay, also of those that are offered no more, by their codes."""
    asked = select(PaymentMethod.code, PaymentMethod.name)
    return dict(db.session.execute(asked).tuples().all())
