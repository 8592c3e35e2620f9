"""The figures that the shop's terms leave open, taken from the tariff: what is changed there changes everywhere.

A figure that has nothing to say is empty, and the lines of a text that name it are left out (`shop.legal.filled`).
"""

from collections.abc import Iterable
from typing import Protocol

from flask_babel import gettext as _

from storefront.catalog.variant import MOST_PER_LINE
from storefront.faults import NotOpen
from storefront.jinja import yen
from storefront.locales import Text, choose
from storefront.quoting.tariff import HELD_FOR, Paying, Sending, Tariff
from storefront.shipping.prefectures import Region
from storefront.views.play_words import play_figures
from storefront.views.shipping_words import (
    clock_words,
    joined,
    parcels,
    region_name,
    weekday_words,
)
from storefront.views.span import span


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
    return {
        "shop": choose(shop.name, locale),
        **play_figures(choose(shop.name, locale)),
        "phone": shop.phone,
        "email": shop.email,
        "hours": choose(shop.hours, locale),
        "site": site,
        "cutoff": clock_words(tariff.cutoff, locale),
        "working_days": weekday_words(tariff.calendar.weekdays),
        "returns_days": str(tariff.returns_days),
        "food_tax": f"{tariff.percent('food')}%",
        "goods_tax": f"{tariff.service_tax}%",
        "most_per_line": str(MOST_PER_LINE),
        "hold_minutes": str(HELD_FOR.seconds // 60),
        **_shipping(tariff, locale),
        **_free_shipping(tariff, locale),
        **_payment(tariff, locale),
    }


def shop_pays(tariff: Tariff) -> bool:
    """Whether there is any order the shop pays the shipping of. Goods to keep cool are never among them."""
    return any(rate.free_from for way in tariff.ambient for rate in way.rates.values())


def _shipping(tariff: Tariff, locale: str) -> dict[str, str]:
    rates = [rate for way in tariff.sendings for rate in way.rates.values()]
    others = [way for way in tariff.sendings if tariff.cutoff_of(way) != tariff.cutoff]
    if not rates:
        raise NotOpen("no way to send is switched on")
    days = [rate.transit_days for rate in rates]
    return {
        "least": yen(min(rate.price for rate in rates)),
        "most": yen(max(rate.price for rate in rates)),
        "days_least": str(min(days)),
        "days_most": str(max(days)),
        "shipping_lines": _lines(
            (
                joined([choose(way.name, locale) for way in parcel]),
                span(rate.price for rate in parcel[0].rates.values()).words,
            )
            for parcel in parcels(tariff)
        ),
        "cutoff_lines": _lines(
            (choose(way.name, locale), clock_words(tariff.cutoff_of(way), locale)) for way in others
        ),
        "cool_ways": _names(tariff.cool, locale),
        "cool_not_to": _regions(
            region for region in Region if not any(region in way.rates for way in tariff.cool)
        )
        if tariff.cool
        else "",
    }


def _free_shipping(tariff: Tariff, locale: str) -> dict[str, str]:
    """From which value the shop pays, for what, and what is left out; all empty where it never does."""
    free = [way for way in tariff.ambient if any(rate.free_from for rate in way.rates.values())]
    thresholds = [rate.free_from for way in free for rate in way.rates.values() if rate.free_from]
    if not thresholds:
        return dict.fromkeys(("free_from", "free_ways", "paid_ways", "never_free", "cool_paid"), "")
    served = {key for way in tariff.ambient for key in way.rates}
    reached = {key for way in free for key, rate in way.rates.items() if rate.free_from}
    return {
        "free_from": span(thresholds).words,
        "free_ways": _names(free, locale),
        "paid_ways": _names([way for way in tariff.ambient if way not in free], locale),
        "never_free": _regions(region for region in Region if region in served - reached),
        "cool_paid": _names(tariff.cool, locale),
    }


def _payment(tariff: Tariff, locale: str) -> dict[str, str]:
    return {
        "payment_lines": _lines(
            (choose(one.name, locale), choose(one.note, locale)) for one in tariff.payings
        ),
        "payment_times": _lines(
            (choose(one.name, locale), choose(one.due, locale) + _deadline(one))
            for one in tariff.payings
        ),
        "fee_lines": _lines(
            (
                _("%(name)sの手数料", name=choose(one.name, locale)),
                _("、").join(
                    _("%(sum)sまで %(fee)s", sum=yen(up_to), fee=yen(fee))
                    for up_to, fee in one.fees
                ),
            )
            for one in tariff.payings
            if one.fees
        ),
    }


def _deadline(paying: Paying) -> str:
    """How the deadline of a method is counted, in brackets; "" where the money moves at once."""
    if paying.days_to_pay is None:
        return ""
    return str(_("（期限はご注文の%(days)s日後の23:59）", days=paying.days_to_pay))


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs of a name and what there is to say of it, as the lines of a list."""
    return "\n".join("- " + _("%(name)s：%(due)s", name=name, due=said) for name, said in pairs)


def _names(ways: Iterable[Sending], locale: str) -> str:
    return joined([choose(way.name, locale) for way in ways])


def _regions(regions: Iterable[Region]) -> str:
    return str(_("・").join(region_name(region) for region in regions))
