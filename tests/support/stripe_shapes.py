"""What Stripe answers, in the shapes of its documents: only the fields that anybody here could read."""

from typing import Any

KONBINI = {
    "type": "konbini_display_details",
    "konbini_display_details": {
        "expires_at": 1795791599,
        "hosted_voucher_url": "https://payments.stripe.com/konbini/voucher/test_1",
        "stores": {
            "familymart": {"confirmation_number": "1234567890", "payment_code": "123456"},
            "lawson": {"confirmation_number": "1234567890", "payment_code": "234567"},
            "ministop": {"confirmation_number": "1234567890", "payment_code": "345678"},
            "seicomart": {"confirmation_number": "1234567890", "payment_code": "456789"},
        },
    },
}

ZENGIN = {
    "account_holder_name": "ハッパサボウ",
    "account_number": "1234567",
    "account_type": "futsu",
    "bank_code": "0005",
    "bank_name": "三菱UFJ銀行",
    "branch_code": "950",
    "branch_name": "ストライプ支店",
}


def transfer(remaining: int) -> dict[str, Any]:
    """The next action of a transfer of which so much is still missing."""
    return {
        "type": "display_bank_transfer_instructions",
        "display_bank_transfer_instructions": {
            "amount_remaining": remaining,
            "currency": "jpy",
            "financial_addresses": [
                {"type": "zengin", "supported_networks": ["zengin"], "zengin": ZENGIN}
            ],
            "hosted_instructions_url": "https://payments.stripe.com/bank_transfers/test_1",
            "reference": "ABC123",
            "type": "jp_bank_transfer",
        },
    }


def redirect(url: str) -> dict[str, Any]:
    """The next action of whoever has to go to a page."""
    return {"type": "redirect_to_url", "redirect_to_url": {"return_url": "", "url": url}}


def card_error(code: str, decline: str = "") -> dict[str, Any]:
    """What went wrong with a card."""
    error: dict[str, Any] = {
        "type": "card_error",
        "code": code,
        "message": "Your card was declined.",
    }
    return {**error, "decline_code": decline} if decline else error


def event(type_: str, subject: dict[str, Any], created: int = 1795482000) -> dict[str, Any]:
    """A message about something."""
    return {
        "id": "evt_1",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": created,
        "data": {"object": subject},
        "livemode": False,
        "type": type_,
    }
