"""Who issues our papers, as the shop's own particulars say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import locale_code, translate
from storefront.quoting.tariff_reading import load_tariff
from storefront.shop.legal import terms
from storefront.shop.profile import ShopProfile
from storefront.shop.registration import could_be_real
from storefront.views.figures import figures

WHO = ("seller", "seller_address", "seller_phone")


@dataclass(frozen=True)
class Issuer:
    """The lines of the issuer, its name first, and its registration number; `demo` when that is nobody's."""

    lines: Sequence[str]
    number: str
    demo: bool


def issuer(now: datetime) -> Issuer:
    """The issuer in the language of the page; reads the shop's profile and legal items."""
    shop = db.session.scalars(select(ShopProfile)).one()
    site, locale = str(current_app.config["SETTINGS"].site_url), locale_code()
    said = terms(WHO, figures(load_tariff(now), shop, site, locale), locale)
    lines = [item.text for item in said.values()] or [translate(shop.name)]
    return Issuer(lines, shop.registration_number, not could_be_real(shop.registration_number))
