"""The door to Stripe: a client with short patience, and its troubles in words of ours.

Nothing that Stripe sends or is sent is logged: only its code for a trouble and its id of the request.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe

from storefront.payments.gateways import GatewayTimeout, KeyReused
from storefront.settings import StripeKeys

log = logging.getLogger("storefront.payments.stripe")

API_VERSION = "2026-10-28.endive"
"""What this shop was written against; the endpoint that sends messages is set to the same."""
PATIENCE = (3.0, 10.0)
"""Seconds to be connected and to be answered."""
RETRIES = 2
"""How often the library asks again, with the same key, after a lost connection, a conflict or a 5xx."""
_IN_USE = "idempotency_key_in_use"


class Refused(Exception):
    """Stripe or, behind it, the bank said no, and no money moved. `code` in at most 32 letters.

    `intent`: what became of the attempt, if it was made. `ours`: our keys are no good.
    """

    def __init__(
        self,
        code: str,
        param: str = "",
        intent: Mapping[str, Any] | None = None,
        by_bank: bool = False,
        ours: bool = False,
    ) -> None:
        super().__init__(code)
        self.code = code[:32]
        self.param = param
        self.intent = intent
        self.by_bank = by_bank
        self.ours = ours


def client(
    keys: StripeKeys, patience: tuple[float, float] = PATIENCE, retries: int = RETRIES
) -> stripe.StripeClient:
    """A client for these keys. Knows one address: Stripe's, or `keys.api_base`."""
    stripe.enable_telemetry = False
    logging.getLogger("stripe").setLevel(logging.CRITICAL)  # it would write whole answers
    return stripe.StripeClient(
        keys.secret,
        stripe_version=API_VERSION,
        base_addresses={"api": keys.api_base or stripe.DEFAULT_API_BASE},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=patience),
    )


@contextmanager
def asking(key: str = "") -> Iterator[None]:
    """Whatever the library raises inside becomes GatewayTimeout (nobody knows), KeyReused (`key`) or Refused."""
    try:
        yield
    except stripe.IdempotencyError as trouble:
        _note(trouble)
        if _code(trouble) == _IN_USE:
            raise GatewayTimeout from None
        raise KeyReused(key) from None
    except stripe.CardError as trouble:
        raise Refused(_code(trouble), trouble.param or "", _intent(trouble), by_bank=True) from None
    except stripe.InvalidRequestError as trouble:
        _note(trouble)
        raise Refused(_code(trouble), trouble.param or "", _intent(trouble)) from None
    except (stripe.AuthenticationError, stripe.PermissionError) as trouble:
        _note(trouble, logging.ERROR)
        raise Refused("keys_refused", ours=True) from None
    except stripe.StripeError as trouble:
        _note(trouble)
        raise GatewayTimeout from None


def _error(trouble: stripe.StripeError) -> Mapping[str, Any]:
    body = trouble.json_body if isinstance(trouble.json_body, dict) else {}
    error = body.get("error")
    return error if isinstance(error, dict) else {}


def _code(trouble: stripe.StripeError) -> str:
    error = _error(trouble)
    return str(error.get("decline_code") or error.get("code") or error.get("type") or "refused")


def _intent(trouble: stripe.StripeError) -> Mapping[str, Any] | None:
    intent = _error(trouble).get("payment_intent")
    return intent if isinstance(intent, dict) else None


def _note(trouble: stripe.StripeError, level: int = logging.WARNING) -> None:
    told = {
        "kind": type(trouble).__name__,
        "code": _code(trouble),
        "status": trouble.http_status or 0,
        "stripe_request": trouble.request_id or "",
    }
    log.log(level, "stripe said no", extra=told)
