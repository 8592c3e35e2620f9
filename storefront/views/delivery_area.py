"""Where it goes, asked once: a prefecture or a postcode, remembered in a cookie so that every price can name its shipping."""

from dataclasses import dataclass
from datetime import date
from statistics import mode

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from storefront.extensions import db
from storefront.money import Yen
from storefront.shipping import prefectures
from storefront.shipping.calendar import arrives_on
from storefront.shipping.postcode import common_address, lookup, normalise_postcode
from storefront.shipping.prefectures import Prefecture, Region, in_region
from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.figures import region_name
from storefront.views.frame import area_name
from storefront.views.responses import own_page, safe_path, see_path, shared_page
from storefront.views.snapshot import snapshot

bp = Blueprint("delivery_area", __name__)


class AreaForm(Form):
    """A prefecture (code, or name in Japanese or English) or a postcode; the postcode wins, being the more exact."""

    prefecture = StringField(_l("都道府県"))
    postal_code = StringField(
        _l("郵便番号"), render_kw={"inputmode": "numeric", "autocomplete": "shipping postal-code"}
    )


@dataclass(frozen=True)
class RateRow:
    """A region of the tariff: yen with tax, the value from which the shop pays (or None), the first possible day."""

    name: str
    prefectures: str
    price: Yen
    free_from: Yen | None
    earliest_on: date
    own: bool


@bp.get("/delivery-area")
@access(PUBLIC)
def edit() -> Response:
    """Every region's rate and first day, and the way to choose one's own."""
    return shared_page("cart/area.html", lambda: _context(AreaForm(), _next("")))


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
    response.set_cookie(
        current.AREA_COOKIE,
        found.code,
        max_age=current.COOKIE_LASTS,
        samesite="Lax",
        secure=request.is_secure,
    )
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
    tariff = snapshot().tariff
    rows = rate_rows()
    return {
        "form": form,
        "after": after,
        "rows": rows,
        "own": next((row for row in rows if row.own), None),
        "free_from": mode([row.free_from for row in rows]) if rows else None,
        "leaves_on": tariff.leaves_on(current.now()),
    }


def rate_rows() -> list[RateRow]:
    """The price table of the first way to send, north to south."""
    tariff, locale, own = snapshot().tariff, current.locale(), current.area()
    way, leaves_on = tariff.standard, tariff.leaves_on(current.now())
    return [
        RateRow(
            name=region_name(Region(key)),
            prefectures=_("・").join(area_name(one, locale) for one in in_region(Region(key))),
            price=rate.price,
            free_from=rate.free_from,
            earliest_on=arrives_on(leaves_on, rate.transit_days, tariff.calendar, way.code),
            own=own is not None and own.region == key,
        )
        for key, rate in way.rates.items()
    ]
