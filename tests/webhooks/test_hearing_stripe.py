"""The same address with Stripe's own messages, signed by two secrets while one replaces the other."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.payments.gateways.installed import install
from storefront.payments.gateways.stripe import StripeGateway
from storefront.settings import StripeKeys
from tests.support.orders import behind_the_counter, place
from tests.support.statements import rows
from tests.support.threads import at_once
from tests.webhooks.sender import kept, signed

SECRETS = ("whsec_new", "whsec_old")


@pytest.fixture
def key(app: Flask, now: datetime) -> str:
    """The key of an attempt that Stripe is to take."""
    keys = StripeKeys("sk_test_1", "pk_test_1", SECRETS, api_base="http://127.0.0.1:1")
    app.extensions["gateways"] = install([StripeGateway(keys, "https://shop.example")])
    with behind_the_counter(app):
        return place(now).idempotency_key


def message(key: str, at: datetime, type_: str = "payment_intent.succeeded") -> bytes:
    intent = {"object": "payment_intent", "id": "pi_1", "metadata": {"attempt": key}}
    told = {"id": "evt_1", "object": "event", "type": type_, "data": {"object": intent}}
    return json.dumps({**told, "created": int(at.timestamp())}).encode()


def send(
    client: FlaskClient,
    body: bytes,
    now: datetime,
    secret: str = "whsec_new",
    age: timedelta = timedelta(0),
) -> int:
    header = {"Stripe-Signature": f"{signed(body, secret, now - age)},v0=old"}
    return client.post(
        "/webhooks/stripe", data=body, headers=header, content_type="application/json"
    ).status_code


@pytest.mark.parametrize("secret", SECRETS)
def test_a_signed_message_is_written_down_once(
    app: Flask, client: FlaskClient, key: str, now: datetime, secret: str
) -> None:
    answers = [send(client, message(key, now), now, secret) for _ in range(3)]
    assert (answers, kept(app)) == ([200, 200, 200], (1, 1))


def test_whatever_stripe_did_not_sign_now_is_refused(
    app: Flask, client: FlaskClient, key: str, now: datetime
) -> None:
    body, before = message(key, now), rows(app)
    late, early = timedelta(seconds=301), timedelta(seconds=-301)
    assert send(client, body, now, "whsec_guessed") == 400
    assert [send(client, body, now, age=age) for age in (late, early)] == [400, 400]
    assert [send(client, wrong, now) for wrong in (b"", b"{", b"[]", b"\xff", b"{}")] == [400] * 5
    assert client.post("/webhooks/stripe", data=body).status_code == 400
    assert client.post("/webhooks/demo", data=body).status_code == 404
    assert client.get("/webhooks/stripe").status_code == 405
    assert client.post("/webhooks/stripe", data=b"a" * 2_000_000).status_code == 413
    assert rows(app) == before


def test_five_minutes_are_just_in_time(client: FlaskClient, key: str, now: datetime) -> None:
    assert send(client, message(key, now), now, age=timedelta(seconds=300)) == 200


def test_what_is_not_known_is_fine_when_it_is_a_kind_and_is_to_come_again_when_it_is_an_order(
    app: Flask, client: FlaskClient, key: str, now: datetime
) -> None:
    assert send(client, message("nobody's", now), now) == 503
    assert kept(app) == (0, 0)
    assert send(client, message(key, now, "radar.early_fraud_warning.created"), now) == 200
    assert kept(app) == (1, 0)


def test_two_hundred_copies_at_once_are_one_message(app: Flask, key: str, now: datetime) -> None:
    body = message(key, now)

    def ten() -> list[int]:
        client = app.test_client()
        return [send(client, body, now) for _ in range(10)]

    assert at_once([ten] * 20) == [[200] * 10] * 20
    assert kept(app) == (1, 1)
