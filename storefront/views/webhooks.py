"""Messages of payment companies: the signature on the raw body is all that is believed. No session, no CSRF token, no page.

Answers tell the sender what to do: 2xx never again, 4xx never again either, 503 once more later.
"""

import logging

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from storefront.database import again
from storefront.extensions import csrf, db
from storefront.payments import webhook
from storefront.payments.gateways import BadEvent, BadSignature, Event, Gateway
from storefront.payments.gateways.installed import gateway_for
from storefront.views import current
from storefront.views.access import MACHINE, access

bp = Blueprint("webhooks", __name__)
csrf.exempt(bp)
log = logging.getLogger("storefront.webhooks")

LARGEST = 256 * 1024
"""Bytes; whoever announces more is refused before anything is read. A message of Stripe's has some thousand."""


@bp.post("/webhooks/<gateway>")
@access(MACHINE)
def hear(gateway: str) -> Response:
    """Write one message down and answer at once; a job then asks how things stand.

    The signature stands in the header named after the gateway, as in `Stripe-Signature`. A message that was here before
    is fine, one about something that is not here yet is to come again.
    """
    asked = gateway_for(gateway)
    if asked is None:
        return _say(404, "no such gateway")
    body = b"" if (announced := request.content_length or 0) > LARGEST else request.get_data()
    if max(announced, len(body)) >= LARGEST:  # a body that was not announced is cut off there
        return _say(413, "too large")
    event = _read(asked, body, request.headers.get(f"{asked.code.title()}-Signature", ""))
    return event if isinstance(event, Response) else _keep(asked.code, event)


def _read(gateway: Gateway, body: bytes, signature: str) -> Event | Response:
    """The message, or the answer to one that nobody believes. Opens no transaction."""
    try:
        return gateway.read_event(body, signature, current.now())
    except (BadSignature, BadEvent) as trouble:
        why = "signature" if isinstance(trouble, BadSignature) else "unreadable"
        log.warning("message refused", extra={"gateway": gateway.code, "why": why})
        return _say(400, why)


def _keep(gateway: str, event: Event) -> Response:
    told = {"gateway": gateway, "event_id": event.id, "type": event.type}

    def written() -> bool:
        new = webhook.receive(gateway, event, current.now())
        db.session.commit()
        return new

    try:
        if webhook.was_here(gateway, event.id) or not again(written):
            db.session.rollback()
            return _say(200, "known")
    except webhook.UnknownSubject:
        db.session.rollback()
        log.warning("message about nothing known", extra=told)
        return _later()
    except SQLAlchemyError as trouble:
        db.session.rollback()
        log.error("message not written", extra={**told, "why": type(trouble).__name__})
        return _later()
    log.info("message", extra=told)
    return _say(200, "thank you")


def _later() -> Response:
    response = _say(503, "again later")
    response.headers["Retry-After"] = "60"
    return response


def _say(status: int, word: str) -> Response:
    response = Response(f"{word}\n", status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
