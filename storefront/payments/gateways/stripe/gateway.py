"""The gateway to Stripe: PaymentIntents that the server makes and confirms in one call."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from storefront import clock
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    Charge,
    Event,
    GatewayTimeout,
    KeyReused,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    ProviderDispute,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.stripe import calling, messages, params, reading
from storefront.payments.gateways.stripe.calling import Refused, asking
from storefront.payments.gateways.stripe.intents import KEY_LASTS, PAGE, Intents, same_key
from storefront.payments.gateways.stripe.reading import Answer
from storefront.settings import StripeKeys

_GONE = Outcome(OutcomeStatus.CANCELLED, failure=NEVER_ARRIVED)


class StripeGateway:
    """Takes money through Stripe. Any number of processes may share one; all that is known is kept there."""

    code = "stripe"

    def __init__(
        self,
        keys: StripeKeys,
        site_url: str,
        patience: tuple[float, float] = calling.PATIENCE,
        retries: int = calling.RETRIES,
    ) -> None:
        self._keys = keys
        self._client = calling.client(keys, patience, retries)
        self._intents = Intents(self._client, keys, site_url)

    def start(self, charge: Charge) -> Outcome:
        """Try to take the money; what the bank or Stripe refuses is a decline. Raises GatewayTimeout or KeyReused."""
        try:
            made = self._intents.create(charge)
        except Refused as refusal:
            return reading.declined(refusal.code if refusal.by_bank else "refused", refusal.intent)
        except KeyReused:
            closed = self._closed(charge.key)
            if closed is None:
                raise
            return reading.outcome_of(closed)
        return reading.outcome_of(self._intents.take(made))

    def fetch(self, attempt: Attempt) -> Outcome:
        """How the attempt stands; what is only held by now is taken. Raises GatewayTimeout."""
        with _nobody_knows():
            found = self._intents.find(attempt)
            return reading.outcome_of(self._intents.take(found)) if found else _GONE

    def cancel(self, attempt: Attempt) -> Outcome:
        """Call the attempt off for good, also one that has not arrived yet. Raises GatewayTimeout."""
        with _nobody_knows():
            found = self._intents.find(attempt) or self._intents.close(attempt)
            return self._intents.call_off(found) if found else _GONE

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Send money back. Raises GatewayTimeout, KeyReused, RefundTooLarge."""
        with _nobody_knows():
            intent = self._ref(request.charge)
        if not intent:
            return RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
        try:
            with asking(request.key):
                wanted, options = params.refund_params(request, intent), same_key(request.key)
                made = self._client.v1.refunds.create(wanted, options)
        except Refused as refusal:
            if refusal.ours:
                raise GatewayTimeout from None
            if refusal.param == "amount" or refusal.code == "charge_already_refunded":
                raise RefundTooLarge(request.key) from None
            return RefundOutcome(RefundStatus.FAILED, failure=refusal.code)
        return reading.refund_of(made.to_dict())

    def fetch_refund(self, request: RefundRequest) -> RefundOutcome:
        """How a refund stands; FAILED with NEVER_ARRIVED when it never arrived. Raises GatewayTimeout."""
        with _nobody_knows():
            found = self._refund(request)
        if found is None:
            return RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
        return reading.refund_of(found)

    def read_event(self, body: bytes, signature: str, now: datetime) -> Event:
        """The message in a request's raw body, signed by one of the secrets. Raises BadSignature or BadEvent."""
        messages.check_signature(body, signature, self._keys.webhook_secrets, now)
        return messages.event_in(body)

    def events_since(self, moment: datetime) -> Iterable[Event]:
        """Every message since then that is worth hearing, oldest first; kept for 30 days. Raises GatewayTimeout."""
        begin = int(moment.timestamp())
        with _nobody_knows(), asking():
            listed = self._client.v1.events.list(
                {"created": {"gte": begin}, "types": list(messages.HEARD), "limit": PAGE}
            )
            told = [one.to_dict() for one in listed.auto_paging_iter()]
        return list(messages.readable(told[::-1]))

    def charges_since(self, moment: datetime) -> Iterable[ProviderCharge]:
        """Every charge of this shop's made since then, or of which money went back since then. Raises GatewayTimeout."""
        with _nobody_knows():
            made = self._intents.since(moment, whole=True)
            found = {str(one["id"]): one for one in (*made, *self._intents.refunded_since(moment))}
        return [reading.charge_of(one) for one in found.values() if _is_charge(one)][::-1]

    def in_books(self, attempt: Attempt) -> ProviderCharge | None:
        """The charge of one attempt. Raises GatewayTimeout."""
        with _nobody_knows():
            ref = self._ref(attempt)
            found = self._intents.retrieve(ref, whole=True) if ref else None
        return reading.charge_of(found) if found and _is_charge(found) else None

    def disputes(self, attempt: Attempt) -> Iterable[ProviderDispute]:
        """Every dispute about one attempt, as each stands now. Raises GatewayTimeout."""
        with _nobody_knows(), asking():
            intent = self._ref(attempt)
            listed = self._client.v1.disputes.list({"payment_intent": intent, "limit": PAGE})
            told = [one.to_dict() for one in listed.auto_paging_iter()] if intent else []
        return [reading.dispute_of(one) for one in told]

    def _closed(self, key: str) -> Answer | None:
        """What closed a key before its attempt arrived, if that is why it is used up."""
        with _nobody_knows():
            found = self._intents.find(Attempt(key, "", clock.now() - KEY_LASTS))
        return found if found and "closed" in reading.marks_of(found) else None

    def _ref(self, attempt: Attempt) -> str:
        found = None if attempt.ref else self._intents.find(attempt)
        return str(found["id"]) if found else attempt.ref

    def _refund(self, request: RefundRequest) -> Answer | None:
        """By its reference, else by our key among all of its charge."""
        with asking():
            if request.ref:
                return self._client.v1.refunds.retrieve(request.ref).to_dict()
            intent = self._ref(request.charge)
            listed = self._client.v1.refunds.list({"payment_intent": intent, "limit": PAGE})
            for one in listed.auto_paging_iter() if intent else ():
                refund = one.to_dict()
                if reading.marks_of(refund).get("refund") == request.key:
                    return refund
        return None


def _is_charge(intent: Answer) -> bool:
    marks = reading.marks_of(intent)
    return "attempt" in marks and "closed" not in marks


@contextmanager
def _nobody_knows() -> Iterator[None]:
    """A refusal of a mere question says nothing about the money."""
    try:
        yield
    except Refused:
        raise GatewayTimeout from None
