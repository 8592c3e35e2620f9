"""Words for what the tariff says of parcels: hours, weekdays, regions, sizes, and ways that differ in nothing."""

from collections.abc import Iterable, Sequence
from datetime import time
from itertools import pairwise

from flask_babel import gettext as _

from storefront.quoting.tariff import Sending, Tariff
from storefront.shipping.limits import Limits
from storefront.shipping.prefectures import Region
from storefront.views.alike import alike


def parcels(tariff: Tariff) -> list[tuple[Sending, ...]]:
    """The ways to send, those together that take the same and cost the same everywhere; in the tariff's order."""
    return alike(tariff.sendings, lambda way: (way.temperature, way.limits, way.rates))


def joined(names: Sequence[str]) -> str:
    """Names side by side. They may have a middle dot of their own."""
    return str(_("／").join(names))


def clock_words(at: time, locale: str) -> str:
    """15時, 15時30分 / 3 pm, 3:30 pm, noon."""
    if locale == "ja":
        return f"{at.hour}時{at.minute}分" if at.minute else f"{at.hour}時"
    if at == time(12):
        return "noon"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes} {'am' if at.hour < 12 else 'pm'}"


def weekday_words(days: Iterable[int]) -> str:
    """月曜日〜金曜日 / Monday to Friday; days that stand alone are named one by one. Monday is 0."""
    names = (
        _("月曜日"), _("火曜日"), _("水曜日"), _("木曜日"), _("金曜日"), _("土曜日"), _("日曜日"),
    )  # fmt: skip
    week = sorted(days)
    if len(week) > 2 and all(after - before == 1 for before, after in pairwise(week)):
        return str(_("%(low)sから%(high)s", low=names[week[0]], high=names[week[-1]]))
    return str(_("・").join(names[day] for day in week))


def centimetres(millimetres: int) -> str:
    """3cm, 11.5cm."""
    return f"{millimetres / 10:g}cm"


def kilograms(grams: int) -> str:
    """1kg, 1.25kg; exact to the gram."""
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".") + "kg"


def size_words(limits: Limits) -> str:
    """The inner sides of a box: 31.2×22.8×3cm."""
    sides = (limits.longest, limits.middle, limits.shortest)
    return "×".join(f"{side / 10:g}" for side in sides) + "cm"


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
