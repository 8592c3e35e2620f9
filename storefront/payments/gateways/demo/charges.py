"""Charges: how one begins by each method, what happens to it, and how it is told to the shop."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from storefront.money import Yen
from storefront.payments.gateways import NEVER_ARRIVED, Charge, KeyReused, Outcome, OutcomeStatus
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo.ledger import DemoCard, DemoCharge, DemoMove
from storefront.payments.gateways.demo.messages import tell, wake
from storefront.payments.gateways.demo.vouchers import new_number, voucher_of
from storefront.payments.gateways.demo.wishes import TELLINGS, Wish, Wishes

SETTLES_AFTER = timedelta(seconds=20)
"""How long the card that times out leaves everybody in the dark."""
DAYS_FOR_MONEY = timedelta(days=3)
"""How long a voucher lasts when the shop names no end."""
EXPIRED = "expired"
OPEN = frozenset({OutcomeStatus.NEEDS_ACTION, OutcomeStatus.PROCESSING, OutcomeStatus.UNKNOWN})
BROUGHT = frozenset({"konbini", "bank_transfer"})
"""Methods whose money the buyer brings; it may come although nobody waits for it any more."""
PAGES = {"card": "3-d-secure", "wallet": "wallet", "konbini": "store", "bank_transfer": "transfer"}
"""Where the buyer meets the provider: /demo/<page>/<ref>."""
KEPT = "demo_customer/"


_BY_KEY = select(DemoCharge).where(DemoCharge.key == bindparam("key"))


def begin(session: Session, charge: Charge, wishes: Wishes, now: datetime) -> Outcome:
    """Begin a charge, or give the answer again that this key was given. Raises KeyReused for anything that differs."""
    found = session.scalar(_BY_KEY, {"key": charge.key})
    if found is not None:
        if found.failure != NEVER_ARRIVED and found.asked != _digest(charge):
            raise KeyReused(charge.key)
        settle_due(session, found, now)
        return told(found)
    row = _new(charge, now)
    with session.no_autoflush:
        _begin_by_method(session, row, wishes, now)
    session.add(row)
    return told(row)


def _begin_by_method(session: Session, row: DemoCharge, wishes: Wishes, now: datetime) -> None:
    match row.method:
        case "card":
            _charge_card(session, row, wishes, now)
        case "wallet":
            row.status = OutcomeStatus.NEEDS_ACTION
        case method if method in BROUGHT:
            _wait_for_money(session, row)
        case _:
            row.status, row.failure = OutcomeStatus.DECLINED, "unknown_method"
    if row.status in {OutcomeStatus.NEEDS_ACTION, OutcomeStatus.PROCESSING}:
        tell(session, row, "charge.waiting", now, answered=True)


def called_off(key: str, now: datetime) -> DemoCharge:
    """A key that may never be charged: who comes with it later is told so."""
    row = _new(Charge(key, 0, ""), now)
    row.status, row.failure = OutcomeStatus.CANCELLED, NEVER_ARRIVED
    return row


def call_off(session: Session, row: DemoCharge, now: datetime) -> None:
    """End a charge unless it has ended. Money that is on its way to a store or an account comes all the same."""
    if row.status not in OPEN:
        return
    row.status = OutcomeStatus.CANCELLED
    going = delete(DemoMove).where(DemoMove.charge_ref == row.ref)
    session.execute(going.where(DemoMove.amount == 0) if row.method in BROUGHT else going)
    tell(session, row, "charge.cancelled", now, answered=True)


def happen(
    session: Session,
    row: DemoCharge,
    wishes: Wishes,
    now: datetime,
    *,
    amount: Yen = 0,
    status: OutcomeStatus = OutcomeStatus.CAPTURED,
    failure: str = "",
    answered: bool = False,
) -> None:
    """Let money or an answer come to a charge: now, or as late as somebody wished."""
    how = wishes.take(TELLINGS)
    move = DemoMove(
        charge_ref=row.ref, happens_at=now, amount=amount, status=status, failure=failure
    )
    if how is not None and how.what == Wish.LATE:
        _later(session, row, move, now + timedelta(seconds=how.seconds))
        return
    type_ = _apply(session, row, move)
    if type_:
        tell(session, row, type_, now, how, answered=answered)


def settle_due(session: Session, row: DemoCharge, now: datetime) -> None:
    """Let everything happen to a charge whose moment has come."""
    due = session.scalars(
        select(DemoMove)
        .where(DemoMove.charge_ref == row.ref, DemoMove.happens_at <= now)
        .order_by(DemoMove.happens_at, DemoMove.id)
    ).all()
    for move in due:
        type_ = _apply(session, row, move)
        # By its id, not from the session: what happened may have taken it away already.
        session.execute(
            delete(DemoMove)
            .where(DemoMove.id == move.id)
            .execution_options(synchronize_session=False)
        )
        if type_:
            tell(session, row, type_, move.happens_at)


def told(row: DemoCharge) -> Outcome:
    """A charge as it is told to the shop."""
    status = OutcomeStatus(row.status)
    waits = status is OutcomeStatus.NEEDS_ACTION
    kept = row.keep_card and row.method == "card" and status is OutcomeStatus.CAPTURED
    return Outcome(
        status,
        ref=row.ref,
        failure=row.failure,
        action_path=page_of(row) if waits else "",
        received=row.received,
        voucher=voucher_of(row, page_of(row)),
        kept_card=KEPT + row.source.removeprefix(KEPT) if kept else "",
    )


def page_of(row: DemoCharge) -> str:
    """Where the buyer answers, or brings the money."""
    return f"/demo/{PAGES[row.method]}/{row.ref}" if row.method in PAGES else ""


def _new(charge: Charge, now: datetime) -> DemoCharge:
    due = charge.due_at or now + DAYS_FOR_MONEY
    return DemoCharge(
        ref="demo_" + secrets.token_hex(12),
        key=charge.key,
        asked=_digest(charge),
        method=charge.method,
        amount=charge.amount,
        order_number=charge.order_number,
        source=charge.source,
        keep_card=charge.keep_card,
        locale=charge.locale,
        due_at=due if charge.method in BROUGHT else None,
        status=OutcomeStatus.UNKNOWN,
        failure="",
        received=0,
        created_at=now,
    )


def _charge_card(session: Session, row: DemoCharge, wishes: Wishes, now: datetime) -> None:
    card = session.get(DemoCard, row.source.removeprefix(KEPT))
    known = card is not None and (card.kept_at is not None or not row.source.startswith(KEPT))
    behaviour = Behaviour(card.behaviour) if card and known else Behaviour.DECLINED
    match behaviour:
        case Behaviour.PAYS:
            happen(session, row, wishes, now, amount=row.amount, answered=True)
        case Behaviour.DECLINED | Behaviour.NO_FUNDS:
            poor = behaviour is Behaviour.NO_FUNDS
            failure = "insufficient_funds" if poor else "card_declined"
            status = OutcomeStatus.DECLINED
            happen(session, row, wishes, now, status=status, failure=failure, answered=True)
        case Behaviour.THREE_D_SECURE:
            row.status = OutcomeStatus.NEEDS_ACTION
        case Behaviour.TIMES_OUT:
            _later(session, row, _money(row), now + SETTLES_AFTER)


def _wait_for_money(session: Session, row: DemoCharge) -> None:
    row.status, row.number = OutcomeStatus.PROCESSING, new_number(session)
    if row.method == "konbini" and row.due_at:
        ends = DemoMove(amount=0, status=OutcomeStatus.CANCELLED, failure=EXPIRED)
        ends.charge_ref = row.ref
        _later(session, row, ends, row.due_at)


def _money(row: DemoCharge) -> DemoMove:
    status = OutcomeStatus.CAPTURED
    return DemoMove(charge_ref=row.ref, amount=row.amount, status=status, failure="")


def _later(session: Session, row: DemoCharge, move: DemoMove, at: datetime) -> None:
    """Let it happen at a moment to come; what only an answer decides is unknown until then."""
    move.happens_at = at
    session.add(move)
    if row.method not in BROUGHT and row.status in OPEN:
        row.status = OutcomeStatus.UNKNOWN
    wake(session, at)


def _apply(session: Session, row: DemoCharge, move: DemoMove) -> str:
    """Let it happen; the word for the message about it, "" when nothing came of it."""
    if not move.amount:
        if row.status not in OPEN:
            return ""
        row.status, row.failure = move.status, move.failure
        return f"charge.{move.failure if move.failure == EXPIRED else move.status}"
    row.received += move.amount
    if row.status == OutcomeStatus.CAPTURED:
        return "charge.over_received"
    if row.received < row.amount:
        return "charge.part_received"
    row.status, row.failure = OutcomeStatus.CAPTURED, ""
    if row.id is not None:
        gone = (DemoMove.charge_ref == row.ref, DemoMove.amount == 0)
        session.execute(delete(DemoMove).where(*gone).execution_options(synchronize_session=False))
    if row.keep_card and (card := session.get(DemoCard, row.source.removeprefix(KEPT))):
        card.kept_at = card.kept_at or move.happens_at
    return "charge.captured"


def _digest(charge: Charge) -> str:
    """Everything a charge came with, as a digest: nothing of it can be read from the provider's books."""
    everything: dict[str, Any] = asdict(charge)
    return hashlib.sha256(json.dumps(everything, default=str, sort_keys=True).encode()).hexdigest()
