"""Between password and factor: a signed cookie that says who has typed the password, for five minutes, good once.

It opens nothing by itself. A password changed meanwhile, a member switched off, and its own use end it.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, current_app, request

from storefront import tokens
from storefront.extensions import db
from storefront.staff.factor import spend
from storefront.staff.signing_in import Credentials, credentials_of
from storefront.views import current
from storefront.views.staff.admitting import admitted
from storefront.views.staff.second import seal

LASTS = timedelta(minutes=5)
PURPOSE = "staff-half-way"


@dataclass(frozen=True)
class HalfWay:
    """Somebody who has typed the password of `known`."""

    known: Credentials
    nonce: str

    @property
    def holder(self) -> str:
        """Whom a passkey's answer serves."""
        return f"half-way:{self.nonce}"

    def use(self) -> bool:
        """Use it up: True once. The caller commits."""
        return spend(seal().digest(f"{PURPOSE}:{self.nonce}"), current.now())


def keep(response: Response, known: Credentials) -> Response:
    """Let the answer say who has typed the password."""
    at = int(current.now().timestamp())
    told = [known.member_id, secrets.token_urlsafe(16), at, seal().digest(known.password)]
    response.set_cookie(
        _name(), tokens.sign(PURPOSE, told), max_age=int(LASTS.total_seconds()), secure=_secure(),
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def drop(response: Response) -> Response:
    """Let the answer take it away."""
    response.delete_cookie(_name(), secure=_secure(), httponly=True, samesite="Strict")
    return response


def read() -> HalfWay | None:
    """Who has typed the password in this browser lately, and may come in with a factor. Ends its transaction."""
    try:
        told = tokens.read(PURPOSE, request.cookies.get(_name(), ""), timedelta(days=1))
        member_id, nonce, at, digest = int(told[0]), str(told[1]), int(told[2]), str(told[3])
    except (tokens.BadToken, ValueError, TypeError, IndexError):
        return None
    age = current.now() - datetime.fromtimestamp(at, UTC)
    known = credentials_of(member_id)
    db.session.rollback()
    if known is None or not timedelta() <= age < LASTS or seal().digest(known.password) != digest:
        return None
    return HalfWay(known, nonce) if known.active and known.factored and admitted(known) else None


def _name() -> str:
    return f"{current_app.config['STAFF_COOKIE_NAME']}-half-way"


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
