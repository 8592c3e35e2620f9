"""The gateway against localstripe over HTTP: what that stand-in gets right, told by code that nobody here wrote."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from storefront import clock, worker
from storefront.database import writing
from storefront.extensions import db
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    Charge,
    OutcomeStatus,
    RefundRequest,
    RefundStatus,
)
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.gateways.stripe import StripeGateway
from storefront.payments.payment import Payment
from storefront.payments.webhook import WebhookEvent
from storefront.settings import StripeKeys
from tests.support.live import listening
from tests.support.localstripe import FOLDER, KEY, LocalStripe, running
from tests.support.orders import place
from tests.support.shops import open_shop

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not FOLDER.exists(), reason="`make test` installs localstripe"),
]
VISA = "4242424242424242"
DECLINES = "4000000000000341"
ASKS = "4000002500003155"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with running(tmp_path_factory.mktemp("localstripe")) as opened:
        yield opened


def keys(local: LocalStripe, **more: bool) -> StripeKeys:
    return StripeKeys(KEY, "pk_test_1", ("whsec_1",), api_base=local.url, minimal=True, **more)


@pytest.fixture
def gateway(local: LocalStripe) -> StripeGateway:
    return StripeGateway(keys(local), "https://shop.example")


@pytest.fixture
def order(request: pytest.FixtureRequest) -> Charge:
    """A charge of this test's own."""
    key = f"{request.node.name}-{time.monotonic_ns()}"[-64:]
    return Charge(key=key, amount=1930, order_number="10001")


def attempt(charge: Charge, ref: str = "") -> Attempt:
    return Attempt(charge.key, ref, clock.now())


def test_a_card_is_charged_in_whole_yen_and_found_by_either_name(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    outcome = gateway.start(replace(order, source=local.card(VISA)))
    assert (outcome.status, outcome.received) == (OutcomeStatus.CAPTURED, 1930)
    for ref in (outcome.ref, ""):
        assert gateway.fetch(attempt(order, ref)) == outcome


def test_a_card_that_is_refused_is_a_decline(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    outcome = gateway.start(replace(order, source=local.card(DECLINES)))
    assert (outcome.status, outcome.failure) == (OutcomeStatus.DECLINED, "card_declined")
    assert gateway.fetch(attempt(order)).status is OutcomeStatus.DECLINED


def test_money_that_is_held_first_is_taken(local: LocalStripe, order: Charge) -> None:
    gateway = StripeGateway(keys(local, hold_first=True), "https://shop.example")
    outcome = gateway.start(replace(order, source=local.card(VISA)))
    assert (outcome.status, outcome.received) == (OutcomeStatus.CAPTURED, 1930)
    (listed,) = [one for one in gateway.charges_since(clock.now()) if one.key == order.key]
    assert (listed.status, listed.amount) == (OutcomeStatus.CAPTURED, 1930)


def test_held_money_is_let_go(local: LocalStripe, order: Charge) -> None:
    held = local.post(
        "/v1/payment_intents",
        **{
            "amount": 1930, "currency": "jpy", "confirm": "true", "capture_method": "manual",
            "payment_method": local.card(VISA), "metadata[attempt]": order.key,
        },
    )  # fmt: skip
    assert held["status"] == "requires_capture"
    gateway = StripeGateway(keys(local), "https://shop.example")
    assert gateway.cancel(attempt(order, held["id"])).status is OutcomeStatus.CANCELLED
    assert gateway.fetch(attempt(order)).status is OutcomeStatus.CANCELLED


def test_3_d_secure_waits_for_the_buyer_and_then_the_money_is_there(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    outcome = gateway.start(replace(order, source=local.card(ASKS)))
    assert outcome.status is OutcomeStatus.NEEDS_ACTION
    path = f"/v1/payment_intents/{outcome.ref}"
    secret = local.post(path, **{"metadata[seen]": "1"})["client_secret"]
    local.post(f"{path}/_authenticate", client_secret=secret, success="true")
    assert gateway.fetch(attempt(order, outcome.ref)).status is OutcomeStatus.CAPTURED


def test_an_attempt_the_buyer_left_is_called_off(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    waits = gateway.start(replace(order, source=local.card(ASKS)))
    assert gateway.cancel(attempt(order, waits.ref)).status is OutcomeStatus.CANCELLED
    assert gateway.cancel(attempt(order)).status is OutcomeStatus.CANCELLED


def test_an_attempt_that_paid_cannot_be_called_off(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    gateway.start(replace(order, source=local.card(VISA)))
    assert gateway.cancel(attempt(order)).status is OutcomeStatus.CAPTURED


def test_what_never_arrived_is_closed(gateway: StripeGateway, order: Charge) -> None:
    assert gateway.fetch(attempt(order)).failure == NEVER_ARRIVED
    assert gateway.cancel(attempt(order)).status is OutcomeStatus.CANCELLED
    assert gateway.fetch(attempt(order)).failure == NEVER_ARRIVED
    assert not [one for one in gateway.charges_since(clock.now()) if one.key == order.key]


def test_a_saved_card_is_charged_again(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    customer, card = local.post("/v1/customers", email="minori@example.jp")["id"], local.card(VISA)
    local.post(f"/v1/payment_methods/{card}/attach", customer=customer)
    for number in range(2):
        again = replace(order, key=f"{number}-{order.key}"[:64], source=f"{customer}/{card}")
        assert gateway.start(again).status is OutcomeStatus.CAPTURED


def test_a_part_goes_back_and_is_found_by_its_key(
    gateway: StripeGateway, local: LocalStripe, order: Charge
) -> None:
    paid = gateway.start(replace(order, source=local.card(VISA)))
    back = RefundRequest(f"back-{order.key}"[:64], 500, attempt(order, paid.ref))
    assert gateway.fetch_refund(back).failure == NEVER_ARRIVED
    assert gateway.refund(back).status is RefundStatus.SUCCEEDED
    assert gateway.fetch_refund(back).status is RefundStatus.SUCCEEDED


def test_a_signed_message_settles_an_order_of_the_running_shop(
    local: LocalStripe, tmp_path: Path
) -> None:
    """The click's answer is lost; the message comes on its own and the worker asks."""
    with (
        open_shop("sqlite", tmp_path, fresh=True, stripe=keys(local)) as shop,
        listening(shop) as url,
    ):
        local.hear(f"{url}/webhooks/stripe", "whsec_1")
        token = writing.set(True)
        with shop.app_context():
            payment = _charge_and_lose_the_answer(local)
            news = _heard()
            assert (news.type, news.payment_id) == ("payment_intent.succeeded", payment.id)
            assert payment.state == "created"
            while worker.run_due(clock.now()):
                pass
            db.session.refresh(payment)
            assert (payment.state, payment.gateway) == ("captured", "stripe")
            assert payment.received == payment.applied == payment.order.total
            assert payment.order.state == "placed"
        writing.reset(token)


def _charge_and_lose_the_answer(local: LocalStripe) -> Payment:
    payment = place(clock.now())
    payment.source = local.card(VISA)
    frozen, gateway = payment.charge(), gateway_for(payment.gateway)
    assert gateway is not None
    db.session.commit()
    gateway.start(frozen)
    return payment


def _heard() -> WebhookEvent:
    """The message, once it is there: localstripe takes a second over it, and may still be telling of tests before."""
    paid = select(WebhookEvent).where(WebhookEvent.type == "payment_intent.succeeded")
    for _look in range(400):
        news = db.session.scalar(paid.where(WebhookEvent.payment_id.is_not(None)))
        if news is not None:
            return news
        db.session.rollback()
        time.sleep(0.05)
    raise AssertionError("no message came")
