"""The figures that the shop's terms leave open, taken from the tariff: what is changed there changes everywhere."""

from datetime import time
from typing import Protocol

from flask_babel import gettext as _

from storefront.catalog.variant import MOST_PER_LINE
from storefront.jinja import yen
from storefront.locales import Text, choose
from storefront.money import Yen
from storefront.quoting.tariff import Rate, Tariff
from storefront.shipping.prefectures import Region


class Particulars(Protocol):
    """What is needed of the shop's profile, row or snapshot."""

    @property
    def name(self) -> Text:
        """The shop's name."""
        ...

    @property
    def phone(self) -> str:
        """Its telephone number."""
        ...

    @property
    def email(self) -> str:
        """Its e-mail address."""
        ...

    @property
    def hours(self) -> Text:
        """When somebody answers."""
        ...


def figures(tariff: Tariff, shop: Particulars, site: str, locale: str) -> dict[str, str]:
    """Every figure a term may name, in words of one language; money in yen with tax.

    The words come out in the language that is set for translations, which has to be `locale`.
    """
    rates = tariff.standard.rates
    return {
        "shop": choose(shop.name, locale),
        "phone": shop.phone,
        "email": shop.email,
        "hours": choose(shop.hours, locale),
        "site": site,
        "cutoff": clock_words(tariff.cutoff, locale),
        "returns_days": str(tariff.returns_days),
        "food_tax": f"{tariff.tax['food']}%",
        "goods_tax": f"{tariff.service_tax}%",
        "most_per_line": str(MOST_PER_LINE),
        **_shipping(list(rates.values())),
        "never_free": _("・").join(
            region_name(Region(key)) for key, rate in rates.items() if not rate.free_from
        ),
        **_payment(tariff, locale),
    }


def clock_words(at: time, locale: str) -> str:
    """15時, 15時30分 / 3 pm, 3:30 pm."""
    if locale == "ja":
        return f"{at.hour}時{at.minute}分" if at.minute else f"{at.hour}時"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes} {'am' if at.hour < 12 else 'pm'}"


def region_name(region: Region) -> str:
    """A carrier's region as people call it."""
    names: dict[Region, str] = {
        Region.HOKKAIDO: _("北海道"),
        Region.TOHOKU: _("東北"),
        Region.KANTO: _("関東"),
        Region.CHUBU: _("中部"),
        Region.HOKURIKU: _("北陸"),
        Region.KANSAI: _("関西"),
        Region.CHUGOKU: _("中国"),
        Region.SHIKOKU: _("四国"),
        Region.KYUSHU: _("九州"),
        Region.OKINAWA: _("沖縄"),
    }
    return names[region]


def _shipping(rates: list[Rate]) -> dict[str, str]:
    free = [rate.free_from for rate in rates if rate.free_from]
    return {
        "least": yen(min(rate.price for rate in rates)),
        "most": yen(max(rate.price for rate in rates)),
        "free_from": yen(min(free)) if free else "",
        "days_least": str(min(rate.transit_days for rate in rates)),
        "days_most": str(max(rate.transit_days for rate in rates)),
    }


def _payment(tariff: Tariff, locale: str) -> dict[str, str]:
    door = tariff.paying("cod")
    fees: list[Yen] = [fee for _up_to, fee in door.fees] if door else []
    names = [choose(paying.name, locale) for paying in tariff.payings]
    dues = [choose(paying.due, locale) for paying in tariff.payings]
    return {
        "cod_least": yen(min(fees, default=0)),
        "cod_most": yen(max(fees, default=0)),
        "payments": _("・").join(names),
        "payment_times": "\n".join(
            "- " + _("%(name)s：%(due)s", name=name, due=due)
            for name, due in zip(names, dues, strict=True)
        ),
    }
