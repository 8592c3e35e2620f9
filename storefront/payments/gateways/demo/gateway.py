"""The demo gateway: what the shop may ask its provider for, each call one transaction of the provider's."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from storefront import clock
from storefront.extensions import db
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    BadSignature,
    Charge,
    DisputeStatus,
    Event,
    GatewayTimeout,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    ProviderDispute,
    RefundOutcome,
    RefundRequest,
)
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import acts, charges, refunds
from storefront.payments.gateways.demo.delivery import as_event, settle_everything
from storefront.payments.gateways.demo.ledger import DemoCard, DemoCharge, DemoEvent, DemoRefund
from storefront.payments.gateways.demo.provider import provider
from storefront.payments.gateways.demo.wishes import CALLS, Wish, Wishes

T = TypeVar("T")
ANSWERED_WITHIN = timedelta(days=7)
"""So long a shop may say its part in a dispute."""


def keep_card(behaviour: Behaviour, last_four: str) -> str:
    """Swap a card for a token, as a provider's own form would. The caller commits."""
    token = "card_" + secrets.token_hex(12)
    db.session.add(
        DemoCard(token=token, behaviour=behaviour, last_four=last_four, created_at=clock.now())
    )
    return token


class DemoGateway:
    """Takes play money; see the package."""

    code = "demo"

    def start(self, charge: Charge) -> Outcome:
        """Begin a charge. Raises GatewayTimeout for the card that does, KeyReused, OpenTransaction."""
        outcome = _changing(
            lambda session, wishes: charges.begin(session, charge, wishes, clock.now())
        )
        if outcome.status is OutcomeStatus.UNKNOWN:
            raise GatewayTimeout
        return outcome

    def fetch(self, attempt: Attempt) -> Outcome:
        """How the charge stands, everything told that has happened by now."""
        with provider() as session:
            row = _of(session, attempt)
            if row is None:
                return Outcome(OutcomeStatus.CANCELLED, failure=NEVER_ARRIVED)
            charges.settle_due(session, row, clock.now())
            return charges.told(row)

    def cancel(self, attempt: Attempt) -> Outcome:
        """Call the charge off unless the money has moved; a key not heard of yet is closed for good."""

        def call_off(session: Session, _wishes: Wishes) -> Outcome:
            now, row = clock.now(), _of(session, attempt)
            if row is None:
                row = charges.called_off(attempt.key, now)
                session.add(row)
            charges.settle_due(session, row, now)
            charges.call_off(session, row, now)
            return charges.told(row)

        return _changing(call_off)

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Send play money back. Raises GatewayTimeout on request, KeyReused, RefundTooLarge, OpenTransaction."""
        return _changing(lambda session, _wishes: refunds.send_back(session, request, clock.now()))

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        """How a refund stands."""
        with provider() as session:
            row = refunds.find_refund(session, request.key)
            if row is not None:
                refunds.turn(session, row, clock.now())
            return refunds.told(row)

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        """The demo sends nothing over the network, so whatever comes that way is not from it."""
        raise BadSignature

    def events_since(self, moment: datetime) -> Iterable[Event]:
        """Every message since then, lost ones as well, oldest first."""
        now = clock.now()
        with provider() as session:
            settle_everything(session, now)
            listed = select(DemoEvent).where(
                DemoEvent.happened_at >= moment, DemoEvent.happened_at <= now
            )
            rows = session.scalars(listed.order_by(DemoEvent.happened_at, DemoEvent.id)).all()
            return [as_event(row) for row in rows]

    def charges_since(self, moment: datetime) -> Iterable[ProviderCharge]:
        """Every charge made since then, or of which money went back since then, oldest first."""
        with provider() as session:
            settle_everything(session, clock.now())
            refunded = select(DemoRefund.charge_key).where(DemoRefund.created_at >= moment)
            listed = select(DemoCharge).where(
                (DemoCharge.created_at >= moment) | DemoCharge.key.in_(refunded),
                DemoCharge.failure != NEVER_ARRIVED,
            )
            rows = session.scalars(listed.order_by(DemoCharge.created_at, DemoCharge.id)).all()
            return [_in_the_books(session, row) for row in rows]

    def in_books(self, attempt: Attempt) -> ProviderCharge | None:
        """The charge of one attempt, everything told that has happened by now."""
        with provider() as session:
            row = _of(session, attempt)
            if row is None or row.failure == NEVER_ARRIVED:
                return None
            charges.settle_due(session, row, clock.now())
            return _in_the_books(session, row)

    def disputes(self, attempt: Attempt) -> Iterable[ProviderDispute]:
        """The dispute about one attempt, if there is one."""
        with provider() as session:
            row = _of(session, attempt)
            if row is None or row.disputed_at is None:
                return []
            status = DisputeStatus(row.dispute)
            until = row.disputed_at + ANSWERED_WITHIN if status is DisputeStatus.OPEN else None
            return [ProviderDispute(f"dispute_{row.ref}", status, row.amount, until)]

    def authenticate(self, ref: str, approved: bool) -> Outcome | None:
        """The buyer answered the question at the bank or in the wallet. None for an unknown charge."""
        return acts.answer(ref, approved)


def _changing(work: Callable[[Session, Wishes], T]) -> T:
    """A call that changes something, failing before it or losing its answer after it where somebody wished so."""
    with provider() as session:
        wishes = Wishes(session)
        trouble = wishes.take(CALLS)
        if trouble is None or trouble.what != Wish.CALL_FAILS:
            result = work(session, wishes)
    if trouble is not None:
        raise GatewayTimeout
    return result


def _of(session: Session, attempt: Attempt) -> DemoCharge | None:
    """The charge asked about, locked."""
    return session.scalar(select(DemoCharge).where(DemoCharge.key == attempt.key).with_for_update())


def _in_the_books(session: Session, row: DemoCharge) -> ProviderCharge:
    return ProviderCharge(
        row.key,
        row.ref,
        row.order_number,
        OutcomeStatus(row.status),
        row.amount,
        row.received,
        refunds.sent_back(session, row),
        row.created_at,
    )
