"""Stripe's messages: only signed ones, only fresh ones, and only for what they are about."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from stripe import WebhookSignature

from storefront.payments.gateways import BadEvent, BadSignature, EventKind
from storefront.payments.gateways.stripe import StripeGateway, messages
from storefront.settings import StripeKeys
from tests.support.stripe_shapes import event
from tests.support.stripe_standin import StandIn

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "metadata": {"attempt": "key-1", "order": "HP-1"},
}
BODY = json.dumps(event("payment_intent.succeeded", INTENT)).encode()


def signed(body: bytes, secret: str = "whsec_1", at: datetime = NOW) -> str:
    moment = int(at.timestamp())
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac},v0=other"


@pytest.fixture
def gateway() -> StripeGateway:
    keys = StripeKeys("sk_test_1", "pk_test_1", ("whsec_old", "whsec_1"))
    return StripeGateway(keys, "https://shop.example")


def test_a_signed_message_tells_what_it_is_about_and_no_more(gateway: StripeGateway) -> None:
    news = gateway.read_event(BODY, signed(BODY), NOW)
    assert (news.id, news.kind, news.type) == (
        "evt_1",
        EventKind.PAYMENT,
        "payment_intent.succeeded",
    )
    assert (news.key, news.ref) == ("key-1", "pi_1")
    assert news.happened_at == datetime.fromtimestamp(1795482000, UTC)


def test_both_secrets_are_good_while_one_is_being_changed(gateway: StripeGateway) -> None:
    for secret in ("whsec_old", "whsec_1"):
        assert gateway.read_event(BODY, signed(BODY, secret), NOW).id == "evt_1"
    two = signed(BODY, "whsec_gone") + "," + signed(BODY, "whsec_1").split(",")[1]
    assert gateway.read_event(BODY, two, NOW).id == "evt_1"


def test_the_librarys_own_signature_is_good_as_well(gateway: StripeGateway) -> None:
    header = WebhookSignature.generate_signature_header(
        BODY.decode(), "whsec_1", int(NOW.timestamp())
    )
    assert gateway.read_event(BODY, header, NOW).id == "evt_1"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "v1=0",
        "t=1,v1=0",
        "t=,v1=",
        "t=x,v1=y",
        "t=９,v1=0",
        f"t={10**30},v1=0",
        f"t={int(NOW.timestamp())}",
        f"t={int(NOW.timestamp())},v1=é",
        signed(BODY, "whsec_wrong"),
        signed(BODY, ""),
        signed(BODY + b" "),
        signed(BODY).replace("v1=", "v0="),
        signed(BODY, at=NOW - timedelta(seconds=301)),
        signed(BODY, at=NOW + timedelta(seconds=301)),
    ],
)
def test_a_forged_old_or_broken_signature_is_refused(gateway: StripeGateway, header: str) -> None:
    with pytest.raises(BadSignature):
        gateway.read_event(BODY, header, NOW)


def test_five_minutes_are_the_limit(gateway: StripeGateway) -> None:
    for seconds in (-300, 300):
        at = NOW + timedelta(seconds=seconds)
        assert gateway.read_event(BODY, signed(BODY, at=at), NOW).id == "evt_1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        json.dumps({**event("refund.created", {}), "id": ""}).encode(),
        json.dumps({**event("refund.created", {}), "created": "soon"}).encode(),
        json.dumps(event("payment_intent.succeeded", {"metadata": []})).encode(),
        json.dumps({**event("x", {}), "data": {"object": None}}).encode(),
    ],
)
def test_signed_nonsense_cannot_be_read(gateway: StripeGateway, body: bytes) -> None:
    with pytest.raises(BadEvent):
        gateway.read_event(body, signed(body), NOW)


@pytest.mark.parametrize(
    ("type_", "subject", "kind", "key", "ref"),
    [
        (
            "refund.failed",
            {"id": "re_1", "metadata": {"refund": "r"}},
            EventKind.REFUND,
            "r",
            "re_1",
        ),
        (
            "refund.created",
            {"id": "re_2", "metadata": {}, "payment_intent": "pi_1"},
            EventKind.REFUND,
            "",
            "re_2",
        ),
        (
            "charge.dispute.created",
            {"id": "dp", "payment_intent": "pi_1"},
            EventKind.DISPUTE,
            "",
            "pi_1",
        ),
        ("charge.refunded", {"id": "ch_1"}, EventKind.OTHER, "", ""),
        ("payout.paid", {"id": "po_1"}, EventKind.OTHER, "", ""),
        (
            "payment_intent.canceled",
            {"id": "pi_1", "metadata": None},
            EventKind.PAYMENT,
            "",
            "pi_1",
        ),
    ],
)
def test_each_message_is_about_one_thing(
    gateway: StripeGateway,
    type_: str,
    subject: dict[str, object],
    kind: EventKind,
    key: str,
    ref: str,
) -> None:
    body = json.dumps(event(type_, subject)).encode()
    news = gateway.read_event(body, signed(body), NOW)
    assert (news.kind, news.key, news.ref) == (kind, key, ref)
    assert news.attempt_ref == str(subject.get("payment_intent", ref if ref[:2] == "pi" else ""))


def test_what_was_missed_is_listed_oldest_first(stripe_there: StandIn) -> None:
    keys = StripeKeys("sk_test_1", "pk_test_1", ("whsec_1",), api_base=stripe_there.url)
    asking = StripeGateway(keys, "https://shop.example", patience=(0.5, 0.5), retries=0)
    begin = 1795482000
    for number in range(7):
        news = event("payment_intent.succeeded", INTENT, begin + number)
        stripe_there.events.append({**news, "id": f"evt_{number}"})
    stripe_there.events.append({**event("payout.paid", {}, begin + 9), "id": "evt_other"})
    stripe_there.events.append({**event("refund.created", {}, begin + 5), "id": "unreadable"})
    found = asking.events_since(datetime.fromtimestamp(begin + 2, UTC))
    assert [one.id for one in found] == ["evt_2", "evt_3", "evt_4", "evt_5", "evt_6"]
    assert len(messages.HEARD) <= 20
