"""The whole comparison: every gateway's books of the last days against ours, with whatever went back in them of older charges.

Whatever one question can put right is put right; what still differs then becomes a finding of the radar. Money is never moved, but
for what our own rules give back, and nothing is called off that is not over here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storefront.extensions import db
from storefront.payments.disputes import ask_about_open
from storefront.payments.gateways import Gateway, GatewayTimeout, ProviderCharge
from storefront.payments.gateways.installed import every_gateway, gateway_for
from storefront.payments.looking_up import look_up_all
from storefront.payments.payment import Payment
from storefront.payments.radar.books import (
    COMPARED,
    MOVING,
    OPEN_THERE,
    Books,
    differences,
    only_ours,
    our_books,
    twice,
)
from storefront.payments.radar.finding import close, close_others, note, oldest_open
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.reconciling import give_up, look_again
from storefront.payments.replaying import replay_all

LOOKS_BACK = timedelta(days=4)
"""A day longer than gateways try to deliver their messages."""
LOOKS_BACK_AT_MOST = timedelta(days=60)
"""For what differed before and is still open: so that it can be found to be gone."""


@dataclass(frozen=True)
class Comparison:
    """What came of it: charges compared, attempts that were put right, what still differs, gateways that gave no answer."""

    charges: int
    put_right: int
    findings: tuple[Mismatch, ...]
    away: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every gateway answered and nothing differed, not even at first."""
        return not (self.put_right or self.findings or self.away)


def compare(now: datetime) -> Comparison:
    """Compare every gateway's books with ours, ask about what differs, and keep what still does. Safe to repeat; commits.

    A gateway that gives no answer is named, here and by the radar, and holds up none of the others.
    """
    replay_all(now)
    charges, put_right = 0, 0
    found: list[Mismatch] = []
    away: list[str] = []
    for gateway in every_gateway():
        silence = Mismatch(Kind.GATEWAY_AWAY, gateway.code, now, detail=gateway.code)
        try:
            compared, changed, still = _compare_with(gateway, now)
        except GatewayTimeout:
            db.session.rollback()
            note(silence)
            away.append(gateway.code)
        else:
            close(silence, now)
            charges, put_right, found = charges + compared, put_right + changed, found + still
        db.session.commit()
    look_up_all(now)
    ask_about_open(now)
    db.session.commit()
    return Comparison(charges, put_right, tuple(found), tuple(away))


def compare_nightly(_payload: dict[str, Any], now: datetime) -> None:
    """The job: `compare`. Raises GatewayTimeout where a gateway was away, so that it is tried again."""
    if away := compare(now).away:
        raise GatewayTimeout(f"no answer from {', '.join(away)}")


def compare_one(payload: dict[str, Any], now: datetime) -> None:
    """The job: compare one attempt, of which somebody sent money back at the gateway itself. Safe to repeat; commits.

    Raises GatewayTimeout, so that the job is tried again.
    """
    payment = db.session.get(Payment, payload["payment"])
    gateway = gateway_for(payment.gateway) if payment else None
    if payment is None or gateway is None:
        return
    attempt = payment.attempt()
    db.session.rollback()
    charge = gateway.in_books(attempt)
    if charge is not None:
        books = only_ours([charge])
        _keep([*differences([charge], books, now)], [charge], books, now)
    db.session.commit()


def _compare_with(gateway: Gateway, now: datetime) -> tuple[int, int, list[Mismatch]]:
    """Charges compared with one gateway, attempts put right, what still differs. The caller commits."""
    since = _since(now)
    theirs = _charges(gateway, since, now)
    if changed := _put_right(theirs, our_books(theirs, gateway.code, since), now):
        theirs = _charges(gateway, since, now)
    books = our_books(theirs, gateway.code, since)
    still = [*differences(theirs, books, now), *twice(theirs, books)]
    _keep(still, theirs, books, now)
    return len(theirs), changed, still


def _since(now: datetime) -> datetime:
    """How far back is compared: some days, or to the oldest attempt of an order about which a finding is still open."""
    oldest = oldest_open(COMPARED) or now
    return max(min(oldest, now - LOOKS_BACK), now - LOOKS_BACK_AT_MOST)


def _charges(gateway: Gateway, since: datetime, now: datetime) -> list[ProviderCharge]:
    """What a gateway has, but for what is just being made; asked with no transaction open."""
    db.session.rollback()
    return [one for one in gateway.charges_since(since) if one.created_at < now - MOVING]


def _put_right(theirs: Sequence[ProviderCharge], books: Books, now: datetime) -> int:
    """Ask about every attempt that stands otherwise there, one after the other; returns how many were. Commits each.

    What is over here and open there is called off; what that brings is settled.
    """
    wrong = []
    for charge in theirs:
        mine = books.get(charge.key)
        if mine and mine.updated_at < now - MOVING and mine.stands_otherwise(charge):
            wrong.append((mine.payment_id, charge.status in OPEN_THERE and not mine.live))
    for payment_id, open_there_alone in wrong:
        payment = db.session.get(Payment, payment_id)
        assert payment is not None
        if open_there_alone:
            give_up(payment, now)
        else:
            look_again(payment, now)
        db.session.commit()
    return len(wrong)


def _keep(
    still: Sequence[Mismatch], theirs: Sequence[ProviderCharge], books: Books, now: datetime
) -> None:
    """Write down what differs, and close what was compared now and differs no longer. The caller commits."""
    for one in still:
        note(one)
    compared = {name for one in theirs for name in (one.key, one.ref, one.order_number)}
    for mine in books.values():
        compared |= {mine.key, str(mine.payment_id), mine.order_number}
    close_others(COMPARED, compared, {(one.kind, one.subject) for one in still}, now)


__all__ = ["Comparison", "compare", "compare_nightly", "compare_one"]
