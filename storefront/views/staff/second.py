"""The second factor in a request: what a browser is asked, and what it answered."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from storefront import limits, tokens
from storefront.extensions import db
from storefront.staff import passkey
from storefront.staff.factor import Factor
from storefront.staff.passkey import Site
from storefront.staff.proving import Answer, Proof, prove
from storefront.staff.sealing import Seal, seal_of
from storefront.views import current
from storefront.views.caller import within_limit
from storefront.views.staff.limit import HOUR, MINUTE, TRIES, TRIES_OF_A_FACTOR

ASKED_LASTS = timedelta(minutes=10)
"""So long a passkey may take to answer."""
FIELDS = ("factor_code", "factor_answer", "factor_challenge")


@dataclass(frozen=True)
class Asked:
    """A question for a passkey: what the browser is given (JSON), and the challenge in it, signed, to come back with the answer."""

    options: str
    challenge: str


def seal() -> Seal:
    """What secrets of factors are closed with."""
    return seal_of(str(current_app.secret_key))


def site() -> Site | None:
    """Whom passkeys belong to; None at a bare IP address, where browsers have none.

    In production the shop's own address decides; in development whichever name of this machine was typed.
    """
    settings = current_app.config["SETTINGS"]
    address = urlsplit(settings.site_url if settings.production else request.host_url)
    host = address.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return Site(host, [f"{address.scheme}://{address.netloc}"]) if host else None
    return None


def ask_passkeys(passkeys: Sequence[Factor], holder: str) -> Asked | None:
    """The question for any of these; None where there is nothing to ask. `holder` is whom the answer serves."""
    here = site()
    if here is None or not passkeys:
        return None
    challenge = secrets.token_bytes(32)
    known = [one.credential for one in passkeys if one.credential]
    return Asked(passkey.question(here, challenge, known), _signed(holder, challenge))


def ask_for_new_passkey(
    shop: str, member: tuple[int, str, str], passkeys: Sequence[Factor], holder: str
) -> Asked | None:
    """The wish for a new one; None at a bare IP address. `member`: id, address and name."""
    here = site()
    if here is None:
        return None
    challenge = secrets.token_bytes(32)
    known = [one.credential for one in passkeys if one.credential]
    options = passkey.request(here, shop, challenge, member, known)
    return Asked(options, _signed(holder, challenge))


def answered(holder: str) -> Answer:
    """What this request sent as a second factor. An answer to a question put to somebody else counts as none."""
    typed, answer = (request.form.get(name, "") for name in FIELDS[:2])
    if not answer:
        return Answer(typed=typed[:100])
    challenge = asked_of(holder, request.form.get("factor_challenge", ""))
    return Answer(passkey=answer, challenge=challenge or secrets.token_bytes(32))


def asked_of(holder: str, token: str) -> bytes | None:
    """The challenge that was put to `holder`; None for any other text, or after ten minutes."""
    try:
        whom, challenge = tokens.read("staff-passkey", token, ASKED_LASTS)
    except (tokens.BadToken, ValueError, TypeError):
        return None
    return passkey.raw(str(challenge)) if whom == holder else None


def proved_by(member_id: int, answer: Answer, *, paper: bool) -> Proof | None:
    """What the answer proves; the caller commits. Counts the try: raises TooManyRequests beyond the limit.

    By member and address as passwords are, and by member alone, since six figures can be guessed from many addresses.
    """
    if not within_limit("staff-factor", TRIES, MINUTE, str(member_id)) or not _within(member_id):
        raise TooManyRequests(retry_after=int(MINUTE.total_seconds()))
    return prove(member_id, answer, seal(), site(), current.now(), paper=paper)


def _within(member_id: int) -> bool:
    if not current_app.config["SETTINGS"].rate_limits:
        return True
    allowed = limits.hit(f"staff-factor-of:{member_id}", TRIES_OF_A_FACTOR, HOUR, current.now())
    db.session.commit()
    return allowed


def _signed(holder: str, challenge: bytes) -> str:
    return tokens.sign("staff-passkey", [holder, passkey.plain(challenge)])
