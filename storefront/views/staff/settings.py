"""The first page of the settings: what is set, at a glance, and what waits for its day; taking back what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort
from flask_babel import gettext as _
from sqlalchemy import func, select

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.jinja import format_date, translate
from storefront.locales import as_locale
from storefront.mail.wording import MailText
from storefront.pricing.tax import TaxClass, TaxRate, rates_on
from storefront.sheets.change import Gone, SettingChange, waiting, withdraw
from storefront.sheets.payment import all_methods
from storefront.sheets.shipping import all_ways
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.checks import read_clock
from storefront.shop.profile import LegalItem, ShopProfile
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.shipping_words import clock_words, weekday_words
from storefront.views.span import span
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.setting_lists import lacking
from storefront.views.staff.setting_words import Waiting, waiting_words
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

DAYS_AHEAD = 5


@dataclass(frozen=True)
class Part:
    """One part of the settings: where it is, and what is set in it."""

    endpoint: str
    title: str
    facts: Sequence[tuple[str, str]]
    alarm: str = ""


@bp.get("/settings")
@access(STAFF, Permission.SEE_SETTINGS)
def settings() -> Response:
    """All parts of them."""
    profile = db.session.scalars(select(ShopProfile)).one()
    parts = [_shipping(), _days(profile), _payment(), _tax(), _shop(profile), _mail()]
    waits = [waiting_words(one) for one in waiting()]
    return own_page("staff/settings.html", parts=parts, waiting=waits, said=said())


@bp.get("/settings/waiting/<int(max=2147483647):id>/withdraw")
@access(STAFF, Permission.CHANGE_SETTINGS)
def withdraw_setting(id: int) -> Response:
    """Ask before it is taken back."""
    change = db.session.get(SettingChange, id)
    if change is None or not change.waits:
        return abort(404)
    waits = waiting_words(change)
    return sure_page(
        Sure(
            title=_("%(title)sの変更を取りやめます", title=waits.title),
            button=_("取りやめる"),
            action=url("staff.withdraw_setting_now", id=id),
            back=url("staff.settings"),
            effects=[_("%(day)sになっても、いまのまま変わりません。", day=format_date(shop_day(change.starts_at), "long"))],
            facts=_facts(waits),
        )
    )  # fmt: skip


@bp.post("/settings/waiting/<int(max=2147483647):id>/withdraw")
@access(STAFF, Permission.CHANGE_SETTINGS)
def withdraw_setting_now(id: int) -> Response:
    """Take it back; refused once its day has come."""
    try:
        withdraw(id, actor(), current.now())
    except Gone:
        db.session.rollback()
        return see_other("staff.settings", told="gone")
    db.session.commit()
    return see_other("staff.settings", told="setting_withdrawn")


def _facts(waits: Waiting) -> list[tuple[str, str]]:
    return [(one.name, f"{one.before} → {one.after}") for one in waits.differs]


def _shipping() -> Part:
    ways = [way for way in all_ways() if way.active]
    free = sorted({r.free_from for way in ways for r in way.rates if r.free_from})
    facts = [
        (translate(way.name), span(rate.price for rate in way.rates).words)
        for way in ways
        if way.rates
    ]
    paid = span(free).words if free else _("負担していません")
    return Part(
        "staff.shipping_settings", _("送料とお届け方法"), [*facts, (_("当社負担になる金額"), paid)]
    )


def _days(profile: ShopProfile) -> Part:
    today = shop_day(current.now())
    rows = db.session.scalars(
        select(CalendarDay)
        .where(CalendarDay.way == "", CalendarDay.day >= today)
        .order_by(CalendarDay.day)
        .limit(DAYS_AHEAD)
    )
    told = _("、").join(format_date(row.day) for row in rows if not row.open)
    cutoff = read_clock(profile.cutoff)
    clock = clock_words(cutoff, as_locale(current.locale())) if cutoff else profile.cutoff
    return Part("staff.day_settings", _("休みと締め切り"), [
        (_("発送する曜日"), weekday_words(profile.weekdays)), (_("締め切り"), clock), (_("次の休み"), told or _("なし")),
    ])  # fmt: skip


def _payment() -> Part:
    fees = {True: _("手数料あり"), False: _("手数料なし")}
    methods = [one for one in all_methods() if one.active]
    facts = [(translate(one.name), fees[bool(one.fees)]) for one in methods]
    return Part("staff.payment_settings", _("支払い方法と手数料"), facts)


def _tax() -> Part:
    rows = db.session.scalars(select(TaxRate)).all()
    today = shop_day(current.now())
    held = rates_on(rows, today)
    facts = [(class_words(one), f"{held[one.value]}%") for one in TaxClass if one.value in held]
    ahead = [row for row in rows if row.starts_on > today]
    facts += [
        (class_words(TaxClass(row.tax_class)), _("%(day)sから%(percent)s%%", day=format_date(row.starts_on, "long"), percent=row.percent))
        for row in sorted(ahead, key=lambda row: row.starts_on)
    ]  # fmt: skip
    return Part("staff.tax_settings", _("消費税"), facts)


def _shop(profile: ShopProfile) -> Part:
    lacks = lacking(profile, db.session.scalars(select(LegalItem)).all())
    alarm = _("足りないもの %(count)s件", count=len(lacks)) if lacks else ""
    return Part("staff.legal_settings", _("店の情報と法律の表示"), [
        (_("店の名前"), translate(profile.name)), (_("登録番号"), profile.registration_number or _("なし")),
        (_("返品を受ける日数"), _("%(days)s日", days=profile.returns_days)),
    ], alarm)  # fmt: skip


def _mail() -> Part:
    own = db.session.scalar(select(func.count(func.distinct(MailText.kind)))) or 0
    return Part("staff.mail_settings", _("メールのことば"), [(_("書き換えたメール"), str(own))])


def class_words(one: TaxClass) -> str:
    """飲食料品 or そのほか・送料・手数料."""
    food: str = _("飲食料品")
    return food if one is TaxClass.FOOD else str(_("そのほか・送料・手数料"))
