"""The parcels of an order, before and after it is placed, as every page and mail shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _

from storefront.checkout.placing import frozen_parcels
from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.orders.order import FrozenParcel
from storefront.quoting.sending import SendingChoice
from storefront.quoting.tariff import Tariff
from storefront.shipping.load import Temperature
from storefront.views.sending_words import boxes_words, pieces_words


@dataclass(frozen=True)
class ParcelRow:
    """A parcel in words. Yen with tax: `price` is 0 where the shop pays, `list_price` what it would be else.

    `goods` names what is in it where that is known.
    """

    way: str
    name: str
    temperature: str
    pieces: int
    price: Yen
    list_price: Yen
    leaves_on: date
    arrives_on: date
    goods: str = ""

    @property
    def title(self) -> str:
        """Its way with its boxes and what is in it: 宅配便2箱（常温の品12点）."""
        return pieces_words(self.name, self.temperature, self.pieces)

    @property
    def cool(self) -> bool:
        """Whether it is kept cool on the road."""
        return self.temperature == Temperature.COOL

    @property
    def shop_pays(self) -> bool:
        """Whether the shop bears what sending it costs."""
        return self.price == 0 and self.list_price > 0

    @property
    def price_words(self) -> str:
        """What it costs, for plain text: ¥650, or 当社負担（通常¥650）."""
        if self.shop_pays:
            return str(_("当社負担（通常%(price)s）", price=yen(self.list_price)))
        return yen(self.price)


def parcel_rows(
    parcels: Sequence[FrozenParcel], goods: Mapping[str, str] | None = None
) -> list[ParcelRow]:
    """The parcels as an order keeps them; `goods` names what goes at each temperature."""
    return [
        ParcelRow(
            way=one["way"],
            name=boxes_words(translate(one["name"]), one["boxes"]),
            temperature=one["temperature"],
            pieces=one["pieces"],
            price=one["price"],
            list_price=one["list_price"],
            leaves_on=date.fromisoformat(one["leaves_on"]),
            arrives_on=date.fromisoformat(one["arrives_on"]),
            goods=(goods or {}).get(one["temperature"], ""),
        )
        for one in parcels
    ]


def rows_of_choice(
    choice: SendingChoice,
    tariff: Tariff,
    day: date | None = None,
    goods: Mapping[str, str] | None = None,
) -> list[ParcelRow]:
    """The parcels of a way to send just as an order for that day would keep them."""
    return parcel_rows(frozen_parcels(choice, day, tariff), goods)


@dataclass(frozen=True)
class Stop:
    """A day on which parcels leave or arrive, and the names of their ways."""

    day: date
    names: str


def departures(rows: Sequence[ParcelRow]) -> list[Stop]:
    """The days on which parcels leave, first day first."""
    return _stops([(row.leaves_on, row.name) for row in rows])


def arrivals(rows: Sequence[ParcelRow]) -> list[Stop]:
    """The days on which parcels arrive, first day first."""
    return _stops([(row.arrives_on, row.name) for row in rows])


def _stops(named: list[tuple[date, str]]) -> list[Stop]:
    ordered = sorted(named, key=lambda one: one[0])
    return [
        Stop(day, str(_("と")).join(name for _day, name in found))
        for day, found in groupby(ordered, key=lambda one: one[0])
    ]
