"""Stripe's messages: known by their signature on the raw body, and read for what they are about, never for what they say."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from storefront.payments.gateways import BadEvent, BadSignature, Event, EventKind
from storefront.payments.gateways.stripe.reading import marks_of

TOLERANCE = 300
"""Seconds by which a message's own time may differ from ours."""
HEARD = (
    "payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.processing",
    "payment_intent.requires_action", "payment_intent.canceled", "payment_intent.partially_funded",
    "payment_intent.amount_capturable_updated",
    "charge.refunded", "refund.created", "refund.updated", "refund.failed",
    "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed",
    "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
)  # fmt: skip
"""What Stripe is asked to tell; at most 20 can be listed at once."""


def check_signature(body: bytes, header: str, secrets: Iterable[str], now: datetime) -> None:
    """Raises BadSignature unless one of `secrets` signed these very bytes within TOLERANCE of `now`."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name.strip() == "t"]
    signed = [value.strip() for name, _, value in parts if name.strip() == "v1"]
    if len(times) != 1 or not times[0].isascii() or not times[0].isdigit() or not signed:
        raise BadSignature
    if len(times[0]) > 12 or abs(now.timestamp() - int(times[0])) > TOLERANCE:
        raise BadSignature
    said = times[0].encode() + b"." + body
    ours = [hmac.new(secret.encode(), said, hashlib.sha256).hexdigest() for secret in secrets]
    pairs = [(mine, theirs) for mine in ours for theirs in signed if theirs.isascii()]
    if not any(hmac.compare_digest(mine, theirs) for mine, theirs in pairs):
        raise BadSignature


def event_in(body: bytes) -> Event:
    """The message in a body whose signature is good. Raises BadEvent."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise BadEvent from None
    if not isinstance(message, Mapping):
        raise BadEvent
    return event_of(message)


def event_of(message: Mapping[str, Any]) -> Event:
    """What a message is about. Raises BadEvent for anything that is no message of Stripe's."""
    try:
        subject = message["data"]["object"]
        kind, key, ref = _about(str(message["type"]), subject)
        intent = str(subject.get("payment_intent") or "") if kind is EventKind.REFUND else ""
        return Event(
            id=_short(message["id"]),
            kind=kind,
            type=_short(message["type"]),
            key=key[:64],
            ref=ref[:64],
            happened_at=datetime.fromtimestamp(int(message["created"]), UTC),
            charge_ref=intent[:64],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        raise BadEvent from None


def readable(told: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
    """Those of many messages that can be read: one that cannot holds up none of the others."""
    for message in told:
        with suppress(BadEvent):
            yield event_of(message)


def _about(type_: str, subject: Mapping[str, Any]) -> tuple[EventKind, str, str]:
    """Kind, our key and Stripe's reference; a message about nothing of the shop's has neither."""
    marks = marks_of(subject)
    if type_ not in HEARD:
        return EventKind.OTHER, "", ""
    match type_.split(".", maxsplit=1)[0]:
        case "payment_intent":
            return EventKind.PAYMENT, marks.get("attempt", ""), str(subject["id"])
        case "refund":
            return EventKind.REFUND, marks.get("refund", ""), str(subject["id"])
    if type_.startswith("charge.dispute."):
        return EventKind.DISPUTE, "", str(subject.get("payment_intent") or "")
    return EventKind.OTHER, "", ""


def _short(text: object) -> str:
    if not isinstance(text, str) or not 0 < len(text) <= 80:
        raise ValueError
    return text
