"""What stands between server and app: static files, request ids, security headers, requests nobody should send."""

import logging
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, abort, g, request
from whitenoise import WhiteNoise

from storefront.assets import Assets
from storefront.database import writing
from storefront.logs import order_number, request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("storefront.web")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
)
FORM = "application/x-www-form-urlencoded"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
YEAR = 31_536_000


def serve_static(app: Flask, assets: Assets, folder: Path) -> None:
    """Serve the hashed files of `folder` under /static/ for ever, compressed where a sibling file exists."""
    static = WhiteNoise(
        app.wsgi_app,
        root=str(folder),
        prefix="static/",
        immutable_file_test=lambda _path, _url: True,
    )
    app.wsgi_app = with_headers(static)  # type: ignore[assignment,method-assign]
    app.extensions["assets"] = assets


def with_headers(app: "WSGIApplication") -> "WSGIApplication":
    """The app with `HEADERS` on every answer, files and errors included; what an answer says itself goes first."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *trouble: Any) -> Any:
            said = {name.lower() for name, _ in headers}
            always = [pair for pair in HEADERS if pair[0].lower() not in said]
            return start_response(status, headers + always, *trouble)

        return app(environ, start)

    return answer


def guard_requests(app: Flask, production: bool, knows_staff: Callable[[], bool]) -> None:
    """Give every request its id, its right to write, its checks and its headers.

    `knows_staff` says whether the request carries a cookie of staff that was signed here: only then may it be large.
    """

    @app.before_request
    def _begin() -> None:
        g.started = perf_counter()
        g.request_id = secrets.token_hex(6)
        request_id.set(g.request_id)
        order_number.set("")
        writing.set(request.method not in READING)
        most: int | None = getattr(
            app.view_functions.get(str(request.endpoint)), "most_bytes", None
        )
        if most and knows_staff():
            request.max_content_length = most
        _refuse_broken_text()

    @app.after_request
    def _finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if production:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if request.method not in READING or response.status_code >= 400:
            _log(response)
        return response

    @app.teardown_request
    def _end(_trouble: BaseException | None) -> None:
        writing.set(False)


def _refuse_broken_text() -> None:
    """Answer 400 to text that is no UTF-8 or holds a NUL, wherever it stands."""
    if "�" in request.path or "\x00" in request.path or _broken(request.query_string):
        abort(400)
    if request.method in READING:
        return
    if request.mimetype == FORM:
        # judged as it came: Werkzeug would keep a broken byte as the letters "%FF"
        if _broken(request.get_data()):
            abort(400)
    elif any(
        "�" in text or "\x00" in text
        for name, values in request.form.lists()
        for text in (name, *values)
    ):
        abort(400)


def _broken(raw: bytes) -> bool:
    """Whether a query or a form, percent signs undone, is no UTF-8 or holds a NUL."""
    if b"%" not in raw and raw.isascii():
        return b"\x00" in raw
    text = unquote_to_bytes(raw.replace(b"+", b" "))
    return b"\x00" in text or not _is_utf8(text)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _log(response: Response) -> None:
    log.info(
        "request",
        extra={
            "method": request.method,
            "endpoint": request.endpoint or "",
            "status": response.status_code,
            "ms": round((perf_counter() - g.get("started", perf_counter())) * 1000, 1),
        },
    )
