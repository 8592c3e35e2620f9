"""Members with a second factor, and what they type."""

from datetime import datetime

import pyotp
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.staff import enrolling
from storefront.staff.audit import SHELL
from storefront.staff.factor import Factor
from storefront.staff.sealing import seal_of
from storefront.staff.signing_in import StaffSession
from tests.support.authenticator import Authenticator
from tests.support.desk import Desk
from tests.support.orders import behind_the_counter
from tests.support.shops import SECRET

APP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEAL = seal_of(SECRET)


def shown(now: datetime, secret: str = APP) -> str:
    """What the app shows at a moment."""
    return pyotp.TOTP(secret).at(now)


def with_app(app: Flask, now: datetime, member_id: int = 1) -> list[str]:
    """Give a member the app of APP, set up long ago; the recovery codes."""
    with behind_the_counter(app):
        return enrolling.keep_app(SHELL, member_id, APP, 0, SEAL, now)


def factor_rows(app: Flask) -> list[tuple[str, str, int]]:
    """All factors: kind, name, counter."""
    with app.app_context():
        return [(one.kind, one.name, one.counter) for one in db.session.scalars(select(Factor).order_by(Factor.id))]  # fmt: skip


def as_if_proved(app: Flask, now: datetime) -> None:
    """As if password and factor had both just been given in every session."""
    with behind_the_counter(app):
        for session in db.session.scalars(select(StaffSession)):
            session.confirmed_at = session.proved_at = now


def asked(desk: Desk) -> str:
    """What the page at hand asks a passkey."""
    box = desk.page.select_one("passkey-box")
    assert box is not None
    return str(box.get("data-get") or box.get("data-create"))


def add_passkey(desk: Desk, name: str = "電話", **more: object) -> Authenticator:
    """Set up a passkey by the page for it, as its form is sent once the device has answered."""
    desk.get("/staff/account/factors/passkey")
    key = Authenticator(desk.site, **more)  # type: ignore[arg-type]
    desk.post("/staff/account/factors/passkey", name=name, factor_answer=key.create(asked(desk)))
    return key
