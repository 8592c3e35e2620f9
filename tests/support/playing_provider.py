"""A payment company in memory, for tests that break things: whatever can happen at one, on request, and its own ledger.

What happens next is set on it: how a charge ends, what an answer is lost to. Every change leaves a message and an outcome, which
tests bring to the shop late, twice, out of order or never.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from storefront import clock
from storefront.extensions import db
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    BadSignature,
    Charge,
    Event,
    EventKind,
    GatewayTimeout,
    KeyReused,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    ProviderDispute,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)

BROUGHT = frozenset({"konbini", "bank_transfer"})
ENDED = frozenset({OutcomeStatus.CAPTURED, OutcomeStatus.DECLINED, OutcomeStatus.CANCELLED})


class Broken(Exception):
    """What a gateway raises that nobody foresaw."""


class InsideTransaction(AssertionError):
    """The shop called with a transaction open."""


@dataclass
class Taken:
    """A charge in the company's books."""

    charge: Charge
    ref: str
    status: OutcomeStatus
    created_at: datetime
    received: int = 0
    failure: str = ""
    told: list[Outcome] = field(default_factory=list)
    """Everything that was ever true of it."""

    def outcome(self) -> Outcome:
        """How it stands."""
        path = f"/bank/{self.ref}" if self.status is OutcomeStatus.NEEDS_ACTION else ""
        received = self.received if self.received or self.status in ENDED else None
        return Outcome(self.status, self.ref, self.failure, path, received)


@dataclass
class SentBack:
    """A refund in the company's books."""

    request: RefundRequest
    ref: str
    status: RefundStatus


class PlayingProvider:
    """Takes no money; see the module. `ends` and `fault` say what the next calls do."""

    code = "playing"

    def __init__(self) -> None:
        self.charges: dict[str, Taken] = {}
        self.refunds: dict[str, SentBack] = {}
        self.events: list[Event] = []
        self.ends = OutcomeStatus.CAPTURED
        """How a charge by card or wallet ends."""
        self.refund_ends = RefundStatus.SUCCEEDED
        self.fault = ""
        """"": none. lost: not even arrived. silent: done, but no answer. broken: raises anything, nothing done. angry: the same, done."""

    @contextmanager
    def like_this(self, fault: str, ends: str = "") -> Iterator[None]:
        """For a while charges end so, and this goes wrong."""
        self.fault, self.ends = fault, OutcomeStatus(ends) if ends else self.ends
        yield
        self.fault = ""

    def start(self, charge: Charge) -> Outcome:
        """As the port says."""
        self._reached()
        found = self.charges.get(charge.key)
        if found is None:
            found = self._take(charge)
        elif found.failure != NEVER_ARRIVED and found.charge != charge:
            raise KeyReused(charge.key)
        self._answered()
        return found.outcome()

    def fetch(self, attempt: Attempt) -> Outcome:
        """As the port says."""
        self._reached()
        self._answered()
        found = self.charges.get(attempt.key)
        if found is None:
            return Outcome(OutcomeStatus.CANCELLED, failure=NEVER_ARRIVED)
        return found.outcome()

    def cancel(self, attempt: Attempt) -> Outcome:
        """As the port says."""
        self._reached()
        found = self.charges.get(attempt.key)
        if found is None:
            nothing = Charge(attempt.key, 0, "")
            found = Taken(nothing, self._ref("pi"), OutcomeStatus.CANCELLED, clock.now())
            found.failure = NEVER_ARRIVED
            self.charges[attempt.key] = found
        elif found.status not in ENDED:
            self._become(found, OutcomeStatus.CANCELLED)
        self._answered()
        return found.outcome()

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """As the port says."""
        self._reached()
        found = self.refunds.get(request.key)
        if found is None:
            taken = self.charges.get(request.charge.key)
            left = taken.received - self._gone(request.charge.key) if taken else 0
            if request.amount > left:
                raise RefundTooLarge(f"{request.key}: ¥{request.amount} of ¥{left}")
            found = SentBack(request, self._ref("re"), self.refund_ends)
            self.refunds[request.key] = found
            self._tell(EventKind.REFUND, request.key, found.ref)
        elif (found.request.amount, found.request.charge.key) != (
            request.amount,
            request.charge.key,
        ):
            raise KeyReused(request.key)
        self._answered()
        return RefundOutcome(found.status, found.ref, _why(found))

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        """As the port says."""
        self._reached()
        self._answered()
        found = self.refunds.get(request.key)
        if found is None:
            return RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
        return RefundOutcome(found.status, found.ref, _why(found))

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        """Its messages are handed over by the tests."""
        raise BadSignature

    def events_since(self, moment: datetime) -> Iterable[Event]:
        """As the port says."""
        return [event for event in self.events if event.happened_at >= moment]

    def charges_since(self, moment: datetime) -> Iterable[ProviderCharge]:
        """As the port says; a refund is never older than its charge, so all that went back are told."""
        back = {one.request.charge.key for one in self.refunds.values()}
        told = self.charges.items()
        return [self._booked(one) for key, one in told if one.created_at >= moment or key in back]

    def in_books(self, attempt: Attempt) -> ProviderCharge | None:
        """As the port says."""
        found = self.charges.get(attempt.key)
        return self._booked(found) if found else None

    def disputes(self, attempt: Attempt) -> Iterable[ProviderDispute]:
        """Nobody disputes play money."""
        return []

    def ledger(self) -> list[ProviderCharge]:
        """All charges there ever were."""
        return [self._booked(one) for one in self.charges.values()]

    def brings(self, taken: Taken, amount: int) -> None:
        """The buyer brings money, on time or not."""
        taken.received += amount
        enough = taken.received >= taken.charge.amount
        if enough and taken.status is not OutcomeStatus.CAPTURED:
            self._become(taken, OutcomeStatus.CAPTURED)
        else:
            self._become(taken, taken.status)

    def answers(self, taken: Taken, approved: bool) -> None:
        """The buyer answers the bank or the wallet; the first answer counts."""
        if taken.status is OutcomeStatus.NEEDS_ACTION:
            taken.received = taken.charge.amount if approved else 0
            taken.failure = "" if approved else "authentication_failed"
            self._become(taken, OutcomeStatus.CAPTURED if approved else OutcomeStatus.DECLINED)

    def expires(self, taken: Taken) -> None:
        """The time to bring the money is over."""
        if taken.status not in ENDED:
            self._become(taken, OutcomeStatus.CANCELLED)

    def bank_answers(self, sent: SentBack, arrived: bool) -> None:
        """The buyer's bank took the refund, or returned it, perhaps days after it was called done."""
        if sent.status is not RefundStatus.FAILED:
            sent.status = RefundStatus.SUCCEEDED if arrived else RefundStatus.FAILED
            self._tell(EventKind.REFUND, sent.request.key, sent.ref)

    def heal(self) -> None:
        """No faults from here on, and what is under way arrives."""
        self.fault, self.ends, self.refund_ends = "", OutcomeStatus.CAPTURED, RefundStatus.SUCCEEDED
        for sent in self.refunds.values():
            if sent.status is RefundStatus.SUBMITTED:
                self.bank_answers(sent, True)

    def _take(self, charge: Charge) -> Taken:
        status = OutcomeStatus.PROCESSING if charge.method in BROUGHT else self.ends
        taken = Taken(charge, self._ref("pi"), status, clock.now())
        if status is OutcomeStatus.CAPTURED:
            taken.received = charge.amount
        if status is OutcomeStatus.DECLINED:
            taken.failure = "card_declined"
        self.charges[charge.key] = taken
        self._become(taken, status)
        return taken

    def _become(self, taken: Taken, status: OutcomeStatus) -> None:
        taken.status = status
        taken.told.append(taken.outcome())
        self._tell(EventKind.PAYMENT, taken.charge.key, taken.ref)

    def _tell(self, kind: EventKind, key: str, ref: str) -> None:
        number = f"evt_{len(self.events) + 1}"
        self.events.append(Event(number, kind, "changed", key, ref, clock.now()))

    def _ref(self, kind: str) -> str:
        return f"{kind}_{len(self.charges) + len(self.refunds) + 1}"

    def _gone(self, key: str) -> int:
        failed = RefundStatus.FAILED
        sent = [one for one in self.refunds.values() if one.request.charge.key == key]
        return sum(one.request.amount for one in sent if one.status is not failed)

    def _booked(self, one: Taken) -> ProviderCharge:
        key, number = one.charge.key, one.charge.order_number
        gone = self._gone(key)
        return ProviderCharge(
            key, one.ref, number, one.status, one.charge.amount, one.received, gone, one.created_at
        )

    def _reached(self) -> None:
        if db.session.registry.has() and db.session().in_transaction():
            raise InsideTransaction
        if self.fault == "lost":
            raise GatewayTimeout
        if self.fault == "broken":
            raise Broken

    def _answered(self) -> None:
        if self.fault == "silent":
            raise GatewayTimeout
        if self.fault == "angry":
            raise Broken


def _why(sent: SentBack) -> str:
    return "account_closed" if sent.status is RefundStatus.FAILED else ""
