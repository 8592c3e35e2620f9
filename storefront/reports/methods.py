"""Every way to pay as it stands: taken or closed, and how often it failed lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from storefront.extensions import db
from storefront.locales import Text
from storefront.payments.payment import Payment, PaymentState
from storefront.quoting.payment_method import PaymentMethod

LATELY = timedelta(hours=24)
NEWEST = 2000
"""So many of the newest attempts are looked at: a spike shows in them, and the table may be of any size."""


@dataclass(frozen=True)
class MethodStanding:
    """A way to pay. `tried` and `declined` count attempts of the last LATELY, as far as they are among the NEWEST."""

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
    newest = select(Payment.id).order_by(Payment.id.desc()).limit(NEWEST).subquery()
    failed = func.sum(case((Payment.state == PaymentState.FAILED, 1), else_=0))
    asked = (
        select(Payment.method, func.count(), failed)
        .where(Payment.id.in_(select(newest.c.id)), Payment.created_at > now - LATELY)
        .group_by(Payment.method)
    )
    counts = {code: (int(tried), int(bad)) for code, tried, bad in db.session.execute(asked)}
    ways = select(PaymentMethod).where(PaymentMethod.active).order_by(PaymentMethod.position)
    return [
        MethodStanding(
            way.code, way.name, way.closed_at, way.closed_until, *counts.get(way.code, (0, 0))
        )
        for way in db.session.scalars(ways)
    ]


def method_names() -> dict[str, Text]:
    """The names of all ways to pay, also of those that are offered no more, by their codes."""
    asked = select(PaymentMethod.code, PaymentMethod.name)
    return dict(db.session.execute(asked).tuples().all())
