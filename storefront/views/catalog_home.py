"""The home page: what the shop sells in the first screen, its shelves, what its people chose, and what it promises."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from storefront.catalog import browsing
from storefront.catalog.home import home_content, picture_slugs
from storefront.jinja import translate
from storefront.quoting.tariff import Sending, Tariff
from storefront.shipping.calendar import arrives_on
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.catalog_cards import cards
from storefront.views.deadline import way_deadline
from storefront.views.frame import site_url
from storefront.views.shipping_words import clock_words
from storefront.views.snapshot import snapshot
from storefront.views.span import span


def home_context() -> dict[str, Any]:
    """Everything on the home page; five statements."""
    content = home_content()
    return {
        "home": content,
        "pics": browsing.pictures_by_slug(picture_slugs(content)),
        "doors": [
            {
                "url": url_for("catalog.category", slug=category.slug),
                "name": category.name,
                "pic": category.picture,
                "count": count,
            }
            for category, count in browsing.doors()
        ],
        "picks": cards(browsing.chosen(content["picks"]["products"])),
        "promise": _promise(),
        "site_url": site_url,
    }


def _promise() -> dict[str, Any]:
    """The figures of the three promises, all from the tariff: regions, fees and days are never typed."""
    tariff, area = snapshot().tariff, current.area()
    way, leaves_on = tariff.standard, tariff.leaves_on(current.now())
    rate = way.rates.get(area.region) if area else None
    arrives = arrives_on(leaves_on, rate.transit_days, tariff.calendar, way.code) if rate else None
    return {
        "cutoff": clock_words(tariff.cutoff, current.locale()),
        "leaves_on": leaves_on,
        "deadline": way_deadline(leaves_on, arrives, way) if arrives else "",
        "rates": [_rate_words(one, area) for one in _merged(tariff)],
        "ways": [paying.name for paying in tariff.payings],
        "charging": [
            (p.name, min(fee for _up_to, fee in p.fees)) for p in tariff.payings if p.fees
        ],
        "returns_days": tariff.returns_days,
    }


def _merged(tariff: Tariff) -> list[Sending]:
    """One way for each price table."""
    found: list[Sending] = []
    for way in (*tariff.ambient, *tariff.cool):
        if not any(way.rates == other.rates for other in found):
            found.append(way)
    return found


def _rate_words(way: Sending, area: Prefecture | None) -> str:
    """宅配便 ¥650〜¥1,500; for the visitor's region alone once it is known."""
    rates = [rate for region, rate in way.rates.items() if not area or region == area.region]
    if not rates:
        return str(_("%(way)s お届けできません", way=translate(way.name)))
    fee = span(rate.price for rate in rates).words
    return str(_("%(way)s %(fee)s", way=translate(way.name), fee=fee))
