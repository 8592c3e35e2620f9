"""Which of the shop's patterns this visitor has switched off: a signed cookie, read once per request."""

from datetime import timedelta

from flask import Response, current_app, g, has_request_context, request

from storefront import tokens
from storefront.lab.patterns import NOTHING_OFF, Off, Pattern, decoded, encoded

COOKIE = "lab"
PURPOSE = "lab"
LASTS = timedelta(days=30)


def switched_off() -> Off:
    """What is off for this visitor; nothing without a cookie, or for one that was not signed here or is too old.

    Mails are written for nobody who is there: nothing is off.
    """
    if not has_request_context():
        return NOTHING_OFF
    off: Off | None = g.get("switched_off")
    if off is None:
        off = g.switched_off = _read(request.cookies.get(COOKIE, ""))
    return off


def is_on(pattern: str) -> bool:
    """Whether a pattern is on for this visitor. Raises ValueError for what is none."""
    return Pattern(pattern) not in switched_off()


def remember(response: Response, off: Off) -> None:
    """Let the browser keep a state for thirty days; the shop as it is needs no cookie."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if not off:
        response.delete_cookie(COOKIE, secure=secure, httponly=True, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        tokens.sign(PURPOSE, encoded(off)),
        max_age=LASTS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def _read(cookie: str) -> Off:
    if not cookie:
        return NOTHING_OFF
    try:
        return decoded(str(tokens.read(PURPOSE, cookie, LASTS)))
    except tokens.BadToken:
        return NOTHING_OFF
