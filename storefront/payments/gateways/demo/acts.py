"""What people do at the provider: answer its question, pay at a counter, send money, take it back, at its own pages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storefront import clock
from storefront.money import Yen
from storefront.payments.gateways import DisputeStatus, EventKind, Outcome, OutcomeStatus
from storefront.payments.gateways.demo import refunds
from storefront.payments.gateways.demo.charges import happen, settle_due, told
from storefront.payments.gateways.demo.ledger import EVENT_REF, DemoCharge, DemoEvent
from storefront.payments.gateways.demo.messages import tell, wake
from storefront.payments.gateways.demo.provider import IllegalMove, provider
from storefront.payments.gateways.demo.wishes import TELLINGS, Wishes

MOST_AT_ONCE = 9_999_999
REFUSALS = {"card": "authentication_failed", "wallet": "refused_by_buyer"}


def answer(ref: str, approved: bool, *, gone: bool = False) -> Outcome | None:
    """The buyer answered 3-D Secure or the wallet. None for an unknown charge; the first answer counts.

    `gone`: the buyer does not come back to the shop, which is then told by the message alone, without delay.
    """
    now = clock.now()
    with provider() as session:
        row = _charge(session, ref, now)
        if row is None:
            return None
        if row.status == OutcomeStatus.NEEDS_ACTION:
            wishes = Wishes(session, ref)
            if approved:
                happen(session, row, wishes, now, amount=row.amount, answered=not gone)
            else:
                no, why = OutcomeStatus.DECLINED, REFUSALS[row.method]
                happen(session, row, wishes, now, status=no, failure=why, answered=not gone)
        return told(row)


def pay_at_store(ref: str, *, late: bool = False) -> Outcome:
    """The buyer paid at the counter. Raises IllegalMove for a number that is paid, or over unless `late` asks for it."""
    now = clock.now()
    with provider() as session:
        row = _brought(session, ref, "konbini", now)
        if row.received:
            raise IllegalMove("paid")
        if row.status != OutcomeStatus.PROCESSING and not late:
            raise IllegalMove("over")
        happen(session, row, Wishes(session, ref), now, amount=row.amount)
        return told(row)


def transfer(ref: str, amount: Yen, *, late: bool = False) -> Outcome:
    """The buyer sent `amount` yen to the charge's account, all of it, a part or too much.

    Raises IllegalMove for no sum, and for an account that was closed unless `late` asks for it.
    """
    now = clock.now()
    if not 0 < amount <= MOST_AT_ONCE:
        raise IllegalMove("amount")
    with provider() as session:
        row = _brought(session, ref, "bank_transfer", now)
        if row.status not in {OutcomeStatus.PROCESSING, OutcomeStatus.CAPTURED} and not late:
            raise IllegalMove("over")
        happen(session, row, Wishes(session, ref), now, amount=amount)
        return told(row)


def dispute(ref: str) -> None:
    """The buyer's bank takes the money of a card back; the shop is told. Raises IllegalMove unless it was captured."""
    now = clock.now()
    with provider() as session:
        row = _charge(session, ref, now)
        if row is None or row.method != "card" or row.status != OutcomeStatus.CAPTURED:
            raise IllegalMove("not_captured")
        if row.disputed_at is None:
            row.disputed_at, row.dispute = now, DisputeStatus.OPEN
            how = Wishes(session, ref).take(TELLINGS)
            tell(session, row, "dispute.opened", now, how, kind=EventKind.DISPUTE)


def decide(ref: str, won: bool) -> None:
    """The dispute of a charge is decided, for the shop or against it; the shop is told. Raises IllegalMove unless it is open."""
    now = clock.now()
    with provider() as session:
        row = _charge(session, ref, now)
        if row is None or row.dispute != DisputeStatus.OPEN:
            raise IllegalMove("no_dispute")
        row.dispute = DisputeStatus.WON if won else DisputeStatus.LOST
        how = Wishes(session, ref).take(TELLINGS)
        tell(session, row, f"dispute.{row.dispute}", now, how, kind=EventKind.DISPUTE)


def refund_by_hand(ref: str, amount: Yen) -> None:
    """Somebody sends money back at the provider, without the shop; it is told. Raises IllegalMove for more than is there."""
    now = clock.now()
    with provider() as session:
        row = _charge(session, ref, now)
        if row is None or not 0 < amount <= refunds.left_of(session, row):
            raise IllegalMove("amount")
        refunds.send_unasked(session, row, amount, now)


def send_again(event_ref: str) -> None:
    """Send a message once more, lost or not. Raises IllegalMove for one that is not in the list."""
    with provider() as session:
        number = event_ref.removeprefix(EVENT_REF)
        known = number.isdecimal() and len(number) < 10
        event = session.get(DemoEvent, int(number)) if known else None
        if event is None:
            raise IllegalMove("unknown")
        event.deliver_at, event.copies, event.held = clock.now(), 1, False
        wake(session, event.deliver_at)


def _charge(session: Session, ref: str, now: datetime) -> DemoCharge | None:
    """The charge, locked, with everything that has happened to it by now."""
    row = session.scalar(select(DemoCharge).where(DemoCharge.ref == ref).with_for_update())
    if row is not None:
        settle_due(session, row, now)
    return row


def _brought(session: Session, ref: str, method: str, now: datetime) -> DemoCharge:
    row = _charge(session, ref, now)
    if row is None or row.method != method:
        raise IllegalMove("unknown")
    return row
