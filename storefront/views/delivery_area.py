"""Where it goes, asked once: a prefecture or a postcode, remembered in a cookie so that every price can name its shipping."""

from dataclasses import dataclass
from datetime import date
from statistics import mode

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from storefront.extensions import db
from storefront.jinja import translate
from storefront.money import Yen
from storefront.quoting.tariff import Sending
from storefront.shipping import prefectures
from storefront.shipping.calendar import arrives_on
from storefront.shipping.postcode import common_address, lookup, normalise_postcode
from storefront.shipping.prefectures import Prefecture, Region, in_region
from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.alike import alike
from storefront.views.frame import area_name
from storefront.views.responses import own_page, safe_path, see_path, shared_page
from storefront.views.shipping_words import region_name
from storefront.views.snapshot import snapshot

bp = Blueprint("delivery_area", __name__)


class AreaForm(Form):
    """A prefecture (code, or name in Japanese or English) or a postcode; the postcode wins, being the more exact."""

    prefecture = StringField(_l("都道府県"))
    postal_code = StringField(
        _l("郵便番号"), render_kw={"inputmode": "numeric", "autocomplete": "shipping postal-code"}
    )


@dataclass(frozen=True)
class Cell:
    """One way to one region: yen with tax for a box, the value from which the shop pays (or None), the first day."""

    price: Yen
    free_from: Yen | None
    earliest_on: date


@dataclass(frozen=True)
class Column:
    """Ways to send that cost and take the same everywhere, under the name of the first; `also` names the others.

    `free_from` is the value that most regions have, `never` names those without any.
    """

    name: str
    also: str
    free_from: Yen | None
    never: str


@dataclass(frozen=True)
class RateRow:
    """A region with a cell for each column, None where that way does not go."""

    name: str
    prefectures: str
    cells: tuple[Cell | None, ...]
    own: bool


@bp.get("/delivery-area")
@access(PUBLIC)
def edit() -> Response:
    """Every region's rate and first day, and the way to choose one's own."""
    return shared_page("cart/area.html", lambda: _context(AreaForm(), _next("")), ("next",))


@bp.post("/delivery-area")
@access(PUBLIC)
def update() -> Response:
    """Remember the region for a year and come back to `next`. Writes nothing but the cookie."""
    form = AreaForm(request.form)
    found = _read(form)
    if found is None:
        g.noindex = True
        return own_page("cart/area.html", 422, **_context(form, _next(request.form.get("next"))))
    response = see_path(safe_path(request.form.get("next"), url_for("delivery_area.edit")))
    current.remember(response, current.AREA_COOKIE, found.code)
    return response


def _read(form: AreaForm) -> Prefecture | None:
    """The prefecture a visitor means; None leaves the words for it on the form."""
    code, name = form.postal_code.data or "", form.prefecture.data or ""
    if not code.strip() and normalise_postcode(name):
        code = name
    if code.strip():
        return _of_postcode(form, code)
    found = prefectures.find(name)
    if found is None:
        words = (
            _("都道府県が見つかりません。一覧から選んでください")
            if name.strip()
            else _("都道府県を選ぶか、郵便番号を入力してください")
        )
        form.prefecture.errors = [words]
    return found


def _of_postcode(form: AreaForm, code: str) -> Prefecture | None:
    places = lookup(db.session, code)  # type: ignore[arg-type]
    place = common_address(places)
    if place:
        return place.prefecture
    if places:
        words = _("この郵便番号は二つの県にまたがっています。都道府県を選んでください")
    elif normalise_postcode(code):
        words = _("この郵便番号は見つかりません。都道府県を選んでください")
    else:
        words = _("郵便番号は7桁の数字で入力してください")
    form.postal_code.errors = [words]
    return None


def _next(wanted: str | None) -> str:
    """Where to go back to, from the address of the page when the form says nothing."""
    return safe_path(wanted or request.args.get("next"), url_for("delivery_area.edit"))


def _context(form: AreaForm, after: str) -> dict[str, object]:
    ways = _grouped()
    rows = rate_rows()
    return {
        "form": form,
        "after": after,
        "columns": [_column(group) for group in ways],
        "rows": rows,
        "own": next((row for row in rows if row.own), None),
    }


def rate_rows() -> list[RateRow]:
    """The price table of all ways to send, north to south."""
    locale, own = current.locale(), current.area()
    ways = [group[0] for group in _grouped()]
    return [
        RateRow(
            name=region_name(region),
            prefectures=_("・").join(area_name(one, locale) for one in in_region(region)),
            cells=tuple(_cell(way, region) for way in ways),
            own=own is not None and own.region == region,
        )
        for region in Region
    ]


def _grouped() -> list[tuple[Sending, ...]]:
    """The ways in their order, those with equal rates and dates together; ordinary goods first."""
    tariff = snapshot().tariff
    return alike(
        (*tariff.ambient, *tariff.cool),
        lambda way: (way.rates, way.temperature, way.cutoff, way.handling_days),
    )


def _column(group: tuple[Sending, ...]) -> Column:
    first, *others = group
    usual = mode([rate.free_from for rate in first.rates.values()])
    never = [region_name(Region(key)) for key, rate in first.rates.items() if not rate.free_from]
    return Column(
        translate(first.name),
        str(_("、")).join(translate(way.name) for way in others),
        usual,
        str(_("・")).join(never) if usual else "",
    )


def _cell(way: Sending, region: Region) -> Cell | None:
    rate = way.rates.get(region)
    if rate is None:
        return None
    tariff = snapshot().tariff
    leaves = tariff.leaves_on(current.now(), way)
    arrives = arrives_on(leaves, rate.transit_days, tariff.calendar, way.code)
    return Cell(rate.price, rate.free_from, arrives)
