"""The cookie of a staff session: the session's secret id and the moment it was last seen, signed.

A session that nobody uses ends after half an hour, and most of what staff do is reading. A GET never writes to the
database, so the moment it was last seen travels with the id instead: the server signs it anew, once a minute at most,
and believes no moment it has not signed. Who copies a cookie gains what he would gain from any cookie; everything
that ends a session (sign-out, twelve hours, a switched-off member) is a row and holds at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from storefront.staff.signing_in import IDLE
from storefront.views import current

WORN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Ticket:
    """What a browser showed: an id, and when it was last seen."""

    secret: str
    seen_at: datetime

    def worn(self, now: datetime) -> bool:
        """Whether it is time to sign the present moment instead."""
        return now - self.seen_at >= WORN_AFTER


def read() -> Ticket | None:
    """The ticket of this request; None without one, or for one that was not signed here."""
    try:
        secret, seen = _signer(str(current_app.secret_key)).loads(request.cookies.get(_name(), ""))
    except (BadSignature, TypeError, ValueError):
        return None
    return Ticket(str(secret), datetime.fromtimestamp(int(seen), UTC))


def came() -> bool:
    """Whether the browser brought a cookie, good or not."""
    return _name() in request.cookies


def is_signed() -> bool:
    """Whether the browser brought one that was signed here and in use lately; whether its session is open, only the guard asks."""
    ticket = read()
    return ticket is not None and current.now() - ticket.seen_at < IDLE


def keep(secret: str) -> None:
    """Let the answer carry a cookie for this session, seen now."""
    g.staff_cookie = secret


def drop() -> None:
    """Let the answer take the cookie away."""
    g.staff_cookie = ""


def send(response: Response) -> None:
    """Put into the answer what `keep` or `drop` asked for. The browser forgets it when it is closed."""
    secret = g.get("staff_cookie")
    if secret is None:
        return
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if not secret:
        response.delete_cookie(_name(), secure=secure, httponly=True, samesite="Strict")
        return
    seen = int(current.now().timestamp())
    ticket = _signer(str(current_app.secret_key)).dumps([secret, seen])
    response.set_cookie(_name(), str(ticket), secure=secure, httponly=True, samesite="Strict")


def _name() -> str:
    return str(current_app.config["STAFF_COOKIE_NAME"])


@lru_cache(maxsize=4)
def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="storefront.staff")
