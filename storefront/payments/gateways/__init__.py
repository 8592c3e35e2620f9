"""What a gateway is: three functions that take frozen values and answer with an Outcome.

A gateway is called between two commits, never inside a transaction. It may raise GatewayTimeout, which is not
a decline: nobody knows yet whether money moved.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from storefront.money import Yen

NEVER_ARRIVED = "never_arrived"
"""The failure of a charge that the gateway has never heard of."""


class OutcomeStatus(StrEnum):
    """What a gateway says of an attempt."""

    CAPTURED = "captured"
    NEEDS_ACTION = "needs_action"
    PROCESSING = "processing"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Charge:
    """What is to be taken: `amount` yen for an order, once per `key`, from the card behind `source`."""

    key: str
    amount: Yen
    order_number: str
    source: str = ""


@dataclass(frozen=True)
class Outcome:
    """The answer: status, the provider's reference, why it was declined, where the buyer must go."""

    status: OutcomeStatus
    ref: str = ""
    failure: str = ""
    action_path: str = ""


class GatewayTimeout(Exception):
    """No answer came in time."""


class KeyReused(Exception):
    """The same key came with another charge: a mistake of ours, refused."""


class Gateway(Protocol):
    """Somebody who can take money."""

    def start(self, charge: Charge) -> Outcome:
        """Try to take the money. The same key gives the same answer. Raises GatewayTimeout or KeyReused."""
        ...

    def fetch(self, key: str) -> Outcome:
        """How the attempt with that key stands now; CANCELLED when it never arrived there."""
        ...

    def cancel(self, key: str) -> Outcome:
        """Call the attempt off for good, also one that has not arrived yet. CAPTURED when the money had moved."""
        ...
