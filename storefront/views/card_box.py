"""The box a card is typed into: the demo's own fields, or Stripe's frame, through which the shop sees no number."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app
from flask_babel import gettext as _

from storefront.money import Yen
from storefront.payments.gateways.installed import PROVIDER, provider_code
from storefront.settings import StripeKeys
from storefront.views import current
from storefront.views.payment_words import demo_cards
from storefront.web import CONTENT_SECURITY_POLICY

SCRIPT = "https://js.stripe.com/endive/stripe.js"
"""Stripe's script, of the same release as the calls; never kept here, as their rules have it."""
TOKEN = re.compile(r"ctoken_\w{4,57}", re.ASCII)
"""A token of a card just typed: one that was kept is never taken from a form."""
_MORE = {
    "script-src": "https://js.stripe.com https://*.js.stripe.com",
    "connect-src": "https://api.stripe.com",
    "img-src": "https://*.stripe.com",
}
_FRAMES = "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com"
_PAGES = "https://hooks.stripe.com https://pm-redirects.stripe.com"
"""Where the answer to a posted form may lead: browsers hold the way there to the form's own page as well."""


@dataclass(frozen=True)
class StripeFrame:
    """What Stripe's frame is opened with; `amount` in yen."""

    key: str
    amount: Yen
    locale: str
    script: str = SCRIPT
    test: bool = False
    """Whether no real card is taken."""


def stripe_keys() -> StripeKeys | None:
    """The keys of Stripe where it takes the cards of this shop."""
    keys: StripeKeys | None = current_app.config["SETTINGS"].stripe
    return keys if provider_code(PROVIDER) == "stripe" else None


def card_box(amount: Yen | None) -> dict[str, Any]:
    """What a page with the box is given; `amount` is what a card would pay, None where no card is taken."""
    keys = stripe_keys()
    if keys is None:
        return {"cards": demo_cards(), "stripe": None}
    frame = (
        StripeFrame(keys.publishable, amount, current.locale(), test=not keys.live)
        if amount
        else None
    )
    return {"cards": [], "stripe": frame}


def label_of(last_four: str) -> str:
    """How a card is called that the shop has not seen."""
    seen = re.fullmatch(r"[0-9]{4}", last_four, re.ASCII)
    return f"•••• {last_four}" if seen else str(_("カード"))


def with_frame(response: Response) -> Response:
    """The page, allowed to open Stripe's frame and to lead to a page of Stripe's."""
    if stripe_keys():
        response.headers["Content-Security-Policy"] = _policy(
            {**_MORE, "form-action": _PAGES}, _FRAMES
        )
        response.headers["Permissions-Policy"] = (
            'camera=(), geolocation=(), microphone=(), payment=(self "https://js.stripe.com")'
        )
    return response


def may_lead_to_stripe(response: Response) -> Response:
    """The page, allowed to lead to a page of Stripe's and to nothing more."""
    if stripe_keys():
        response.headers["Content-Security-Policy"] = _policy({"form-action": _PAGES})
    return response


def _policy(more: dict[str, str], *besides: str) -> str:
    """The policy of every page with sources added to some of its lines."""
    lines = []
    for line in CONTENT_SECURITY_POLICY.split("; "):
        name = line.partition(" ")[0]
        lines.append(f"{line} {more[name]}" if name in more else line)
    return "; ".join([*lines, *besides])
