"""Signed tokens: the order link in a mail, the place key of a confirmation page."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import current_app
from itsdangerous import BadSignature

from storefront.signatures import Serial

ORDER_LINK_LASTS = timedelta(days=90)
PLACE_KEY_LASTS = timedelta(days=1)


class BadToken(Exception):
    """The token was not made here, was changed, or is too old."""


def sign(purpose: str, payload: Any) -> str:
    """A text for an address or a hidden field that only this shop can have made. Readable, not secret."""
    return str(_signer(purpose).dumps(payload))


def read(purpose: str, token: str, lasts: timedelta) -> Any:
    """The payload of a token made for the same purpose. Raises BadToken for anything else."""
    try:
        return _signer(purpose).loads(token, max_age=int(lasts.total_seconds()))
    except BadSignature as problem:
        raise BadToken(purpose) from problem


def _signer(purpose: str) -> Serial:
    return _signer_of(str(current_app.secret_key), purpose)


@lru_cache(maxsize=32)
def _signer_of(secret: str, purpose: str) -> Serial:
    return Serial(secret, salt="storefront." + purpose)
