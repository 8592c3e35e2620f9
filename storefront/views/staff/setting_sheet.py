"""One sheet of settings: looked at, typed over, shown with what it would come to, and stored at once or for a day to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _

from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.jinja import format_date
from storefront.quoting.checks import BadTariff
from storefront.sheets.change import (
    ChangedMeanwhile,
    faults_of,
    save,
    schedule,
    version_of,
    waiting,
)
from storefront.sheets.finding import FREE, sheet_of
from storefront.sheets.rehearsal import By, Effect, rehearse, tariffs
from storefront.sheets.sheet import Sheet, Values, differing
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.outbox import FRAMING_POLICY
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.setting_arrivals import TOKYO, Arrivals, arrivals, order_days
from storefront.views.staff.setting_faults import errors_of, typing_faults
from storefront.views.staff.setting_fields import Texts
from storefront.views.staff.setting_forms import AT_ONCE_ONLY, fields_of, groups_of, regions
from storefront.views.staff.setting_mails import preview_of
from storefront.views.staff.setting_places import known_places
from storefront.views.staff.setting_words import (
    LISTS,
    Difference,
    differences,
    title_of,
    waiting_words,
)
from storefront.views.staff.sure import Press, pressed, typed_fields
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

LONGEST_WAIT = timedelta(days=3 * 366)
REHEARSED = frozenset({"shipping", "payment"})
"""Kinds that change what orders cost."""


@dataclass
class Form:
    """What was typed, what it says, from when it is to hold, and what is wrong with it."""

    typed: Mapping[str, str]
    wanted: Values
    version: int
    starts_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed there."""
        return self.typed.get(name, "")


@bp.get("/settings/<kind>/<code>")
@access(STAFF, Permission.SEE_SETTINGS)
def setting(kind: str, code: str) -> Response:
    """What it says; for those who may change it, a form."""
    sheet = _sheet(kind, code)
    values = sheet.values()
    return _page(sheet, Form(_typed(sheet, values), values, version_of(sheet.subject)))


@bp.post("/settings/<kind>/<code>")
@access(STAFF, Permission.CHANGE_SETTINGS)
def change_setting(kind: str, code: str) -> Response:
    """What was typed: checked, shown with its effects, stored."""
    sheet, now, press = _sheet(kind, code), current.now(), pressed()
    before = sheet.values()
    form = _read(sheet, now)
    form.errors |= typing_faults(sheet.subject, before, form.wanted) if not form.errors else {}
    if press is Press.CHANGE:
        form.errors = {}
        return _page(sheet, form)
    if form.errors:
        return _page(sheet, form, 422)
    if form.version != version_of(sheet.subject):
        return _crossed(sheet, form)
    if not differing(before, form.wanted):
        return _back(sheet, "same")
    return _store(sheet, form, now) if press is Press.DO else _checked(sheet, form, now)


def _checked(sheet: Sheet, form: Form, now: datetime) -> Response:
    """What the engine has against it, else the question."""
    if faults := faults_of(sheet, form.wanted, _moment(form, now)):
        form.errors = errors_of(faults, fields_of(sheet.subject))
        return _page(sheet, form, 422)
    return _question(sheet, form, now)


def _store(sheet: Sheet, form: Form, now: datetime) -> Response:
    wanted, version, told = form.wanted, form.version, "setting_saved"
    try:
        if form.starts_on is None:
            changed = save(sheet, wanted, version, actor(), now)
        else:
            changed = schedule(sheet, wanted, version, form.starts_on, actor(), now)
            told = "setting_scheduled"
    except ChangedMeanwhile:
        db.session.rollback()
        return _crossed(sheet, form)
    except BadTariff as refused:
        db.session.rollback()
        form.errors = errors_of(refused.faults, fields_of(sheet.subject))
        return _page(sheet, form, 422)
    db.session.commit()
    return _back(sheet, told if changed else "same")


def _question(sheet: Sheet, form: Form, now: datetime) -> Response:
    """What it comes to, before it is done."""
    subject, before = sheet.subject, sheet.values()
    kind, _colon, code = subject.partition(":")
    differs = differences(subject, before, form.wanted)
    groups: list[list[Effect]] = []
    arriving: Sequence[Arrivals] = ()
    if kind in REHEARSED:
        at = _moment(form, now)
        by = By(payment=code) if kind == "payment" else By(None if subject == FREE else code)
        groups = by_basket(rehearse(lambda: sheet.put(form.wanted), now, at, by))
    elif kind == "days":
        at = _moment(form, now)
        old, new = tariffs(lambda: sheet.put(form.wanted), at, at)
        arriving = arrivals(old, new, TOKYO, order_days(at))
    return own_page(
        "staff/setting_sure.html",
        title=title_of(sheet),
        action=url("staff.change_setting", kind=kind, code=code),
        back=url("staff.setting", kind=kind, code=code),
        hidden={**form.typed, "version": form.version},
        differs=differs,
        effects=groups,
        arriving=arriving,
        preview=preview_of(code, form.typed) if kind == "mail" else (),
        frozen=kind not in AT_ONCE_ONLY,
        starts=format_date(form.starts_on, "long") if form.starts_on else "",
    )


def by_basket(found: Sequence[Effect]) -> list[list[Effect]]:
    """The effects, those of one basket together."""
    return [list(group) for _basket, group in groupby(found, key=lambda one: id(one.basket))]


def _crossed(sheet: Sheet, form: Form) -> Response:
    """What was typed, with what stands there now beside it: saving again writes over it."""
    theirs = sheet.values()
    form.version = version_of(sheet.subject)
    return _page(sheet, form, 409, differences(sheet.subject, theirs, form.wanted))


def _page(
    sheet: Sheet, form: Form, status: int = 200, differs: Sequence[Difference] | None = None
) -> Response:
    subject, now = sheet.subject, current.now()
    kind, _colon, code = subject.partition(":")
    page = own_page(
        "staff/setting.html",
        status,
        title=title_of(sheet),
        kind=kind,
        code=code,
        subject=subject,
        groups=groups_of(subject),
        form=form,
        values=sheet.values(),
        differs=differs,
        waiting=[waiting_words(one) for one in waiting(subject)],
        datable=kind not in AT_ONCE_ONLY,
        tomorrow=shop_day(now) + timedelta(days=1),
        back=url(LISTS[kind]),
        region_names=dict(regions()),
        preview=preview_of(code, form.typed) if kind == "mail" else None,
        places=sorted(known_places().items()) if kind == "legal" else (),
        said=said(),
    )
    if kind == "mail":
        page.headers["Content-Security-Policy"] = FRAMING_POLICY
    return page


def _read(sheet: Sheet, now: datetime) -> Form:
    typed = {name: text[:8000] for name, text in typed_fields().items()}
    version = number_typed(typed.pop("version", "")) or 0
    if typed.get("own") == "1" and sheet.subject.startswith("mail:"):
        typed = {"own": "1"}
    texts = Texts(typed)
    wanted = {one.name: one.read(texts) for one in fields_of(sheet.subject)}
    form = Form(typed, wanted, version, errors=texts.errors)
    if typed.get("when") == "later" and sheet.subject.partition(":")[0] not in AT_ONCE_ONLY:
        form.starts_on = day_typed(typed.get("from", ""), now)
        if form.starts_on is None:
            form.errors["from"] = _("明日からあとの日を、2026-12-01 のように書いてください。")
    return form


def day_typed(text: str, now: datetime) -> date | None:
    """A day to come, within the years that are looked at; None for anything else."""
    try:
        found = date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    today = shop_day(now)
    return found if today < found <= today + LONGEST_WAIT else None


def _typed(sheet: Sheet, values: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in fields_of(sheet.subject):
        found |= one.typed(values[one.name])
    return found


def _moment(form: Form, now: datetime) -> datetime:
    return day_begins(form.starts_on) if form.starts_on else now


def _back(sheet: Sheet, told: str) -> Response:
    kind, _colon, code = sheet.subject.partition(":")
    return see_other("staff.setting", kind=kind, code=code, told=told)


def _sheet(kind: str, code: str) -> Sheet:
    return sheet_of(f"{kind}:{code}") or abort(404)
