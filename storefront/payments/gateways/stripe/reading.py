"""What Stripe answered, read into the port's words. Plain mappings in, values out; knows nothing of the library."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from storefront.money import Yen
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    DisputeStatus,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    ProviderDispute,
    RefundOutcome,
    RefundStatus,
)
from storefront.payments.voucher import Account, Store, Stores

Answer = Mapping[str, Any]

_FAILURES = {
    "payment_intent_authentication_failure": "authentication_failed",
    "payment_intent_payment_attempt_expired": "expired",
    "payment_intent_payment_attempt_failed": "failed",
}
"""Stripe's words that have one of the shop's own, or are too long to keep."""
_DISPUTES = {
    "won": DisputeStatus.WON,
    "warning_closed": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
    "appeal_needs_response": DisputeStatus.LOST,
    "appeal_under_review": DisputeStatus.LOST,
}
"""Stripe's words for a dispute that somebody has decided."""
_LONGEST = 2000
"""Letters of an address that a payment has room for."""


def outcome_of(intent: Answer) -> Outcome:
    """How an attempt stands. What a script would have to finish, or nobody knows yet, is unknown."""
    ref, received = str(intent["id"]), received_of(intent)
    match intent.get("status"):
        case "succeeded":
            return Outcome(
                OutcomeStatus.CAPTURED, ref, received=received, kept_card=_kept_card(intent)
            )
        case "requires_action":
            return _waiting(intent, ref, received)
        case "canceled":
            failure = NEVER_ARRIVED if _closed(intent) else _failure(intent)
            return Outcome(OutcomeStatus.CANCELLED, ref, failure, received=received)
        case "requires_payment_method" if intent.get("last_payment_error"):
            return Outcome(OutcomeStatus.DECLINED, ref, _failure(intent), received=received)
        case "requires_payment_method" | "requires_confirmation":
            return Outcome(OutcomeStatus.CANCELLED, ref, NEVER_ARRIVED, received=received)
    return Outcome(OutcomeStatus.UNKNOWN, ref, received=received)


def received_of(intent: Answer) -> Yen:
    """Yen that came in by an attempt in all, also what a transfer brought too much, or too late."""
    taken, cash = int(intent.get("amount_received") or 0), _cash(intent)
    transfer = _action(intent, "display_bank_transfer_instructions")
    match intent.get("status"):
        case "succeeded":
            return (taken or int(intent["amount"])) + cash
        case "requires_action" if transfer:
            left = transfer.get("amount_remaining")
            part = int(intent["amount"]) - int(left) if left is not None else 0
            return max(taken, part)
        case "canceled" | "requires_payment_method":
            return max(taken, cash)
    return taken


def declined(code: str, intent: Answer | None) -> Outcome:
    """A card that was refused; `intent` is the attempt if one was made."""
    ref = str(intent["id"]) if intent else ""
    return Outcome(OutcomeStatus.DECLINED, ref, _FAILURES.get(code, code)[:32])


def refund_of(refund: Answer) -> RefundOutcome:
    """How money on its way back stands."""
    ref = str(refund["id"])
    match refund.get("status"):
        case "succeeded":
            return RefundOutcome(RefundStatus.SUCCEEDED, ref)
        case "failed" | "canceled":
            why = str(refund.get("failure_reason") or refund["status"])
            return RefundOutcome(RefundStatus.FAILED, ref, why[:32])
    return RefundOutcome(RefundStatus.SUBMITTED, ref)


def dispute_of(dispute: Answer) -> ProviderDispute:
    """How a dispute stands: an inquiry is one as well; an appeal is about money that is lost unless it is won."""
    until = (dispute.get("evidence_details") or {}).get("due_by")
    status = str(dispute.get("status"))
    return ProviderDispute(
        str(dispute["id"]),
        _DISPUTES.get(status, DisputeStatus.OPEN),
        int(dispute["amount"]),
        datetime.fromtimestamp(int(until), UTC)
        if until and status.endswith("needs_response")
        else None,
    )


def charge_of(intent: Answer) -> ProviderCharge:
    """An attempt as Stripe's books have it; `latest_charge` expanded."""
    marks = marks_of(intent)
    charge = intent.get("latest_charge")
    refunded = charge.get("amount_refunded", 0) if isinstance(charge, Mapping) else 0
    return ProviderCharge(
        key=marks.get("attempt", ""),
        ref=str(intent["id"]),
        order_number=marks.get("order", ""),
        status=outcome_of(intent).status,
        amount=int(intent["amount"]),
        received=received_of(intent),
        refunded=int(refunded),
        created_at=datetime.fromtimestamp(int(intent["created"]), UTC),
    )


def marks_of(thing: Answer) -> dict[str, str]:
    """What we wrote on it."""
    marks = thing.get("metadata")
    return {str(name): str(value) for name, value in (marks or {}).items()}


def bank_page(action: Answer) -> str:
    """Where the buyer proves who they are; "" for any address that is not a page of Stripe's."""
    address = str((action.get("redirect_to_url") or {}).get("url") or "")
    parts = urlsplit(address)
    host = parts.hostname or ""
    ours = host == "stripe.com" or host.endswith(".stripe.com")
    safe = parts.scheme == "https" and ours and parts.port in {None, 443}
    return address if safe and len(address) <= _LONGEST else ""


def _waiting(intent: Answer, ref: str, received: Yen) -> Outcome:
    action: Answer = intent.get("next_action") or {}
    match action.get("type"):
        case "konbini_display_details":
            voucher = _stores(action["konbini_display_details"])
            return Outcome(OutcomeStatus.PROCESSING, ref, received=received, voucher=voucher)
        case "display_bank_transfer_instructions":
            voucher = _account(action["display_bank_transfer_instructions"])
            return Outcome(OutcomeStatus.PROCESSING, ref, received=received, voucher=voucher)
    return Outcome(OutcomeStatus.NEEDS_ACTION, ref, action_path=bank_page(action))


def _stores(details: Answer) -> dict[str, Any]:
    stores = tuple(
        Store(
            chain, str(found.get("payment_code") or ""), str(found.get("confirmation_number") or "")
        )
        for chain, found in (details.get("stores") or {}).items()
        if found
    )
    return Stores(stores, str(details.get("hosted_voucher_url") or "")).as_json()


def _account(transfer: Answer) -> dict[str, Any]:
    found = [one.get("zengin") for one in transfer.get("financial_addresses") or ()]
    zengin: Answer = next((one for one in found if one), {})

    def said(name: str) -> str:
        return str(zengin.get(name) or "")

    return Account(
        bank=said("bank_name"),
        branch=said("branch_name"),
        type=said("account_type"),
        account=said("account_number"),
        holder=said("account_holder_name"),
        bank_code=said("bank_code"),
        branch_code=said("branch_code"),
        page=str(transfer.get("hosted_instructions_url") or ""),
    ).as_json()


def _action(intent: Answer, name: str) -> Answer:
    return (intent.get("next_action") or {}).get(name) or {}


def _cash(intent: Answer) -> Yen:
    """What lies with Stripe's customer, where the answer tells; each customer is of one attempt."""
    customer = intent.get("customer")
    balance = customer.get("cash_balance") if isinstance(customer, Mapping) else None
    available = balance.get("available") if isinstance(balance, Mapping) else None
    return int((available or {}).get("jpy") or 0)


def _closed(intent: Answer) -> bool:
    return "closed" in marks_of(intent)


def _failure(intent: Answer) -> str:
    error = intent.get("last_payment_error") or {}
    code = str(error.get("decline_code") or error.get("code") or "")
    return _FAILURES.get(code, code)[:32]


def _kept_card(intent: Answer) -> str:
    if not intent.get("setup_future_usage"):
        return ""
    customer, card = (_id(intent.get(name)) for name in ("customer", "payment_method"))
    return f"{customer}/{card}" if customer and card else ""


def _id(thing: Any) -> str:
    return str(thing["id"] if isinstance(thing, Mapping) else thing or "")
