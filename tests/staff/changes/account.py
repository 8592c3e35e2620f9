"""A member's own page."""

from tests.staff.changes.change import Change
from tests.support.desk import PASSWORD

NEW = "hachimitsu to yuki no yama"
CHANGES = {
    "staff.change_password": Change(
        lambda _app, _now: "/staff/account/password",
        {"current": PASSWORD, "password": NEW, "repeated": NEW},
        {"repeated": "another"},
        "/staff/account",
    ),
    "staff.change_language": Change(
        lambda _app, _now: "/staff/account/language",
        {"locale": "en"},
        {"locale": "xx"},
        "/staff/account",
    ),
    "staff.confirm_now": Change(
        lambda _app, _now: "/staff/confirm", {"password": PASSWORD}, {"password": ""}
    ),
    "staff.sign_out": Change(lambda _app, _now: "/staff/sign-out", {}, None, "/staff/"),
    "staff.sign_out_everywhere": Change(
        lambda _app, _now: "/staff/sign-out-everywhere", {}, None, "/staff/account"
    ),
}
