"""The pages a buyer may want to read before paying: delivery, returns, payment, and who we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort
from flask_babel import lazy_gettext as _l

from storefront.claims.claim import ASKABLE
from storefront.claims.gate import shown_everywhere
from storefront.clock import shop_day
from storefront.locales import choose
from storefront.quoting.tariff import Tariff
from storefront.shop.legal import Term, terms, terms_on
from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.catalog_claims import Evidence, evidence
from storefront.views.figures import figures, shop_pays
from storefront.views.frame import site_url
from storefront.views.legal_delivery import day_rows, paid_rows, price_table, way_table
from storefront.views.responses import shared_page
from storefront.views.shipping_words import joined
from storefront.views.snapshot import Snapshot, snapshot

bp = Blueprint("legal", __name__)

FREE_SHIPPING = "free-shipping"
"""The page that is there only while the shop pays the shipping of any order."""

TITLES = {
    "delivery": _l("送料・お届け"),
    FREE_SHIPPING: _l("送料当社負担について"),
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
class PaymentRow:
    """A way to pay: fee tiers as (up_to, fee) in yen with tax, none where there is no fee; limits or None.

    `ways` names the ways to send it works with, where it does not work with all.
    """

    icon: str
    name: str
    note: str
    due: str
    fees: tuple[tuple[int, int], ...]
    least: int | None
    most: int | None
    ways: str


@bp.get("/legal/<page>")
@access(PUBLIC)
def page(page: str) -> Response:
    """One page of terms; every figure in it comes from the tariff. 404 for one that has nothing to explain now."""
    if page not in pages_now(snapshot().tariff):
        abort(404)
    return shared_page("legal/show.html", lambda: _content(page))


def pages_now(tariff: Tariff) -> Mapping[str, Any]:
    """The pages that have something to say, with their titles."""
    pays = shop_pays(tariff)
    return {name: title for name, title in TITLES.items() if pays or name != FREE_SHIPPING}


def _content(page: str) -> dict[str, object]:
    kept, locale = snapshot(), current.locale()
    known = figures(kept.tariff, kept.profile, site_url(""), locale)
    items = terms_on(page, known, locale)
    if page in ALSO:
        items = [*terms(ALSO[page], known, locale).values(), *items]
    shown = _shown(page, kept, locale)
    return {
        "page": page,
        "title": TITLES[page],
        "items": [item for item in items if _says_something(item, shown)],
        "others": [(name, title) for name, title in pages_now(kept.tariff).items() if name != page],
        **shown,
    }


def _shown(page: str, kept: Snapshot, locale: str) -> dict[str, Any]:
    """The tables of a page; none of them on a page that does not show it."""
    tariff, delivery = kept.tariff, page == "delivery"
    return {
        "prices": price_table(tariff, locale) if page in ("delivery", "tokushoho") else None,
        "ways": way_table(tariff, locale) if delivery else None,
        "days": day_rows(tariff, shop_day(current.now()), locale) if delivery else [],
        "paid": paid_rows(tariff) if page == FREE_SHIPPING else [],
        "payments": payment_rows(tariff, locale) if page == "payment" else [],
        "shown": _claims() if page == "claims" else {},
    }


def _claims() -> dict[str, list[Evidence]]:
    """The claims shown at present, under the key of the item that explains their rule."""
    shown = shown_everywhere(current.now())
    return {f"claims_{kind.value}": evidence(shown, kind) for kind in ASKABLE}


def _says_something(item: Term, shown: Mapping[str, Any]) -> bool:
    """Whether an item has words left, and days to announce if that is what it is for."""
    return bool(item.text) and (item.key != "delivery_days" or bool(shown["days"]))


def payment_rows(tariff: Tariff, locale: str) -> list[PaymentRow]:
    """Every way to pay with its fees and limits."""
    cash = joined([choose(way.name, locale) for way in tariff.sendings if way.cash_on_delivery])
    return [
        PaymentRow(
            one.icon,
            choose(one.name, locale),
            choose(one.note, locale),
            choose(one.due, locale),
            one.fees,
            one.least,
            one.most,
            cash if one.at_the_door else "",
        )
        for one in tariff.payings
    ]
