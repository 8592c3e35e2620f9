"""A payment company for tests: it says what a test tells it to, and signs what it sends."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import Flask

from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    BadEvent,
    BadSignature,
    Charge,
    Event,
    EventKind,
    GatewayTimeout,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    ProviderDispute,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
)
from storefront.payments.gateways.installed import install

TOLERANCE = timedelta(minutes=5)
KINDS = {"payment": EventKind.PAYMENT, "refund": EventKind.REFUND, "dispute": EventKind.DISPUTE}


@dataclass
class Probe:
    """Keeps nothing but what it was told: `says` by key, the rest as lists. `away` answers nothing at all."""

    secrets: tuple[str, ...] = ("new", "old")
    says: dict[str, Outcome] = field(default_factory=dict)
    says_of_refunds: dict[str, RefundOutcome] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    charges: list[ProviderCharge] = field(default_factory=list)
    refunded_lately: list[ProviderCharge] = field(default_factory=list)
    """Older charges of which money went back."""
    says_of_disputes: dict[str, list[ProviderDispute]] = field(default_factory=dict)
    away: bool = False
    asked: list[tuple[str, object]] = field(default_factory=list)
    code: str = "probe"

    def start(self, charge: Charge) -> Outcome:
        return self._answer("start", charge.key)

    def fetch(self, attempt: Attempt) -> Outcome:
        return self._answer("fetch", attempt.key)

    def cancel(self, attempt: Attempt) -> Outcome:
        said = self._answer("cancel", attempt.key)
        if said.status in {OutcomeStatus.CAPTURED, OutcomeStatus.DECLINED}:
            return said
        self.says[attempt.key] = Outcome(OutcomeStatus.CANCELLED, said.ref)
        return self.says[attempt.key]

    def refund(self, request: RefundRequest) -> RefundOutcome:
        self._note("refund", request.key)
        return self.says_of_refunds.setdefault(request.key, RefundOutcome(RefundStatus.SUCCEEDED))

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        self._note("fetch_refund", request.key)
        unknown = RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
        return self.says_of_refunds.get(request.key, unknown)

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        parts = [part.partition("=") for part in signature.split(",")]
        stamp = next((value for name, _, value in parts if name == "t"), "")
        if not stamp.isdigit() or abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
            raise BadSignature
        right = {
            hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
            for secret in self.secrets
        }
        if not right & {value for name, _, value in parts if name == "v1"}:
            raise BadSignature
        try:
            told = json.loads(body)
            kind = KINDS.get(told["type"].partition(".")[0], EventKind.OTHER)
            at = datetime.fromtimestamp(told["created"], UTC)
            charge = told.get("charge", "")
            return Event(told["id"], kind, told["type"], told["key"], told["ref"], at, charge)
        except (ValueError, KeyError, TypeError, AttributeError) as trouble:
            raise BadEvent from trouble

    def events_since(self, moment: datetime) -> Iterable[Event]:
        self._note("events_since", moment)
        return [one for one in self.events if one.happened_at >= moment]

    def charges_since(self, moment: datetime) -> Iterable[ProviderCharge]:
        self._note("charges_since", moment)
        made = [one for one in self.charges if one.created_at >= moment]
        return [*self.refunded_lately, *made]

    def in_books(self, attempt: Attempt) -> ProviderCharge | None:
        self._note("in_books", attempt.key)
        books = (*self.charges, *self.refunded_lately)
        return next((one for one in books if one.key == attempt.key), None)

    def disputes(self, attempt: Attempt) -> Iterable[ProviderDispute]:
        self._note("disputes", attempt.key)
        return self.says_of_disputes.get(attempt.key, [])

    def _answer(self, call: str, key: str) -> Outcome:
        self._note(call, key)
        return self.says.get(key, Outcome(OutcomeStatus.CANCELLED, failure=NEVER_ARRIVED))

    def _note(self, call: str, about: object) -> None:
        self.asked.append((call, about))
        if self.away:
            raise GatewayTimeout


def probe_in(app: Flask) -> Probe:
    """Let a probe take the money of a shop from now on."""
    probe = Probe()
    app.extensions["gateways"] = install([*app.extensions["gateways"].values(), probe])
    return probe
