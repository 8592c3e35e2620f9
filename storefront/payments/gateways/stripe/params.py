"""What Stripe is asked for: one literal of its own types for each way to pay."""

from typing import cast

from stripe.params import (
    CustomerCreateParams,
    PaymentIntentCreateParams,
    RefundCreateParams,
)

from storefront.payments.gateways import Charge, RefundRequest

CASH = ["customer.cash_balance"]
"""What a transfer brought beyond what was asked for stays with Stripe's customer: told with every answer."""
WHOLE = ["latest_charge", *CASH]
_UNDERSTOOD = {
    "amount", "currency", "confirm", "customer", "payment_method", "capture_method", "metadata",
}  # fmt: skip


def charge_params(
    charge: Charge, return_url: str, customer: str, hold_first: bool = False
) -> PaymentIntentCreateParams:
    """A PaymentIntent that is made and confirmed in one call; `customer` is "" where none is needed."""
    params: PaymentIntentCreateParams = {
        "amount": charge.amount,
        "currency": "jpy",
        "confirm": True,
        "description": charge.order_number,
        "metadata": {"order": charge.order_number, "attempt": charge.key},
        "return_url": return_url,
    }
    if customer:
        params["customer"] = customer
        params["expand"] = CASH
    match charge.method:
        case "card":
            _card(params, charge, hold_first)
        case "konbini":
            _konbini(params, charge)
        case "wallet":
            params["allowed_payment_method_types"] = ["paypay"]
            params["payment_method_data"] = {"type": "paypay"}
        case "bank_transfer":
            _bank_transfer(params)
        case other:
            raise ValueError(f"Stripe takes no {other}")
    return params


def needs_customer(charge: Charge) -> bool:
    """Whether Stripe must know who pays: for an account of one's own, and for a card that is to be kept."""
    return charge.method == "bank_transfer" or (charge.keep_card and not kept(charge))


def kept(charge: Charge) -> tuple[str, str] | None:
    """Customer and card of a charge to a card that was kept before."""
    customer, slash, card = charge.source.partition("/")
    return (customer, card) if slash else None


def customer_params(charge: Charge) -> CustomerCreateParams:
    """Whoever pays this attempt: a customer of its own, so that money without a name belongs to one order."""
    return {
        "name": charge.name,
        "email": charge.email,
        "metadata": {"order": charge.order_number, "attempt": charge.key},
    }


def closing_params(key: str) -> PaymentIntentCreateParams:
    """A PaymentIntent that nobody can pay: whoever comes later with its key is refused."""
    return {
        "amount": 50,
        "currency": "jpy",
        "allowed_payment_method_types": ["card"],
        "metadata": {"attempt": key, "closed": "1"},
    }


def refund_params(request: RefundRequest, intent: str) -> RefundCreateParams:
    """Money back to where it came from."""
    return {
        "payment_intent": intent,
        "amount": request.amount,
        "metadata": {"refund": request.key, "attempt": request.charge.key},
    }


def minimal(params: PaymentIntentCreateParams) -> PaymentIntentCreateParams:
    """The same with nothing in it that a small stand-in of Stripe's refuses to read."""
    few = {name: value for name, value in params.items() if name in _UNDERSTOOD}
    return cast(PaymentIntentCreateParams, few)


def _card(params: PaymentIntentCreateParams, charge: Charge, hold_first: bool) -> None:
    """The page of 3-D Secure is a redirect: the token alone would leave it to a script."""
    params["allowed_payment_method_types"] = ["card"]
    params["use_stripe_sdk"] = False
    if saved := kept(charge):
        params["customer"], params["payment_method"] = saved
    elif charge.source.startswith("pm_"):
        params["payment_method"] = charge.source
    else:
        params["confirmation_token"] = charge.source
    if needs_customer(charge):
        params["setup_future_usage"] = "off_session"
    if hold_first:
        params["capture_method"] = "manual"


def _konbini(params: PaymentIntentCreateParams, charge: Charge) -> None:
    params["allowed_payment_method_types"] = ["konbini"]
    params["payment_method_data"] = {
        "type": "konbini",
        "billing_details": {"name": charge.name, "email": charge.email},
    }
    if charge.due_at:
        until = int(charge.due_at.timestamp())
        params["payment_method_options"] = {"konbini": {"expires_at": until}}


def _bank_transfer(params: PaymentIntentCreateParams) -> None:
    params["allowed_payment_method_types"] = ["customer_balance"]
    params["payment_method_data"] = {"type": "customer_balance"}
    params["payment_method_options"] = {
        "customer_balance": {
            "funding_type": "bank_transfer",
            "bank_transfer": {"type": "jp_bank_transfer"},
        }
    }
