"""Setting up a second factor: an app that reads a picture and shows codes, or a passkey of this device."""

import segno
from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from storefront.extensions import db
from storefront.locales import choose
from storefront.staff import enrolling, passkey
from storefront.staff.factor import LONGEST_NAME, factors_of, spend
from storefront.staff.one_time_code import (
    app_address,
    in_groups,
    new_secret,
    step_of,
    tidy_code,
)
from storefront.staff.passkey import NewPasskey
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.caller import within_limit
from storefront.views.responses import own_page, see_other
from storefront.views.snapshot import snapshot
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, own_holder, own_row
from storefront.views.staff.browser_words import browser_words
from storefront.views.staff.factors import codes_page
from storefront.views.staff.limit import MINUTE, TRIES
from storefront.views.staff.proving import asks_proof, proof_used
from storefront.views.staff.second import ask_for_new_passkey, asked_of, seal, site


class AppForm(FlaskForm):  # type: ignore[misc]
    """The first code of a new app."""

    code = StringField(
        _l("アプリに出ている6けたのコード"),
        [InputRequired(_l("アプリに出ている6けたのコードを入力してください"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20},
    )


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """What the passkey is called."""

    name = StringField(
        _l("この端末の呼び名"),
        [
            InputRequired(_l("この端末の呼び名を入力してください")),
            Length(max=LONGEST_NAME, message=_l("40文字までにしてください")),
        ],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )


@bp.get("/account/factors/app")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def add_app() -> Response:
    """Show a new secret, as a picture and as text. It is kept nowhere until its first code came back."""
    return _app_page(AppForm(formdata=None), new_secret())


@bp.post("/account/factors/app")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def keep_app() -> Response:
    """Keep the secret whose code was typed; it replaces the app there was."""
    form, secret = AppForm(), _secret_sent()
    if secret is None:
        return see_other("staff.add_app")
    if not form.validate():
        return _app_page(form, secret, 422)
    if not within_limit("staff-factor", TRIES, MINUTE, str(at_work().member_id)):
        form.code.errors = [_("試した回数が多いため、しばらく受け付けを止めています")]
        return _app_page(form, secret, 429)
    step = step_of(secret, tidy_code(form.code.data), current.now())
    if step is None:
        form.code.errors = [_("コードが合いません。いま出ているものを入力してください。電話の時計も確かめてください")]  # fmt: skip
        return _app_page(form, secret, 422)
    own_row()
    if not spend(seal().digest(f"app:{secret}"), current.now()):
        db.session.rollback()
        return see_other("staff.factors")
    member_id = at_work().member_id
    codes = enrolling.keep_app(actor(), member_id, secret, step, seal(), current.now())
    return _done(codes)


@bp.get("/account/factors/passkey")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def add_passkey() -> Response:
    """Ask the device for a passkey."""
    return _passkey_page(PasskeyForm(formdata=None, name=browser_words()))


@bp.post("/account/factors/passkey")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def keep_passkey() -> Response:
    """Keep what the device made."""
    form = PasskeyForm()
    form.name.data = name = " ".join((form.name.data or "").split())
    if not form.validate():
        return _passkey_page(form, 422)
    if not name.isprintable() or not name:
        form.name.errors = [_("この端末の呼び名を入力してください")]
        return _passkey_page(form, 422)
    new = _passkey_sent()
    if new is None:
        form.name.errors = [_("パスキーを受け取れませんでした。もう一度お試しください")]
        return _passkey_page(form, 422)
    own_row()
    member_id = at_work().member_id
    if len(factors_of(member_id).passkeys) >= enrolling.MOST_PASSKEYS:
        form.name.errors = [_("パスキーは10個までです。使わないものを外してください")]
        return _passkey_page(form, 422)
    try:
        codes = enrolling.keep_passkey(actor(), member_id, new, name, seal(), current.now())
    except enrolling.KnownPasskey:
        db.session.rollback()
        form.name.errors = [_("このパスキーは、もう使われています")]
        return _passkey_page(form, 422)
    return _done(codes)


def _done(codes: list[str]) -> Response:
    proof_used()
    db.session.commit()
    return codes_page(codes) if codes else see_other("staff.factors", told="factor_added")


def _secret_sent() -> str | None:
    """The secret this session was shown; None for any other text."""
    session, _sep, secret = (seal().open(request.form.get("secret", "")) or "").partition(" ")
    return secret if session == own_holder() else None


def _passkey_sent() -> NewPasskey | None:
    """The passkey that came, once."""
    here = site()
    challenge = asked_of(own_holder(), request.form.get("factor_challenge", ""))
    if here is None or challenge is None:
        return None
    new = passkey.made(here, challenge, request.form.get("factor_answer", ""))
    unspent = new and spend(seal().digest(passkey.plain(challenge)), current.now())
    return new if unspent else None


def _app_page(form: AppForm, secret: str, status: int = 200) -> Response:
    address = app_address(secret, at_work().email, _shop())
    picture = segno.make(address, error="m").svg_data_uri(border=4, light="#fff", dark="#000")
    return own_page(
        "staff/add_app.html",
        status,
        form=form,
        picture=picture,
        address=address,
        words=in_groups(secret),
        closed=seal().close(f"{own_holder()} {secret}"),
        replaces=factors_of(at_work().member_id).app is not None,
    )


def _passkey_page(form: PasskeyForm, status: int = 200) -> Response:
    member = at_work()
    known = factors_of(member.member_id).passkeys
    whom = (member.member_id, member.email, member.name)
    asked = ask_for_new_passkey(_shop(), whom, known, own_holder())
    return own_page("staff/add_passkey.html", status, form=form, asked=asked)


def _shop() -> str:
    return choose(snapshot().profile.name, current.locale())
