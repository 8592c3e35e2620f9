"""Where a request comes from, as a keyed digest, and how often it may come. Addresses themselves are never stored."""

from datetime import timedelta
from hashlib import blake2b

from flask import current_app, request

from storefront import limits
from storefront.extensions import db
from storefront.views import current


def caller(*more: str) -> str:
    """The digest of the caller's IP address, or of the address and `more`: the name of an account, say."""
    secret = str(current_app.secret_key).encode()[:64]
    said = "\0".join((request.remote_addr or "", *more))
    return blake2b(said.encode(), key=secret, digest_size=12).hexdigest()


def within_limit(what: str, most: int, window: timedelta, *more: str) -> bool:
    """Count one try of `what` by this caller; False beyond `most` in a window. Commits; always True with limits off."""
    if not current_app.config["SETTINGS"].rate_limits:
        return True
    allowed = limits.hit(f"{what}:{caller(*more)}", most, window, current.now())
    db.session.commit()
    return allowed
