"""Results on request: what the demo's panel and tests want of the next result or the next call."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storefront.payments.gateways.demo.ledger import DemoWish
from storefront.payments.gateways.demo.provider import IllegalMove, provider

LONGEST = timedelta(days=30)


class Wish(StrEnum):
    """What can be wished for.

    late: the result itself comes so many seconds later. twice, reversed, lost: its message is sent twice, overtaken by
    the next one about the same charge, or never. refund_waits: submitted first, then succeeded; refund_fails: submitted, then failed
    (at once with 0 seconds); refund_returns: succeeded, then failed after all. call_fails: the next call that changes something is
    answered with an error and did nothing; call_times_out: it did what it was to do, and the answer is lost.
    """

    LATE = "late"
    TWICE = "twice"
    REVERSED = "reversed"
    LOST = "lost"
    REFUND_WAITS = "refund_waits"
    REFUND_FAILS = "refund_fails"
    REFUND_RETURNS = "refund_returns"
    CALL_FAILS = "call_fails"
    CALL_TIMES_OUT = "call_times_out"


TELLINGS = frozenset({Wish.LATE, Wish.TWICE, Wish.REVERSED, Wish.LOST})
REFUNDS = frozenset({Wish.REFUND_WAITS, Wish.REFUND_FAILS, Wish.REFUND_RETURNS})
CALLS = frozenset({Wish.CALL_FAILS, Wish.CALL_TIMES_OUT})
WITH_SECONDS = frozenset({Wish.LATE, *REFUNDS})


def wish(what: Wish, seconds: int = 0, about: str = "") -> None:
    """Want something of the next result or call, or of the next one of the charge `about`. Raises IllegalMove."""
    if not 0 <= seconds <= LONGEST.total_seconds():
        raise IllegalMove("seconds")
    with provider() as session:
        session.add(DemoWish(about=about, what=what, seconds=seconds))


def forget_wishes() -> None:
    """Let everything go as usual again."""
    with provider() as session:
        session.execute(delete(DemoWish))


class Wishes:
    """The wishes that may come true within one call, its charge's own before those for whatever comes next."""

    def __init__(self, session: Session, about: str = "") -> None:
        self._session = session
        self._open: list[DemoWish] = []
        # asked on every call and almost always in vain, so as cheaply as can be
        if session.connection().exec_driver_sql("SELECT 1 FROM demo_wish LIMIT 1").first() is None:
            return
        found = session.scalars(
            select(DemoWish)
            .where(DemoWish.about.in_({"", about}))
            .order_by(DemoWish.about.desc(), DemoWish.id)
            .with_for_update()
        )
        self._open.extend(found)

    def take(self, kinds: Collection[Wish]) -> DemoWish | None:
        """The first open wish of one of these kinds, which has come true with that; None when all goes as usual."""
        for one in self._open:
            if one.what in kinds:
                self._open.remove(one)
                self._session.delete(one)
                return one
        return None
