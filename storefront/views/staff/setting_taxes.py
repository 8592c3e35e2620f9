"""Tax rates by date: those that held, the one that holds, those to come. A new one begins on a day to come; a past one stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.jinja import format_date, translate
from storefront.pricing.tax import TaxClass, TaxRate, rates_on
from storefront.quoting.checks import BadTariff
from storefront.sheets.change import Gone
from storefront.sheets.rehearsal import rehearse
from storefront.sheets.taxes import add_rate, put_rate, touched, withdraw_rate
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.setting_fields import Texts
from storefront.views.staff.setting_sheet import by_basket, day_typed
from storefront.views.staff.settings import class_words
from storefront.views.staff.sure import Press, Sure, pressed, sure_page, typed_fields
from storefront.views.staff.telling import said


@dataclass
class TaxForm:
    """A rate as it was typed."""

    typed: Mapping[str, str]
    tax_class: str = ""
    percent: int | None = None
    starts_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed there."""
        return self.typed.get(name, "")


@bp.get("/settings/tax")
@access(STAFF, Permission.SEE_SETTINGS)
def tax_settings() -> Response:
    """All rates by class, and the form for another."""
    return _page(TaxForm({}))


@bp.post("/settings/tax")
@access(STAFF, Permission.CHANGE_SETTINGS)
def add_tax_rate() -> Response:
    """A rate that was typed: checked, shown with what it touches, added."""
    now, press = current.now(), pressed()
    form = _read(now)
    if press is Press.CHANGE:
        form.errors = {}
        return _page(form)
    if form.errors or form.percent is None or form.starts_on is None:
        return _page(form, 422)
    try:
        if press is Press.DO:
            add_rate(form.tax_class, form.percent, form.starts_on, actor(), now)
            db.session.commit()
            return see_other("staff.tax_settings", told="tax_added")
        return _question(form, form.percent, form.starts_on, now)
    except BadTariff as refused:
        db.session.rollback()
        form.errors = {"from": " ".join(translate(one.words) for one in refused.faults)}
        return _page(form, 422)


@bp.get("/settings/tax/<int(max=2147483647):id>/withdraw")
@access(STAFF, Permission.CHANGE_SETTINGS)
def withdraw_tax_rate(id: int) -> Response:
    """Ask before it is taken back; what has begun is not there to be."""
    row = db.session.get(TaxRate, id)
    if row is None or row.starts_on <= shop_day(current.now()):
        return abort(404)
    name = class_words(TaxClass(row.tax_class))
    return sure_page(
        Sure(
            title=_("%(percent)s%%の税率を取りやめます", percent=row.percent),
            button=_("取りやめる"),
            action=url("staff.withdraw_tax_rate_now", id=id),
            back=url("staff.tax_settings"),
            effects=[_("その日が来ても、いまの税率のままです。")],
            facts=[(_("区分"), name), (_("はじまる日"), format_date(row.starts_on, "long"))],
        )
    )


@bp.post("/settings/tax/<int(max=2147483647):id>/withdraw")
@access(STAFF, Permission.CHANGE_SETTINGS)
def withdraw_tax_rate_now(id: int) -> Response:
    """Take it back; refused once it has begun."""
    try:
        withdraw_rate(id, actor(), current.now())
    except Gone:
        db.session.rollback()
        return see_other("staff.tax_settings", told="gone")
    db.session.commit()
    return see_other("staff.tax_settings", told="tax_withdrawn")


def _question(form: TaxForm, percent: int, starts_on: date, now: datetime) -> Response:
    begins = day_begins(starts_on)
    rows = db.session.scalars(select(TaxRate)).all()
    before = rates_on(rows, starts_on).get(form.tax_class)
    near = touched(starts_on)
    found = rehearse(lambda: put_rate(form.tax_class, percent, starts_on, now), begins, begins)
    return own_page(
        "staff/setting_tax_sure.html",
        name=class_words(TaxClass(form.tax_class)),
        before=before,
        percent=percent,
        starts=format_date(starts_on, "long"),
        orders=near.arriving_after,
        effects=by_basket(found),
        hidden=form.typed,
    )


def _page(form: TaxForm, status: int = 200) -> Response:
    today = shop_day(current.now())
    rows = db.session.scalars(select(TaxRate).order_by(TaxRate.starts_on.desc())).all()
    in_force = {
        one.value: next((r.id for r in rows if r.tax_class == one.value and r.starts_on <= today), 0)
        for one in TaxClass
    }  # fmt: skip
    classes = [
        (one.value, class_words(one), [row for row in rows if row.tax_class == one.value])
        for one in TaxClass
    ]
    return own_page(
        "staff/setting_tax.html",
        status,
        form=form,
        classes=classes,
        class_options=[(code, name) for code, name, _rows in classes],
        in_force=in_force,
        today=today,
        tomorrow=today + timedelta(days=1),
        said=said(),
    )


def _read(now: datetime) -> TaxForm:
    texts = Texts({name: text[:200] for name, text in typed_fields().items()})
    form = TaxForm(texts.typed, texts.plain("class"), errors=texts.errors)
    if form.tax_class not in set(TaxClass):
        texts.errors["class"] = _("一覧から選んでください。")
    form.percent = texts.number("percent", 0, 100, need=True)
    form.starts_on = day_typed(texts.plain("from"), now)
    if form.starts_on is None:
        texts.errors["from"] = _("明日からあとの日を、2026-12-01 のように書いてください。")
    return form
