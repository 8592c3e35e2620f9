"""Whoever sends messages to the shop: writes them, signs them by the scheme as it is published, posts them."""

import hashlib
import json
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.webhook import WebhookEvent

BLOCK = 64


def signed(body: bytes, secret: str, at: datetime) -> str:
    """HMAC-SHA256 of time and body, spelled out: nothing is shared with what verifies it."""
    stamp = str(int(at.timestamp()))
    key = secret.encode().ljust(BLOCK, b"\0")
    inner = hashlib.sha256(bytes(one ^ 0x36 for one in key) + stamp.encode() + b"." + body).digest()
    outer = hashlib.sha256(bytes(one ^ 0x5C for one in key) + inner).hexdigest()
    return f"t={stamp},v1={outer}"


def message(key: str, at: datetime, number: str = "evt_1", **more: object) -> bytes:
    told = {"id": number, "type": "payment.captured", "key": key, "ref": "", **more}
    return json.dumps({"created": int(at.timestamp()), **told}).encode()


def send(
    client: FlaskClient,
    body: bytes,
    now: datetime,
    secret: str = "new",
    age: timedelta = timedelta(0),
    **more: object,
) -> TestResponse:
    signature = {"Probe-Signature": signed(body, secret, now - age)}
    sent = {"data": body, "headers": signature, "content_type": "application/json", **more}
    return client.post("/webhooks/probe", **sent)  # type: ignore[arg-type]


def kept(app: Flask) -> tuple[int, int]:
    """How many messages were written down, and how many jobs that follow them up."""
    with app.app_context():
        messages = db.session.scalar(select(func.count()).select_from(WebhookEvent))
        jobs = db.session.scalar(select(func.count()).where(Job.kind == "payments.heard"))
        return messages or 0, jobs or 0
