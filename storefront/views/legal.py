"""The pages a buyer may want to read before paying: delivery, returns, payment, and who we are."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort
from flask_babel import lazy_gettext as _l

from storefront.claims.claim import ASKABLE
from storefront.claims.gate import shown_everywhere
from storefront.locales import choose
from storefront.quoting.tariff import Paying, Sending, Tariff
from storefront.shipping.prefectures import Region, in_region
from storefront.shop.legal import terms, terms_on
from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.catalog_claims import Evidence, evidence
from storefront.views.figures import figures, region_name
from storefront.views.frame import area_name, site_url
from storefront.views.responses import shared_page
from storefront.views.snapshot import snapshot

bp = Blueprint("legal", __name__)

TITLES = {
    "delivery": _l("送料・お届け"),
    "returns": _l("返品・交換"),
    "payment": _l("お支払い方法"),
    "contact": _l("お問い合わせ"),
    "about": _l("店について"),
    "tokushoho": _l("特定商取引法に基づく表記"),
    "privacy": _l("個人情報の扱い"),
    "claims": _l("表示の根拠"),
}
"""The pages there are, in the order of the footer."""

ALSO = {"returns": ("returns_terms", "cancel_terms")}
"""Items of the trade-law page that stand on top of another page as well, in the same words."""


@dataclass(frozen=True)
class RegionRow:
    """A line of the shipping table; yen with tax.

    `free_from` is set only where thresholds differ between regions: one for all is said once, in words.
    `never_free` marks a region to which the buyer always pays.
    """

    name: str
    prefectures: str
    price: int
    free_from: int | None
    never_free: bool
    days: int


@dataclass(frozen=True)
class WayRow:
    """A way to send, with its time slots in words."""

    name: str
    note: str
    slots: str


@dataclass(frozen=True)
class PaymentRow:
    """A way to pay: fee tiers as (up_to, fee) in yen with tax, none where there is no fee; limits or None."""

    icon: str
    name: str
    note: str
    due: str
    fees: tuple[tuple[int, int], ...]
    least: int | None
    most: int | None


@bp.get("/legal/<page>")
@access(PUBLIC)
def page(page: str) -> Response:
    """One page of terms; every figure in it comes from the tariff."""
    if page not in TITLES:
        abort(404)
    return shared_page("legal/show.html", lambda: _content(page))


def _content(page: str) -> dict[str, object]:
    kept, locale = snapshot(), current.locale()
    known = figures(kept.tariff, kept.profile, site_url(""), locale)
    items = terms_on(page, known, locale)
    if page in ALSO:
        items = [*terms(ALSO[page], known, locale).values(), *items]
    return {
        "page": page,
        "title": TITLES[page],
        "items": items,
        "others": [(name, title) for name, title in TITLES.items() if name != page],
        "regions": region_rows(kept.tariff, locale) if page == "delivery" else [],
        "ways": _ways(kept.tariff.sendings, locale) if page == "delivery" else [],
        "payments": _payments(kept.tariff.payings, locale) if page == "payment" else [],
        "shown": _claims() if page == "claims" else {},
    }


def _claims() -> dict[str, list[Evidence]]:
    """The claims shown at present, under the key of the item that explains their rule."""
    shown = shown_everywhere(current.now())
    return {f"claims_{kind.value}": evidence(shown, kind) for kind in ASKABLE}


def region_rows(tariff: Tariff, locale: str) -> list[RegionRow]:
    """The shipping table of the first way to send, north to south."""
    join = "・" if locale == "ja" else ", "
    rates = tariff.standard.rates
    several = len({rate.free_from for rate in rates.values() if rate.free_from}) > 1
    return [
        RegionRow(
            name=region_name(region),
            prefectures=join.join(area_name(one, locale) for one in in_region(region)),
            price=rates[region].price,
            free_from=rates[region].free_from if several else None,
            never_free=not rates[region].free_from,
            days=rates[region].transit_days,
        )
        for region in Region
        if region in rates
    ]


def _ways(sendings: tuple[Sending, ...], locale: str) -> list[WayRow]:
    join = "、" if locale == "ja" else ", "
    return [
        WayRow(
            choose(sending.name, locale),
            choose(sending.note, locale),
            join.join(choose(slot.name, locale) for slot in sending.slots),
        )
        for sending in sendings
    ]


def _payments(payings: tuple[Paying, ...], locale: str) -> list[PaymentRow]:
    return [
        PaymentRow(
            one.icon,
            choose(one.name, locale),
            choose(one.note, locale),
            choose(one.due, locale),
            one.fees,
            one.least,
            one.most,
        )
        for one in payings
    ]
