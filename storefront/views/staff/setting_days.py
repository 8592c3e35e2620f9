"""Days the shop rests or packs out of turn, and days carriers rest: added with a look at the days of delivery, and removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.jinja import format_date, locale_code, translate
from storefront.quoting.checks import BadTariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.sheets.change import Gone, waiting
from storefront.sheets.days import MOST_AT_ONCE, Rest, add_days, days_ahead, put_days, remove_day
from storefront.sheets.rehearsal import tariffs
from storefront.sheets.shipping import all_ways
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.postcode import common_address, lookup
from storefront.shipping.prefectures import by_code
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.shipping_words import weekday_words
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.setting_arrivals import TOKYO, arrivals, order_days
from storefront.views.staff.setting_fields import Texts
from storefront.views.staff.setting_words import waiting_words
from storefront.views.staff.sure import Press, Sure, pressed, sure_page, typed_fields
from storefront.views.staff.telling import said

LONGEST_AHEAD = timedelta(days=3 * 366)
SHUT, OPEN = "shut", "open"


@dataclass
class DayForm:
    """Days as they were typed."""

    typed: Mapping[str, str]
    rest: Rest | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed there."""
        return self.typed.get(name, "")


@bp.get("/settings/days")
@access(STAFF, Permission.SEE_SETTINGS)
def day_settings() -> Response:
    """The days ahead, the form for more, and when a parcel would be where."""
    return _page(DayForm({"kind": SHUT}))


@bp.post("/settings/days")
@access(STAFF, Permission.CHANGE_SETTINGS)
def add_closed_days() -> Response:
    """Days that were typed: checked, shown with what they do to delivery, added."""
    now, press = current.now(), pressed()
    form = _read(now)
    if press is Press.CHANGE:
        form.errors = {}
        return _page(form)
    if form.errors or form.rest is None:
        return _page(form, 422)
    try:
        if press is Press.DO:
            add_days(form.rest, actor(), now)
            db.session.commit()
            return see_other("staff.day_settings", told="days_added")
        return _question(form, form.rest, now)
    except BadTariff as refused:
        db.session.rollback()
        form.errors = {"first": " ".join(translate(one.words) for one in refused.faults)}
        return _page(form, 422)


@bp.get("/settings/days/<int(max=2147483647):id>/remove")
@access(STAFF, Permission.CHANGE_SETTINGS)
def remove_closed_day(id: int) -> Response:
    """Ask before it goes."""
    row = db.session.get(CalendarDay, id)
    if row is None or row.day < shop_day(current.now()):
        return abort(404)
    return sure_page(
        Sure(
            title=_("%(day)sを外します", day=format_date(row.day, "long")),
            button=_("外す"),
            action=url("staff.remove_closed_day_now", id=id),
            back=url("staff.day_settings"),
            effects=[_("この日は、ふだんの曜日のとおりになります。")],
            facts=[(_("種類"), kind_words(row, dict(_way_names()))), (_("理由"), translate(row.name))],
        )
    )  # fmt: skip


@bp.post("/settings/days/<int(max=2147483647):id>/remove")
@access(STAFF, Permission.CHANGE_SETTINGS)
def remove_closed_day_now(id: int) -> Response:
    """Take it away; refused for what has passed and where the shop would have no day to pack."""
    try:
        remove_day(id, actor(), current.now())
    except (Gone, BadTariff):
        db.session.rollback()
        return see_other("staff.day_settings", told="gone")
    db.session.commit()
    return see_other("staff.day_settings", told="day_removed")


def kind_words(row: CalendarDay, ways: Mapping[str, str]) -> str:
    """What is special about a day."""
    if row.way:
        return str(_("%(way)sの配達がない日", way=ways.get(row.way, row.way)))
    return str(_("臨時に発送する日") if row.open else _("休み"))


def _question(form: DayForm, rest: Rest, now: datetime) -> Response:
    old, new = tariffs(lambda: put_days(rest, now), now, now)
    place = _prefecture(form.value("postcode"))
    row = CalendarDay(way=rest.way, open=rest.open)
    days = format_date(rest.first, "long")
    if rest.last != rest.first:
        days = _("%(first)sから%(last)sまで", first=days, last=format_date(rest.last, "long"))
    return own_page(
        "staff/setting_days_sure.html",
        kind=kind_words(row, dict(_way_names())),
        days=days,
        name=rest.name,
        arriving=arrivals(old, new, place, order_days(now, rest.first, rest.last)),
        place_name=_place_name(place),
        hidden=form.typed,
    )


def _page(form: DayForm, status: int = 200) -> Response:
    now, names = current.now(), _way_names()
    tariff = load_tariff(now)
    asked = request.args.get("postcode", "")[:16]
    place = _prefecture(asked)
    rows = [(row, kind_words(row, dict(names))) for row in days_ahead(now)]
    return own_page(
        "staff/setting_days.html",
        status,
        form=form,
        rows=rows,
        carrier_days=[(code, _("%(way)sの配達がない日", way=name)) for code, name in names],
        week=weekday_words(tariff.calendar.weekdays),
        cutoff=tariff.cutoff.strftime("%H:%M"),
        arriving=arrivals(tariff, tariff, place, order_days(now)),
        place_name=_place_name(place),
        asked=asked,
        tomorrow=shop_day(now) + timedelta(days=1),
        waiting=[waiting_words(one) for one in waiting("days:week")],
        said=said(),
    )


def _read(now: datetime) -> DayForm:
    typed = {name: text[:400] for name, text in typed_fields().items()}
    texts = Texts(typed)
    kind, ways = typed.get("kind", ""), dict(_way_names())
    if kind not in {SHUT, OPEN, *ways}:
        texts.errors["kind"] = _("一覧から選んでください。")
    first = _day(typed.get("first", ""), now)
    last = _day(typed.get("last", ""), now) if typed.get("last", "").strip() else first
    if first is None:
        texts.errors["first"] = _("きょうからあとの日を、2026-12-30 のように書いてください。")
    if last is None and first is not None:
        texts.errors["last"] = _("きょうからあとの日を、2026-12-30 のように書いてください。")
    if first and last and not 0 <= (last - first).days < MOST_AT_ONCE:
        texts.errors["last"] = _("はじめの日からあとの、%(most)s日以内にしてください。", most=MOST_AT_ONCE)  # fmt: skip
    name = {code: texts.line(f"name-{code}")[:80] for code in ("ja", "en")}
    for code, words in name.items():
        if not words:
            texts.errors[f"name-{code}"] = _("日本語と英語の両方を書いてください。")
    form = DayForm(typed, errors=texts.errors)
    if not texts.errors and first and last:
        form.rest = Rest(kind if kind in ways else "", first, last, kind == OPEN, name)
    return form


def _day(text: str, now: datetime) -> date | None:
    try:
        found = date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    today = shop_day(now)
    return found if today <= found <= today + LONGEST_AHEAD else None


def _prefecture(postcode: str) -> str:
    """The prefecture of a postcode; Tokyo for none."""
    place = common_address(lookup(db.session(), postcode)) if postcode else None
    return place.prefecture.code if place else TOKYO


def _place_name(code: str) -> str:
    place = by_code(code)
    return "" if place is None else place.ja if locale_code() == "ja" else place.en


def _way_names() -> list[tuple[str, str]]:
    return [(way.code, translate(way.name)) for way in all_ways()]
