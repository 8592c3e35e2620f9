"""The demo gateway: a payment provider that lives in the shop's own database and takes no real money.

It plays a provider behind a network: own tables, own short transactions, called between two commits of the
shop's. It is stricter than real ones about keys: the same key with another charge is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storefront import clock
from storefront.database import Model, UTCDateTime, writing
from storefront.extensions import db
from storefront.money import Yen
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    BadSignature,
    Charge,
    Event,
    GatewayTimeout,
    KeyReused,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.cards import Behaviour

SETTLES_AFTER = timedelta(seconds=20)
"""How long the card that times out leaves everybody in the dark."""


class DemoCard(Model):
    """A card behind a token: how it behaves and its last four digits, nothing more."""

    __tablename__ = "demo_card"

    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    behaviour: Mapped[str] = mapped_column(String(16))
    last_four: Mapped[str] = mapped_column(String(4))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DemoCharge(Model):
    """A charge as the provider sees it."""

    __tablename__ = "demo_charge"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    amount: Mapped[Yen]
    order_number: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str] = mapped_column(String(32), default="")
    settles_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DemoRefund(Model):
    """Money the provider sent back."""

    __tablename__ = "demo_refund"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    charge_key: Mapped[str] = mapped_column(String(64), index=True)
    amount: Mapped[Yen]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class OpenTransaction(Exception):
    """The shop called its provider with a transaction open: the lock would last as long as the call."""


def keep_card(behaviour: Behaviour, last_four: str) -> str:
    """Swap a card for a token, as a provider's own form would. The caller commits."""
    token = "card_" + secrets.token_hex(12)
    db.session.add(
        DemoCard(token=token, behaviour=behaviour, last_four=last_four, created_at=clock.now())
    )
    return token


class DemoGateway:
    """Takes play money; see the module."""

    code = "demo"

    def start(self, charge: Charge) -> Outcome:
        """Charge the card behind the token. Raises GatewayTimeout for the card that does, KeyReused, OpenTransaction."""
        with _provider() as session:
            found = session.scalar(select(DemoCharge).where(DemoCharge.key == charge.key))
            if found:
                return _replay(found, charge)
            card = session.get(DemoCard, charge.source)
            behaviour = Behaviour(card.behaviour) if card else Behaviour.DECLINED
            row = _new_charge(charge, behaviour)
            session.add(row)
            outcome = _outcome(row)
        if behaviour is Behaviour.TIMES_OUT:
            raise GatewayTimeout
        return outcome

    def fetch(self, attempt: Attempt) -> Outcome:
        """How the charge stands; a timed-out one settles itself after SETTLES_AFTER."""
        with _provider() as session:
            row = session.scalar(select(DemoCharge).where(DemoCharge.key == attempt.key))
            if row is None:
                return Outcome(OutcomeStatus.CANCELLED, failure=NEVER_ARRIVED)
            _let_settle(row)
            return _outcome(row)

    def cancel(self, attempt: Attempt) -> Outcome:
        """Call the charge off unless the money has moved; a key not heard of yet is closed for good."""
        with _provider() as session:
            row = session.scalar(select(DemoCharge).where(DemoCharge.key == attempt.key))
            if row is None:
                row = _called_off(attempt.key)
                session.add(row)
            _let_settle(row)
            if row.status in {OutcomeStatus.NEEDS_ACTION, OutcomeStatus.UNKNOWN}:
                row.status, row.settles_at = OutcomeStatus.CANCELLED, None
            return _outcome(row)

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Send play money back at once. Raises KeyReused, RefundTooLarge, OpenTransaction."""
        with _provider() as session:
            known = session.scalar(select(DemoRefund).where(DemoRefund.key == request.key))
            if known is not None:
                if (known.amount, known.charge_key) != (request.amount, request.charge.key):
                    raise KeyReused(request.key)
                return RefundOutcome(RefundStatus.SUCCEEDED, known.ref)
            row = session.scalar(select(DemoCharge).where(DemoCharge.key == request.charge.key))
            before = session.scalar(
                select(func.coalesce(func.sum(DemoRefund.amount), 0)).where(
                    DemoRefund.charge_key == request.charge.key
                )
            )
            taken = row.amount if row and row.status == OutcomeStatus.CAPTURED else 0
            if request.amount + (before or 0) > taken:
                raise RefundTooLarge(request.key)
            ref = "demo_re_" + secrets.token_hex(12)
            session.add(
                DemoRefund(
                    ref=ref,
                    key=request.key,
                    charge_key=request.charge.key,
                    amount=request.amount,
                    created_at=clock.now(),
                )
            )
            return RefundOutcome(RefundStatus.SUCCEEDED, ref)

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        """How a refund stands."""
        with _provider() as session:
            known = session.scalar(select(DemoRefund).where(DemoRefund.key == request.key))
            if known is None:
                return RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
            return RefundOutcome(RefundStatus.SUCCEEDED, known.ref)

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        """The demo signs nothing: it tells the shop from inside."""
        raise BadSignature

    def events_since(self, moment: datetime) -> Iterable[Event]:
        """Nothing is told by messages yet."""
        return ()

    def charges_since(self, moment: datetime) -> Iterable[ProviderCharge]:
        """Every charge since then."""
        return ()

    def authenticate(self, ref: str, approved: bool) -> Outcome | None:
        """The buyer answered the 3-D Secure question. None for an unknown charge; the first answer counts."""
        with _provider() as session:
            row = session.scalar(select(DemoCharge).where(DemoCharge.ref == ref))
            if row is None:
                return None
            if row.status == OutcomeStatus.NEEDS_ACTION:
                row.status = OutcomeStatus.CAPTURED if approved else OutcomeStatus.DECLINED
                row.failure = "" if approved else "authentication_failed"
            return _outcome(row)


@contextmanager
def _provider() -> Iterator[Session]:
    """A transaction of the provider's own; refuses to open one inside the shop's."""
    if db.session.registry.has() and db.session().in_transaction():
        raise OpenTransaction
    token = writing.set(True)
    try:
        with Session(db.engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        writing.reset(token)


def _new_charge(charge: Charge, behaviour: Behaviour) -> DemoCharge:
    now = clock.now()
    status, failure = {
        Behaviour.PAYS: (OutcomeStatus.CAPTURED, ""),
        Behaviour.DECLINED: (OutcomeStatus.DECLINED, "card_declined"),
        Behaviour.NO_FUNDS: (OutcomeStatus.DECLINED, "insufficient_funds"),
        Behaviour.THREE_D_SECURE: (OutcomeStatus.NEEDS_ACTION, ""),
        Behaviour.TIMES_OUT: (OutcomeStatus.UNKNOWN, ""),
    }[behaviour]
    return DemoCharge(
        ref="demo_" + secrets.token_hex(12),
        key=charge.key,
        amount=charge.amount,
        order_number=charge.order_number,
        source=charge.source,
        status=status,
        failure=failure,
        settles_at=now + SETTLES_AFTER if behaviour is Behaviour.TIMES_OUT else None,
        created_at=now,
    )


def _called_off(key: str) -> DemoCharge:
    """A key that may never be charged: who comes with it later is told so."""
    return DemoCharge(
        ref="demo_" + secrets.token_hex(12),
        key=key,
        amount=0,
        order_number="",
        source="",
        status=OutcomeStatus.CANCELLED,
        failure=NEVER_ARRIVED,
        created_at=clock.now(),
    )


def _let_settle(row: DemoCharge) -> None:
    if row.settles_at and row.settles_at <= clock.now():
        row.status, row.settles_at = OutcomeStatus.CAPTURED, None


def _replay(row: DemoCharge, charge: Charge) -> Outcome:
    if row.failure == NEVER_ARRIVED:
        return _outcome(row)
    if (row.amount, row.source, row.order_number) != (
        charge.amount,
        charge.source,
        charge.order_number,
    ):
        raise KeyReused(charge.key)
    return _outcome(row)


def _outcome(row: DemoCharge) -> Outcome:
    status = OutcomeStatus(row.status)
    path = f"/demo/3-d-secure/{row.ref}" if status is OutcomeStatus.NEEDS_ACTION else ""
    return Outcome(status, ref=row.ref, failure=row.failure, action_path=path)
