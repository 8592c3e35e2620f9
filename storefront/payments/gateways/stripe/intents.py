"""PaymentIntents at Stripe: made, found again, closed before they arrive, taken and called off."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from stripe import RequestOptions, StripeClient
from stripe.params import (
    PaymentIntentCreateParams,
    PaymentIntentListParams,
    RefundListParamsCreated,
)

from storefront import clock
from storefront.payments.gateways import (
    Attempt,
    Charge,
    GatewayTimeout,
    KeyReused,
    Outcome,
    OutcomeStatus,
)
from storefront.payments.gateways.stripe import params, reading
from storefront.payments.gateways.stripe.calling import Refused, asking
from storefront.payments.gateways.stripe.reading import Answer
from storefront.settings import StripeKeys

KEY_LASTS = timedelta(hours=20)
"""So long Stripe surely remembers a key; it promises 24 hours."""
UNDER_WAY = timedelta(minutes=10)
"""So long a call of ours may still be on its way there."""
CLOCKS_DIFFER = timedelta(minutes=5)
PAGE = 100
"""As many as one answer of Stripe's holds."""


def same_key(key: str) -> RequestOptions:
    """The option that makes a call safe to repeat for a day."""
    return {"idempotency_key": key}


class Intents:
    """The shop's PaymentIntents. Whatever is asked here raises GatewayTimeout, KeyReused or Refused."""

    def __init__(self, client: StripeClient, keys: StripeKeys, site_url: str) -> None:
        self._client = client
        self._keys = keys
        self._site_url = site_url

    def create(self, charge: Charge) -> Answer:
        """Make and confirm one, with a customer of its own where the way to pay needs one."""
        with asking(charge.key):
            customer = ""
            if params.needs_customer(charge) and not self._keys.minimal:
                wanted, options = params.customer_params(charge), same_key(f"{charge.key}-customer")
                customer = self._client.v1.customers.create(wanted, options).id
            back = self._site_url + charge.return_path
            asked = params.charge_params(charge, back, customer, self._keys.hold_first)
            return self._made(asked, charge.key)

    def find(self, attempt: Attempt) -> Answer | None:
        """The one of an attempt by its reference, else by our key among all made since: a list is exact, a search lags."""
        if attempt.ref:
            return self.retrieve(attempt.ref)
        for intent in self.since(attempt.started_at - CLOCKS_DIFFER):
            if reading.marks_of(intent).get("attempt") == attempt.key:
                return self.retrieve(str(intent["id"]))
        return None

    def retrieve(self, ref: str, whole: bool = False) -> Answer:
        """One by its reference, with the cash of its customer; `whole`: with its charge as well."""
        with asking():
            if self._keys.minimal:
                return self._client.v1.payment_intents.retrieve(ref).to_dict()
            expand = params.WHOLE if whole else params.CASH
            return self._client.v1.payment_intents.retrieve(ref, {"expand": expand}).to_dict()

    def since(self, moment: datetime, whole: bool = False) -> Iterator[Answer]:
        """All made since then, newest first; `whole`: with their charges and cash."""
        wanted: PaymentIntentListParams = {"limit": PAGE}
        if not self._keys.minimal:
            wanted["created"] = {"gte": int(moment.timestamp())}
            if whole:
                wanted["expand"] = [f"data.{name}" for name in params.WHOLE]
        with asking():
            for one in self._client.v1.payment_intents.list(wanted).auto_paging_iter():
                yield one.to_dict()

    def refunded_since(self, moment: datetime) -> Iterator[Answer]:
        """Those of which money went back since then, whoever sent it and however old they are, whole; some more than once."""
        if self._keys.minimal:
            return
        expand = [f"data.payment_intent.{name}" for name in params.WHOLE]
        since: RefundListParamsCreated = {"gte": int(moment.timestamp())}
        with asking():
            listed = self._client.v1.refunds.list(
                {"limit": PAGE, "created": since, "expand": expand}
            )
            for one in listed.auto_paging_iter():
                if isinstance(intent := one.to_dict().get("payment_intent"), dict):
                    yield intent

    def close(self, attempt: Attempt) -> Answer | None:
        """Use up the key of an attempt that is not there, so that it can never arrive; else what arrived meanwhile.

        None where nothing can arrive any more: Stripe has an answer under that key that made no charge, or the key
        is too old for anybody to come with it.
        """
        age = clock.now() - attempt.started_at
        if age > KEY_LASTS:
            return None
        try:
            with asking(attempt.key):
                return self._made(params.closing_params(attempt.key), attempt.key)
        except KeyReused:
            found = self.find(attempt)
            if found is None and age < UNDER_WAY:
                raise GatewayTimeout from None
            return found

    def take(self, intent: Answer) -> Answer:
        """The intent, once money that is only held has been taken."""
        if intent.get("status") != "requires_capture":
            return intent
        ref = str(intent["id"])
        try:
            with asking(ref):
                options = same_key(f"{ref}-capture")
                return self._client.v1.payment_intents.capture(ref, options=options).to_dict()
        except (Refused, KeyReused):
            raise GatewayTimeout from None

    def call_off(self, intent: Answer) -> Outcome:
        """Cancel one if it still can be; parts of the money that came in before are told."""
        if intent.get("status") in {"succeeded", "canceled"}:
            return reading.outcome_of(intent)
        ref, before = str(intent["id"]), reading.received_of(intent)
        with suppress(Refused), asking():
            self._client.v1.payment_intents.cancel(ref)
        now = reading.outcome_of(self.retrieve(ref))
        if now.status not in {OutcomeStatus.CANCELLED, OutcomeStatus.CAPTURED}:
            raise GatewayTimeout
        received = max(before, now.received or 0)
        return Outcome(now.status, now.ref, now.failure, received=received, kept_card=now.kept_card)

    def _made(self, wanted: PaymentIntentCreateParams, key: str) -> Answer:
        asked = params.minimal(wanted) if self._keys.minimal else wanted
        return self._client.v1.payment_intents.create(asked, same_key(key)).to_dict()
