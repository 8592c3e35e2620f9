"""What the layouts show around every page: navigation, delivery line, language switch, addresses of this page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for

from storefront.jinja import hole
from storefront.lab.patterns import PATTERNS
from storefront.locales import LOCALES, Locale, choose
from storefront.money import Yen
from storefront.quoting.tariff import Sending
from storefront.shipping.prefectures import PREFECTURES, Prefecture
from storefront.views import current
from storefront.views.figures import shop_pays
from storefront.views.play_words import foot_words
from storefront.views.snapshot import Snapshot, nav, snapshot
from storefront.views.switches import is_on, switched_off


@dataclass(frozen=True)
class AreaOption:
    """A prefecture as a select shows it."""

    code: str
    name: str


@dataclass(frozen=True)
class NavWord:
    """One word of the navigation, in the page's language."""

    url: str
    name: str
    current: bool


@dataclass(frozen=True)
class DeliveryLine:
    """The line about shipping on top of every page: least and most for one box of ordinary goods, yen with tax.

    To the visitor's region once it is known; `free_from` is None where the shop never pays.
    """

    from_yen: Yen
    to_yen: Yen
    free_from: Yen | None
    area_name: str
    exceptions: str
    """Where the shop never pays, in words; empty once the region is known."""
    cool: str
    """What goods are called by that the shop's share never reaches: the way they travel; empty without one."""


def set_up_frame(app: Flask) -> None:
    """Give every template what the layouts need; `url()` adds the language of the page, `is_on()` asks for a pattern."""
    app.context_processor(frame)
    app.jinja_env.globals.update(url=url, is_on=is_on)

    @app.url_defaults
    def _language(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", current.locale())

    @app.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.locale = values.pop("lang")


def url(endpoint: str, **values: Any) -> str:
    """The address of a page of this shop, in the language of the present one unless `lang` says otherwise."""
    return url_for(endpoint, **values)


def site_url(path: str) -> str:
    """A path as an address for the world outside (mails, canonical links, sitemap)."""
    return str(current_app.config["SETTINGS"].site_url) + path


def frame() -> dict[str, Any]:
    """The variables of the layouts."""
    kept, locale, area = snapshot(), current.locale(), current.area()
    return {
        "locale": locale,
        "theme": current.theme(),
        "shop": kept.profile,
        "nav": _nav(locale),
        "area": AreaOption(area.code, area_name(area, locale)) if area else None,
        "areas": area_options(locale),
        "delivery_line": delivery_line(kept, area, locale),
        "free_shipping": shop_pays(kept.tariff),
        "payment_labels": [(p.icon, choose(p.name, locale)) for p in kept.tariff.payings],
        "play_words": foot_words(),
        "here": here(),
        "switch_url": in_language("en" if locale == "ja" else "ja"),
        "canonical": canonical(locale),
        "alternates": [(code, canonical(code)) for code in LOCALES],
        "noindex": g.get("noindex", False),
        "cart_count": hole("cart_count"),
        "switched_off": [one for one in PATTERNS if one.code in switched_off()],
    }


def area_name(area: Prefecture, locale: str) -> str:
    """東京都 / Tokyo."""
    return area.ja if locale == "ja" else area.en


def area_options(locale: str) -> list[AreaOption]:
    """All 47 prefectures, north to south."""
    return [AreaOption(one.code, area_name(one, locale)) for one in PREFECTURES]


def delivery_line(kept: Snapshot, area: Prefecture | None, locale: str) -> DeliveryLine:
    """Least and most shipping, of the visitor's own region once it is known, and from when the shop pays."""
    ways, cool = kept.tariff.ambient, kept.tariff.cool
    rates = [
        rate
        for way in ways
        for region, rate in way.rates.items()
        if area is None or region == area.region
    ]
    prices = [rate.price for rate in rates]
    reachable = [rate.free_from for rate in rates if rate.free_from]
    return DeliveryLine(
        from_yen=min(prices, default=0),
        to_yen=max(prices, default=0),
        free_from=min(reachable, default=None),
        area_name=area_name(area, locale) if area else "",
        exceptions="" if area or not reachable else _where_buyers_always_pay(ways, locale),
        cool=choose(cool[0].name, locale) if cool else "",
    )


def here() -> str:
    """The address to come back to: this page, or the home page where there is nothing to GET."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return url_for("catalog.home", lang=current.locale())
    return current.address()


def _where_buyers_always_pay(ways: Sequence[Sending], locale: str) -> str:
    free = {region for way in ways for region, rate in way.rates.items() if rate.free_from}
    served = {region for way in ways for region in way.rates}
    places = [area_name(one, locale) for one in PREFECTURES if one.region in served - free]
    return ("・" if locale == "ja" else ", ").join(places)


def in_language(locale: Locale) -> str:
    """The present page in a language, query kept; the home page for addresses without a language."""
    if request.endpoint is None or "lang" not in (
        request.url_rule.arguments if request.url_rule else ()
    ):
        return url_for("catalog.home", lang=locale)
    if request.method != "GET" and "GET" not in (request.url_rule.methods or ()):  # type: ignore[union-attr]
        return url_for("catalog.home", lang=locale)
    path = url_for(request.endpoint, **{**(request.view_args or {}), "lang": locale})
    query = current.query()
    return f"{path}?{query}" if query else path


def canonical(locale: Locale) -> str | None:
    """The one address of this page for search engines, without query except the page of a list; None where unknown."""
    if g.get("noindex") or request.url_rule is None or "lang" not in request.url_rule.arguments:
        return None
    values: dict[str, Any] = {**(request.view_args or {}), "lang": locale}
    if request.args.get("page", "").isdigit():
        values["page"] = request.args["page"]
    return site_url(url_for(str(request.endpoint), **values))


def _nav(locale: str) -> list[NavWord]:
    here = g.get("shelf", "")
    return [NavWord(item.url, choose(item.name, locale), item.slug == here) for item in nav()]
