"""The ways to send an order as radios: each with its day and price, and those that cannot be had with the reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from storefront.cart.cart import Cart
from storefront.jinja import format_date, translate
from storefront.money import Yen
from storefront.quoting.quote import Quote, SendingChoice
from storefront.quoting.sending import holding_up
from storefront.quoting.tariff import Sending, Slot
from storefront.shipping.limits import Limit
from storefront.shipping.load import Temperature
from storefront.views import current
from storefront.views.cart_page import everywhere, goods_by_temperature
from storefront.views.checkout_desk import Desk
from storefront.views.day_calendar import day_calendar
from storefront.views.parcel_rows import ParcelRow, rows_of_choice
from storefront.views.promise_words import promises
from storefront.views.sending_words import limit_words, way_name
from storefront.views.snapshot import snapshot
from storefront.views.span import span


@dataclass(frozen=True)
class Way:
    """A way to send: its name, its first day and price, or the range while the region is unknown.

    `list_price` stands beside the price where the shop pays; None elsewhere. `off`: it cannot be had, and `text`
    says why.
    """

    code: str
    title: str
    text: str
    price: Yen | None
    unit: str
    day: str = ""
    days: bool = False
    slots: bool = False
    off: bool = False
    list_price: Yen | None = None


def choices_context(desk: Desk, day: date | None = None) -> dict[str, Any]:
    """What `checkout/_choices.html` is given beside its form; `day` is the one being asked for."""
    quote, tariff = desk.quote, snapshot().tariff
    chosen = quote.sending
    dated = _first_with("days", quote)
    timed = _first_with("slots", quote)
    return {
        "ways": [*ways(quote), *ways_off(quote)],
        "chosen": chosen.sending.code if chosen else _cheapest_anywhere(quote),
        "region_known": quote.destination is not None,
        "sendable": quote.sendable,
        "refused": refused_words(quote),
        "calendar": day_calendar(dated) if dated else None,
        "slots": timed.slots if timed else _slots_anywhere(quote),
        "split": split_rows(desk.cart, chosen, day) if chosen and chosen.split else [],
        "promises": promises(chosen, tariff, current.now()) if chosen else [],
    }


def ways(priced: Quote) -> list[Way]:
    """Every way that can be had, with its day and price for the region; with the range while none is known."""
    if priced.destination:
        return [_way(choice) for choice in priced.sendings]
    return [
        Way(
            code=choices[0].sending.code,
            title=way_name(choices[0]),
            text=translate(choices[0].sending.note),
            price=None,
            unit=span(one.price for one in choices).words,
            slots=any(one.slots for one in choices),
        )
        for choices in _choices_anywhere(priced)
    ]


def ways_off(priced: Quote) -> list[Way]:
    """Every way that cannot be had, with the reason; none while nothing goes at all, for then all say the same."""
    if not priced.sendable:
        return []
    return [
        Way(one.sending.code, translate(one.sending.name), limit_words(one), None, "", off=True)
        for one in priced.not_sent
    ]


def refused_words(priced: Quote) -> list[tuple[str, str]]:
    """Why nothing goes: each way with what stands in its way; empty while something does.

    Goods of a temperature for which there is a way hold nothing up, and are left out.
    """
    if priced.sendable:
        return []
    return [
        (translate(one.sending.name), limit_words(one))
        for one in holding_up(priced.not_sent, snapshot().tariff)
    ]


def too_big_for_all(priced: Quote) -> bool:
    """Whether the order cannot be sent anywhere, so that another address would not help."""
    limits = {one.excess.limit for one in priced.not_sent}
    return not priced.sendable and Limit.REGION not in limits


def split_rows(cart: Cart, choice: SendingChoice, day: date | None = None) -> list[ParcelRow]:
    """The parcels of a way to send with the names of what goes in each."""
    return rows_of_choice(choice, snapshot().tariff, day, goods_by_temperature(cart))


def _choices_anywhere(priced: Quote) -> list[list[SendingChoice]]:
    """The choices in every region there is, of each way that goes to some."""
    found: dict[str, list[SendingChoice]] = {}
    for there in everywhere(priced):
        for one in there.sendings:
            found.setdefault(one.sending.code, []).append(one)
    return list(found.values())


def _cheapest_anywhere(priced: Quote) -> str:
    """Before the region is known: the way whose lowest price is lowest, so that one is chosen; "" where none is."""
    ranges = [] if priced.destination else _choices_anywhere(priced)
    least = min(ranges, key=lambda choices: min(one.price for one in choices), default=None)
    return least[0].sending.code if least else ""


def _worth_showing(priced: Quote) -> tuple[Sending, ...]:
    """The ways one chooses between: for ordinary goods, and only without them for goods to keep cool."""
    tariff = snapshot().tariff
    if all(item.temperature == Temperature.COOL for item in priced.items):
        return tariff.cool
    return tariff.ambient


def _slots_anywhere(priced: Quote) -> tuple[Slot, ...]:
    """Before the region is known: the times of the first way that has some. They are the same everywhere."""
    if priced.destination:
        return ()
    return next((one.slots for one in _worth_showing(priced) if one.slots), ())


def _first_with(what: str, priced: Quote) -> SendingChoice | None:
    """The chosen way if it has days (or slots) to choose from, else the first that has: without scripts all is there."""
    candidates = [priced.sending, *priced.sendings]
    return next((one for one in candidates if one and getattr(one, what)), None)


def _way(choice: SendingChoice) -> Way:
    shop_pays = choice.price < choice.list_price
    return Way(
        code=choice.sending.code,
        title=way_name(choice),
        day=_day_words(choice),
        text=translate(choice.sending.note),
        price=choice.price,
        unit=_unit(choice),
        days=bool(choice.days),
        slots=bool(choice.slots),
        list_price=choice.list_price if shop_pays else None,
    )


def _day_words(choice: SendingChoice) -> str:
    day = format_date(choice.earliest_on)
    return str(_("%(day)sから", day=day) if choice.days else _("%(day)sにお届け", day=day))


def _unit(choice: SendingChoice) -> str:
    if choice.parcels[0].price or not choice.parcels[0].list_price:
        return ""
    return str(_("当社負担") if not choice.price else _("宅配分は当社負担"))
