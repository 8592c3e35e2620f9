"""How a member proves who they are: factors, recovery codes, sessions."""

from datetime import datetime, timedelta

from flask import Flask

from storefront import tokens
from storefront.staff import passkey
from storefront.staff.factor import factors_of
from tests.staff.changes.change import Change
from tests.support.authenticator import Authenticator
from tests.support.desk import PASSWORD, Desk
from tests.support.factors import APP, SEAL, as_if_proved, shown, with_app

HOLDER = "session:1"
CHALLENGE = b"c" * 32
ADD_APP, ADD_PASSKEY = "/staff/account/factors/app", "/staff/account/factors/passkey"
moments: list[datetime] = []


def moment(app: Flask, now: datetime) -> None:
    moments[:] = [now]


def adding_app(app: Flask, now: datetime) -> str:
    moment(app, now)
    return ADD_APP


def app_fields(app: Flask) -> dict[str, object]:
    return {"secret": SEAL.close(f"{HOLDER} {APP}"), "code": shown(moments[0])}


def passkey_fields(app: Flask) -> dict[str, object]:
    with app.test_request_context():
        token = tokens.sign("staff-passkey", [HOLDER, passkey.plain(CHALLENGE)])
        options = passkey.request(
            passkey.Site("localhost", []), "茶房", CHALLENGE, (1, "a", "b"), []
        )
    answer = Authenticator("http://localhost").create(options)
    return {"name": "電話", "factor_challenge": token, "factor_answer": answer}


def proving(app: Flask, now: datetime) -> str:
    moment(app, now)
    with_app(app, now - timedelta(days=1))
    return "/staff/prove"


def proved(app: Flask, now: datetime) -> None:
    with_app(app, now - timedelta(days=1))
    as_if_proved(app, now)


def removing(app: Flask, now: datetime) -> str:
    proved(app, now)
    with app.app_context():
        return f"/staff/account/factors/{factors_of(1).all[0].id}/remove"


def renewing(app: Flask, now: datetime) -> str:
    proved(app, now)
    return "/staff/account/factors/codes"


def ending(app: Flask, now: datetime) -> str:
    Desk(app).sign_in()
    return "/staff/account/sessions/2/end"


CHANGES = {
    "staff.keep_app": Change(adding_app, app_fields, {"code": "000000"}),
    "staff.keep_passkey": Change(
        lambda _app, _now: ADD_PASSKEY, passkey_fields, {"factor_answer": "{}"}
    ),
    "staff.prove_now": Change(
        proving,
        lambda _app: {"password": PASSWORD, "factor_code": shown(moments[0])},
        {"factor_code": "000000"},
    ),
    "staff.remove_factor_now": Change(removing, {}, None),
    "staff.renew_codes_now": Change(renewing, {}, None),
    "staff.end_session": Change(ending, {}, None, "/staff/account"),
}
