"""What a gateway is: somebody who takes money and gives it back, asked with frozen values, answering with outcomes.

A gateway is called between two commits, never inside a transaction. It may raise GatewayTimeout, which is neither a
decline nor a refusal: nobody knows yet whether money moved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from storefront.money import Yen

NEVER_ARRIVED = "never_arrived"
"""The failure of a charge that the gateway has never heard of."""


class OutcomeStatus(StrEnum):
    """What a gateway says of an attempt. processing: it waits for money that the buyer brings (store, transfer)."""

    CAPTURED = "captured"
    NEEDS_ACTION = "needs_action"
    PROCESSING = "processing"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Charge:
    """What is to be taken: `amount` yen for an order by `method`, once per `key`.

    `source` is the gateway's token for a card. `due_at` ends the time for money that the buyer brings. `return_path`
    is where the buyer comes back to from a page of the gateway's. `keep_card`: the buyer agreed that the card is kept.
    """

    key: str
    amount: Yen
    order_number: str
    method: str = "card"
    source: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = "ja"
    due_at: datetime | None = None
    return_path: str = ""
    keep_card: bool = False


@dataclass(frozen=True)
class Attempt:
    """An attempt that a gateway is asked about: our key, its own reference ("" when none came back), when it began."""

    key: str
    ref: str
    started_at: datetime


@dataclass(frozen=True)
class Outcome:
    """The answer to a charge, or how it stands by now.

    `received`: yen that have come in so far, in all; None where the status says it (captured: all of it, else none).
    `action_path`: where the buyer must go. `voucher`: what the buyer needs to pay elsewhere; see `payments.voucher`.
    `kept_card`: the gateway's reference of a card that was kept, "customer/card".
    """

    status: OutcomeStatus
    ref: str = ""
    failure: str = ""
    action_path: str = ""
    received: Yen | None = None
    voucher: Mapping[str, Any] = field(default_factory=dict)
    kept_card: str = ""


class RefundStatus(StrEnum):
    """What a gateway says of money on its way back."""

    SUBMITTED = "submitted"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class RefundRequest:
    """`amount` yen of a charge are to go back to where they came from, once per `key`."""

    key: str
    amount: Yen
    charge: Attempt
    ref: str = ""
    """The gateway's reference of this refund, once it has given one."""


@dataclass(frozen=True)
class RefundOutcome:
    """How a refund stands."""

    status: RefundStatus
    ref: str = ""
    failure: str = ""


class DisputeStatus(StrEnum):
    """How a dispute stands, for the shop: open while nobody has decided, wherever the money is meanwhile."""

    OPEN = "open"
    LOST = "lost"
    WON = "won"


@dataclass(frozen=True)
class ProviderDispute:
    """A dispute about a charge as the gateway's books have it; yen. `answer_by`: until when the shop may say its part."""

    ref: str
    status: DisputeStatus
    amount: Yen
    answer_by: datetime | None = None


class EventKind(StrEnum):
    """What a gateway's message is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    OTHER = "other"


@dataclass(frozen=True)
class Event:
    """A message of a gateway's: that something happened, not how things stand; who hears it asks.

    `key` is our own key of the attempt or refund it is about, "" when the message carries none; `ref` the gateway's
    reference of that attempt or refund (for a dispute: of the attempt that is disputed). `charge_ref`: for a refund, the
    reference of the attempt whose money goes back. `type` is the gateway's own word.
    """

    id: str
    kind: EventKind
    type: str
    key: str
    ref: str
    happened_at: datetime
    charge_ref: str = ""

    @property
    def attempt_ref(self) -> str:
        """The gateway's reference of the attempt it has to do with, "" when the message does not say."""
        return self.charge_ref if self.kind is EventKind.REFUND else self.ref


@dataclass(frozen=True)
class ProviderCharge:
    """A charge as the gateway's books have it: yen asked for, come in and gone back in all."""

    key: str
    ref: str
    order_number: str
    status: OutcomeStatus
    amount: Yen
    received: Yen
    refunded: Yen
    created_at: datetime


class GatewayTimeout(Exception):
    """No answer came in time, or none that says whether money moved."""


class KeyReused(Exception):
    """The same key came with another charge or refund: a mistake of ours, refused."""


class RefundTooLarge(Exception):
    """More was to go back than came in: a mistake of ours, refused."""


class BadSignature(Exception):
    """A message that the gateway did not sign, or signed too long ago."""


class BadEvent(Exception):
    """A signed message that cannot be read."""


class Gateway(Protocol):
    """Somebody who takes money and gives it back."""

    code: str
    """What payments keep as their `gateway`."""

    def start(self, charge: Charge) -> Outcome:
        """Try to take the money. The same key gives the same answer. Raises GatewayTimeout or KeyReused."""
        ...

    def fetch(self, attempt: Attempt) -> Outcome:
        """How the attempt stands now; CANCELLED with NEVER_ARRIVED when it never arrived there. Raises GatewayTimeout."""
        ...

    def cancel(self, attempt: Attempt) -> Outcome:
        """Call the attempt off for good, also one that has not arrived yet; CAPTURED when the money had moved.

        Money that came in parts before is told as `received`. Raises GatewayTimeout.
        """
        ...

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Send money back. The same key gives the same answer. Raises GatewayTimeout, KeyReused, RefundTooLarge."""
        ...

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        """How a refund stands; FAILED with NEVER_ARRIVED when it never arrived there. Raises GatewayTimeout."""
        ...

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        """The message in a request's raw body. Raises BadSignature or BadEvent."""
        ...

    def events_since(self, moment: datetime) -> Iterable[Event]:
        """Every message since then, also those that never reached us, oldest first. Raises GatewayTimeout."""
        ...

    def charges_since(self, moment: datetime) -> Iterable[ProviderCharge]:
        """Every charge made since then, and every older one of which money went back since then. Raises GatewayTimeout."""
        ...

    def in_books(self, attempt: Attempt) -> ProviderCharge | None:
        """The charge of one attempt, None when it never arrived there. Raises GatewayTimeout."""
        ...

    def disputes(self, attempt: Attempt) -> Iterable[ProviderDispute]:
        """Every dispute about one attempt, as each stands now. Raises GatewayTimeout."""
        ...
