"""Error pages in the shop's design and the visitor's language; fragments for htmx; never a stack trace."""

import logging
from http import HTTPStatus

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from storefront.extensions import db, htmx
from storefront.faults import NotOpen
from storefront.views.responses import own_page

log = logging.getLogger("storefront.errors")
MACHINES = "/webhooks/"
"""Below it nobody reads pages, and nobody has a session."""
KNOWN = {400, 403, 404, 405, 409, 413, 429, 500, 503}


def set_up_errors(app: Flask) -> None:
    """Answer every HTTP error with a page of the shop."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(NotOpen, _not_open)
    app.register_error_handler(InternalServerError, _crash)


def error_answer(code: int, reason: str = "") -> Response:
    """The page or fragment for a status; `reason` picks other words for the same status."""
    g.noindex = True
    if (
        request_ctx.url_adapter is None
    ):  # a refused host leaves the request without addresses to build
        request_ctx.url_adapter = current_app.url_map.bind("shop")
    page = code if code in KNOWN else (400 if code < HTTPStatus.INTERNAL_SERVER_ERROR else 500)
    if htmx:
        html = render_template("errors/_problem.html", code=page, reason=reason)
        return Response(html, code, mimetype="text/html")
    here = request.full_path.rstrip("?")
    here = here if here.isprintable() else url_for("catalog.home")
    show = "staff/problem.html" if request.blueprint == "staff" else "errors/show.html"
    return own_page(show, status=code, code=page, reason=reason, here=here)


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # type: ignore[return-value]
    response = _safely(code, str(getattr(error, "reason", "")))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _csrf_error(_error: CSRFError) -> Response:
    db.session.rollback()
    return _safely(400, "csrf")


def _database_busy(error: OperationalError) -> Response:
    log.error("database", exc_info=error)
    return _safely(503)


def _not_open(error: NotOpen) -> Response:
    log.error("not open", exc_info=error)
    return _safely(503, "not open")


def _crash(error: InternalServerError) -> Response:
    log.error("crash", exc_info=error.original_exception or error)
    return _safely(500)


def _safely(code: int, reason: str = "") -> Response:
    """The designed page, or plain words when even that cannot be made (database gone); to machines a word only."""
    if request.path.startswith(MACHINES):
        return Response(f"{code}\n", code, {"Cache-Control": "no-store"}, mimetype="text/plain")
    try:
        db.session.rollback()
        return error_answer(code, reason)
    except Exception as trouble:  # the error page must never be the reason for no answer
        log.error("error page failed", exc_info=trouble)
        words = "ただいま表示できません。しばらくしてからお試しください。\nPlease try again in a moment.\n"
        return Response(words, code, mimetype="text/plain")
