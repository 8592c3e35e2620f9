"""Where a request comes from, as a keyed digest, and how often it may come. Addresses themselves are never stored."""

from datetime import timedelta
from hashlib import blake2b
from ipaddress import IPv6Address

from flask import current_app, request

from storefront import limits
from storefront.extensions import db
from storefront.views import current

HOUSEHOLD = 64
"""The bits of an IPv6 address that one line has; whoever holds it picks the others anew for each request."""


def caller(*more: str) -> str:
    """The digest of the caller's IP address (of IPv6 the part that is a line's), or of the address and `more`: the name of an account, say."""
    secret = str(current_app.secret_key).encode()[:64]
    said = "\0".join((line_of(request.remote_addr or ""), *more))
    return blake2b(said.encode(), key=secret, digest_size=12).hexdigest()


def line_of(address: str) -> str:
    """Whose line it is: an IPv4 address as it is, also one that is written as IPv6; of IPv6 the first half."""
    if ":" not in address:
        return address
    try:
        six = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(six.ipv4_mapped or IPv6Address(int(six) >> HOUSEHOLD << HOUSEHOLD))


def within_limit(what: str, most: int, window: timedelta, *more: str) -> bool:
    """Count one try of `what` by this caller; False beyond `most` in a window. Commits; always True with limits off."""
    if not current_app.config["SETTINGS"].rate_limits:
        return True
    allowed = limits.hit(f"{what}:{caller(*more)}", most, window, current.now())
    db.session.commit()
    return allowed
