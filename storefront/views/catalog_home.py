"""The home page: what the shop sells in the first screen, its shelves, what its people chose, and what it promises."""

from typing import Any

from flask import url_for

from storefront.catalog import browsing
from storefront.catalog.home import home_content, picture_slugs
from storefront.shipping.calendar import arrives_on
from storefront.views import current
from storefront.views.catalog_cards import cards
from storefront.views.figures import clock_words
from storefront.views.frame import site_url
from storefront.views.snapshot import snapshot


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
    return {
        "cutoff": clock_words(tariff.cutoff, current.locale()),
        "leaves_on": leaves_on,
        "arrives_on": arrives_on(leaves_on, rate.transit_days, tariff.calendar, way.code)
        if rate
        else None,
        "ways": [paying.name for paying in tariff.payings],
        "charging": [(p.name, min(fee for _, fee in p.fees)) for p in tariff.payings if p.fees],
        "returns_days": tariff.returns_days,
    }
