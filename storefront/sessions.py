"""Sessions: Flask's signed cookies at a fraction of the cost, with the same bytes on the wire."""

from copy import deepcopy
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from storefront import clock
from storefront.signatures import Serial

REMEMBERED = 4096
APART = ("known", "visit")
"""What goes into a cookie of its own: pages tell it beside what the visitor does. In one cookie with the cart, the answer
to what a page told, coming late, would put back a session from before the cart."""


class Session(SecureCookieSession):
    """A session that knows what its two cookies held."""

    renewed = False

    def __init__(
        self, own: dict[str, Any] | None = None, apart: dict[str, Any] | None = None
    ) -> None:
        """`own` and `apart` are only read."""
        self.own, self.apart = own or {}, apart or {}
        super().__init__(deepcopy({**self.own, **self.apart}))

    def renew(self) -> None:
        """Send the first cookie again even if it holds the same: it lasts from now."""
        self.renewed = self.modified = True


class Sessions(SecureCookieSessionInterface):
    """One signer for all requests; a cookie seen before is not verified again, an unchanged one not sent again."""

    def __init__(self, app: Flask) -> None:
        """Make the signer from the app's secret."""
        assert app.secret_key, "SECRET_KEY is set"
        how = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        self._signer = Serial(
            app.secret_key, salt=self.salt, serializer=self.serializer, signer_kwargs=how
        )
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)

    def get_signing_serializer(self, app: Flask) -> Serial:
        """The one signer."""
        return self._signer

    def open_session(self, app: Flask, request: Request) -> "Session":
        """What the cookies hold; nothing of one that is missing, forged or too old."""
        own = self._held(app, request.cookies.get(app.config["SESSION_COOKIE_NAME"]))
        apart = self._held(app, request.cookies.get(app.config["VISIT_COOKIE_NAME"]))
        return Session(own, apart)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send each cookie whose part has changed, or is to last from now. What our pages vary by, they say themselves."""
        if session.accessed and "Vary" not in response.headers:
            response.vary.add("Cookie")
        if not session.modified or not isinstance(session, Session):
            return
        now = dict(session)
        apart = {name: now.pop(name) for name in APART if name in now}
        lasts = app.permanent_session_lifetime if session.permanent else None
        for name, held, changed in (
            ("SESSION_COOKIE_NAME", now, session.renewed or now != session.own),
            ("VISIT_COOKIE_NAME", apart, apart != session.apart),
        ):
            if changed:
                self._send(app, response, str(app.config[name]), held, lasts)

    def _send(
        self,
        app: Flask,
        response: Response,
        name: str,
        held: dict[str, Any],
        lasts: timedelta | None,
    ) -> None:
        how: dict[str, Any] = {
            "secure": app.config["SESSION_COOKIE_SECURE"],
            "httponly": True,
            "samesite": app.config["SESSION_COOKIE_SAMESITE"],
        }
        if held:
            response.set_cookie(name, self._signer.dumps(held), max_age=lasts, **how)
        else:
            response.delete_cookie(name, **how)

    def _held(self, app: Flask, cookie: str | None) -> dict[str, Any]:
        if not cookie:
            return {}
        try:
            held, signed_at = self._verified(cookie)
        except BadSignature:
            return {}
        return {} if clock.now() - signed_at > app.permanent_session_lifetime else held

    def _verify(self, cookie: str) -> tuple[dict[str, Any], datetime]:
        held, signed_at = self._signer.loads(cookie, return_timestamp=True)
        return held, signed_at
