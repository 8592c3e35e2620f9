"""A stand-in of Stripe, and gateways that ask it."""

from collections.abc import Callable, Iterator

import pytest

from storefront.payments.gateways.stripe import StripeGateway
from storefront.settings import StripeKeys
from tests.support.stripe_standin import StandIn, stand_in

Opened = Callable[..., StripeGateway]


@pytest.fixture
def stripe_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with stand_in() as opened:
        yield opened


@pytest.fixture
def opened(stripe_there: StandIn, now: object) -> Opened:
    """Makes a gateway with keys of one's choice, patient for a second."""

    def make(secret: str = "sk_test_1", **more: object) -> StripeGateway:
        keys = StripeKeys(secret, "pk_test_1", ("whsec_1",), api_base=stripe_there.url, **more)  # type: ignore[arg-type]
        return StripeGateway(keys, "https://shop.example", patience=(1, 1), retries=0)

    return make


@pytest.fixture
def gateway(opened: Opened) -> StripeGateway:
    return opened()
