"""The outbox, in development only: every mail the shop has written, as its reader would see it."""

from flask import Blueprint, Response, abort, g
from sqlalchemy import select
from sqlalchemy.orm import defer

from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.views.access import DEVELOPMENT, access
from storefront.views.responses import own_page
from storefront.web import CONTENT_SECURITY_POLICY

bp = Blueprint("outbox", __name__)

SHOWN = 100
FRAMING_POLICY = CONTENT_SECURITY_POLICY + "; frame-src 'self'"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation"
)
"""Mails carry their style with them; nothing else of a mail may do anything."""


@bp.get("/outbox")
@access(DEVELOPMENT)
def index() -> Response:
    """The newest hundred mails."""
    g.noindex = True
    bodies = (defer(OutboxMessage.text), defer(OutboxMessage.html))
    newest = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(SHOWN).options(*bodies)
    return own_page("outbox/index.html", messages=db.session.scalars(newest).all())


@bp.get("/outbox/<int(max=2147483647):id>")
@access(DEVELOPMENT)
def show(id: int) -> Response:
    """One mail: envelope, HTML part in a frame that can do nothing, text part."""
    g.noindex = True
    response = own_page("outbox/show.html", message=_message(id))
    response.headers["Content-Security-Policy"] = FRAMING_POLICY
    return response


@bp.get("/outbox/<int(max=2147483647):id>/html")
@access(DEVELOPMENT)
def part(id: int) -> Response:
    """The HTML part alone; its links leave the frame."""
    html = _message(id).html.replace("<head>", '<head><base target="_top">', 1)
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def _message(id: int) -> OutboxMessage:
    message = db.session.get(OutboxMessage, id)
    if message is None:
        abort(404)
    return message
