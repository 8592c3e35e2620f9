"""A shop with Stripe's keys, whose staff signed in, mistyped, confirmed and signed out: no password, session or key lies anywhere."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, worker
from storefront.extensions import db
from storefront.payments.payment import Payment
from storefront.settings import StripeKeys
from storefront.staff.signing_in import StaffSession
from storefront.views.staff import cookie
from tests.checkout.buyer import Buyer
from tests.support.desk import EMAIL, PASSWORD, Desk, hire
from tests.support.kept import everything_answered, everything_logged, mails, tables
from tests.support.orders import behind_the_counter
from tests.support.shops import SECRET, open_shop
from tests.support.stripe_shapes import event
from tests.support.stripe_standin import StandIn, stand_in
from tests.webhooks.sender import signed

KEY = "sk_test_51NothingMustEverSayThisAloud"
OLD, NEW = "whsec_TheOldSecretOfMessages", "whsec_TheNewSecretOfMessages"
MISTYPED = PASSWORD + " desu"
NEXT_PASSWORD = "kumo no ue no chabatake 7"


@pytest.fixture
def there() -> Iterator[StandIn]:
    with stand_in() as opened:
        yield opened


@pytest.fixture
def app(tmp_path: Path, now: datetime, there: StandIn, database_kind: str) -> Iterator[Flask]:
    keys = StripeKeys(KEY, "pk_test_1", (NEW, OLD), api_base=there.url)
    with open_shop(database_kind, tmp_path, stripe=keys) as shop:
        yield shop


def test_no_key_is_kept(app: Flask, now: datetime, there: StandIn) -> None:
    with everything_logged() as log, everything_answered(app) as pages:
        buyers_pay(app, there)
        stripe_tells(app, there, now)
        tickets = staff_work(app, now)
        gateway_trouble(app, there)
        kept, said = everything_kept(app, log, pages)
    sessions = secrets_of(app, tickets)
    assert len(pages) > 12 and len(said) > 2 and len(sessions) == 3
    hidden = [KEY, OLD, NEW, SECRET, PASSWORD, MISTYPED, NEXT_PASSWORD, *tickets, *sessions]
    for place, text in kept.items():
        assert [one for one in hidden if one in text] == [], place
        hashes = text.count("$argon2id$")
        assert hashes == (1 if place == "staff_member" else 0), place


def buyers_pay(app: Flask, there: StandIn) -> None:
    """One card is charged, one buyer is to bring money, one card is declined."""
    for token in ("ctoken_pays1", "ctoken_declined1"):
        buyer = Buyer(app).take().to_payment()
        buyer.post(card_token=token, payment_method="card", card_last4="4242")
        buyer.follow()
        buyer.post()
        buyer.follow()
    waits = Buyer(app).take().to_payment()
    waits.post(payment_method="konbini")
    waits.follow()
    waits.post()
    waits.follow()


def stripe_tells(app: Flask, there: StandIn, now: datetime) -> None:
    """Signed by either secret, and by one that is no more: told apart without saying why."""
    client, intent = app.test_client(), next(iter(there.intents.values()))
    answers = []
    for number, secret in enumerate((OLD, NEW, "whsec_forged")):
        about = {**event("payment_intent.succeeded", intent), "id": f"evt_{number}"}
        body = json.dumps({**about, "created": int(now.timestamp())}).encode()
        headers = {"Stripe-Signature": signed(body, secret, clock.now())}
        answers.append(client.post("/webhooks/stripe", data=body, headers=headers).status_code)
    assert answers == [200, 200, 400]
    work(app)


def staff_work(app: Flask, now: datetime) -> list[str]:
    """Mistype, sign in, look around, change the password, sign out, come back; the tickets that the browser was given."""
    hire(app, now)
    desk, tickets = Desk(app), []
    desk.sign_in(password=MISTYPED)
    assert not desk.inside()
    desk.sign_in()
    tickets.append(desk.cookie())
    for path in ("/staff/", "/staff/orders/10001", "/staff/radar", "/staff/account"):
        assert desk.get(path).status_code == 200, path
    desk.post(
        "/staff/account/password",
        current=PASSWORD,
        password=NEXT_PASSWORD,
        repeated=NEXT_PASSWORD,
    )
    tickets.append(desk.cookie())
    desk.get("/staff/")
    desk.post("/staff/sign-out")
    desk.sign_in(EMAIL, NEXT_PASSWORD)
    tickets.append(desk.cookie())
    assert desk.inside()
    return [one for one in tickets if one]


def gateway_trouble(app: Flask, there: StandIn) -> None:
    """Stripe fails and is asked again: whatever the library says of it is in the log."""
    there.mood += ["500", "500", "500"]
    buyer = Buyer(app).take().to_payment()
    buyer.post(card_token="ctoken_pays2", payment_method="card", card_last4="4242")
    buyer.follow()
    buyer.post()
    work(app)
    with app.app_context():
        assert len(db.session.scalars(select(Payment)).all()) == 4


def work(app: Flask) -> None:
    """The worker does what is due now and in an hour."""
    with behind_the_counter(app):
        for later in (timedelta(0), timedelta(hours=1)):
            while worker.run_due(clock.now() + later):
                pass


def everything_kept(
    app: Flask, log: io.StringIO, pages: list[str]
) -> tuple[dict[str, str], list[str]]:
    with behind_the_counter(app):
        written = mails()
        return {
            **tables(),
            "log": log.getvalue(),
            "mails": "\n".join(written),
            "pages": "\n".join(pages),
        }, written


def secrets_of(app: Flask, tickets: list[str]) -> list[str]:
    """The sessions' secrets, as they are read out of the tickets; the tables know but their digests."""
    with app.app_context():
        signer = cookie._signer(str(app.secret_key))
        secrets = [str(signer.loads(one)[0]) for one in tickets]
        digests = db.session.scalars(select(StaffSession.digest)).all()
    assert len(set(secrets)) >= len(digests) >= 1
    return secrets
