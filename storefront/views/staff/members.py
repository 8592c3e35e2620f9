"""Who works here: the list, taking somebody on, another name or role."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import EmailField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.factor import Factor
from storefront.staff.member import LONGEST_EMAIL, LONGEST_NAME, Member, tidy
from storefront.staff.passwords import hashed, made_password
from storefront.staff.roles import Permission, Role
from storefront.staff.signing_in import open_sessions
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.telling import said

BIGGEST_ID = 2**31 - 1
ROLES = {
    Role.OWNER: _l("責任者"),
    Role.MANAGER: _l("店長"),
    Role.PACKER: _l("出荷担当"),
    Role.VIEWER: _l("閲覧のみ"),
}


class NameForm(FlaskForm):  # type: ignore[misc]
    """What a member is called and may do."""

    name = StringField(
        _l("名前"),
        [
            InputRequired(_l("名前を入力してください")),
            Length(max=LONGEST_NAME, message=_l("40文字までにしてください")),
        ],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    role = RadioField(
        _l("役割"),
        [InputRequired(_l("役割を選んでください"))],
        choices=[SelectChoice(role.value, words) for role, words in ROLES.items()],
        validate_choice=False,
    )
    version = HiddenField()

    def tidied(self) -> tuple[str, Role] | None:
        """Name and role when both are good; else the errors stand at the fields."""
        good = bool(self.validate())
        name, role = " ".join((self.name.data or "").split()), self.role.data or ""
        if good and (not name or not name.isprintable()):
            self.name.errors = [_("名前を入力してください")]
            good = False
        if self.role.data and role not in set(Role):
            self.role.errors = [_("役割を選んでください")]
            good = False
        return (name, Role(role)) if good else None


class NewForm(NameForm):
    """The same, and the address they sign in with."""

    email = EmailField(
        _l("メールアドレス"),
        [InputRequired(_l("メールアドレスを入力してください"))],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_EMAIL},
    )

    def address(self) -> str:
        """The tidied address, empty for what is none; then the error stands at the field."""
        try:
            typed = validate_email(tidy(self.email.data), check_deliverability=False)
        except EmailNotValidError:
            if not self.email.errors:
                self.email.errors = [_("メールアドレスの形を確かめてください")]
            return ""
        return tidy(typed.normalized)


@dataclass(frozen=True)
class Differs:
    """What somebody else saved meanwhile, beside what was typed here: word of the field, theirs, ours."""

    word: str
    theirs: str
    ours: str


@bp.get("/members")
@access(STAFF, Permission.KEEP_STAFF)
def members() -> Response:
    """Everybody, and how each of them signs in."""
    factored = set(db.session.scalars(select(Factor.member_id).distinct()))
    return own_page(
        "staff/members.html", members=keeping.all_members(), factored=factored, said=said()
    )


@bp.get("/members/new")
@access(STAFF, Permission.KEEP_STAFF)
@asks_password()
def new_member() -> Response:
    """The form for somebody new."""
    return _new_page(NewForm(formdata=None, role=Role.PACKER.value))


@bp.post("/members/new")
@access(STAFF, Permission.KEEP_STAFF)
@asks_password()
def add_member() -> Response:
    """Take them on, and show their first password once."""
    form = NewForm()
    good, address = form.tidied(), form.address()
    if good is None or not address:
        return _new_page(form, 422)
    db.session.rollback()  # nobody waits for the hash
    password = made_password()
    kept = hashed(password)
    try:
        member = keeping.add_member(
            actor(), address, *good, current.locale(), kept, current.now(), new=True
        )
    except keeping.MemberExists:
        db.session.rollback()
        form.email.errors = [_("このメールアドレスの担当者は、もういます")]
        return _new_page(form, 422)
    db.session.commit()
    return password_page(member, password)


@bp.get("/members/<int:member_id>")
@access(STAFF, Permission.KEEP_STAFF)
def member(member_id: int) -> Response:
    """One member: name and role to change, and what else can be done."""
    one = found_member(member_id)
    form = NameForm(formdata=None, name=one.name, role=one.role, version=str(one.version))
    return _member_page(one, form)


@bp.post("/members/<int:member_id>")
@access(STAFF, Permission.KEEP_STAFF)
@asks_password()
def change_member(member_id: int) -> Response:
    """Save name and role, unless somebody else saved since the form was opened: 409 with both."""
    one = keeping.held(member_id) if member_id <= BIGGEST_ID else None
    if one is None:
        abort(404)
    form = NameForm()
    good = form.tidied()
    if good is None:
        return _member_page(one, form, 422)
    name, role = good
    if form.version.data != str(one.version):
        differs = _differences(one, name, role)
        form.version.data = str(one.version)
        return _member_page(one, form, 409, differs)
    try:
        changed = keeping.change_member(actor(), one, name, role, current.now())
    except keeping.LastOwner:
        db.session.rollback()
        form.role.errors = [_("ほかに責任者がいないので、役割を変えられません")]
        return _member_page(found_member(member_id), form, 422)
    db.session.commit()
    return see_other("staff.members", told="member_saved" if changed else "same")


def found_member(member_id: int) -> Member:
    """The member of that number; 404 for nobody."""
    one = db.session.get(Member, member_id) if member_id <= BIGGEST_ID else None
    return one or abort(404)


def password_page(one: Member, password: str) -> Response:
    """A password somebody else is to be told, shown this once."""
    return own_page("staff/member_password.html", member=one, password=password)


def _differences(one: Member, name: str, role: Role) -> list[Differs]:
    ours, theirs = (name, ROLES[role]), (one.name, ROLES[Role(one.role)])
    words = (_("名前"), _("役割"))
    return [Differs(w, str(t), str(o)) for w, t, o in zip(words, theirs, ours, strict=True) if t != o]  # fmt: skip


def _new_page(form: NewForm, status: int = 200) -> Response:
    return own_page("staff/member_new.html", status, form=form)


def _member_page(
    one: Member, form: NameForm, status: int = 200, differs: list[Differs] | None = None
) -> Response:
    kinds = db.session.scalars(select(Factor.kind).where(Factor.member_id == one.id)).all()
    return own_page(
        "staff/member.html",
        status,
        member=one,
        form=form,
        version=one.version,
        differs=differs,
        kinds=sorted(kinds),
        sessions=len(open_sessions(one.id, current.now())),
        own=one.id == at_work().member_id,
        said=said(),
        typed=request.method == "POST",
    )
