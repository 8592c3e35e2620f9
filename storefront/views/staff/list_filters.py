"""What a list of orders was asked for: read from its address, kept as it was typed, and written back into links.

A choice nobody offers is left out, as if not asked for; a day or a sum that is none is an error in words.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from storefront.locales import Text
from storefront.orders.listing import Mark, Sorting
from storefront.orders.order import OrderState
from storefront.orders.wanted import Money, Parcels, Sort, Wanted
from storefront.shipping.prefectures import by_code
from storefront.views.snapshot import snapshot
from storefront.views.staff.typed import number_typed

CHOICES: dict[str, type[StrEnum]] = {"state": OrderState, "money": Money, "parcels": Parcels}
SEVERAL = (*CHOICES, "method")
DAYS = ("from", "to", "leave_from", "leave_to")
SUMS = ("least", "most")
LONGEST = 80
WITHIN = (1, 7, 30, 90)


class Due(StrEnum):
    """When the parcel has to leave, seen from today: a day that moves, unlike one that is typed."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"


@dataclass(frozen=True)
class Asked:
    """What is in the address: `typed` as it was typed, by field; `errors` in words, by field."""

    typed: Mapping[str, tuple[str, ...]]
    wanted: Wanted
    sorting: Sorting
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field that takes one thing."""
        return next(iter(self.typed.get(name, ())), "")

    def has(self, name: str, value: str) -> bool:
        """Whether a choice is on."""
        return value in self.typed.get(name, ())

    @property
    def has_words(self) -> bool:
        """Whether words are looked for."""
        return "q" in self.typed

    @property
    def filtered(self) -> bool:
        """Whether any filter is on."""
        return any(name != "sort" for name in self.typed)

    def query(self, **changed: str | None) -> str:
        """The part of an address after the question mark that asks for this; with fields set otherwise, or (None) left out."""
        kept = {name: values for name, values in self.typed.items() if name not in changed}
        pairs = [(name, value) for name, values in kept.items() for value in values]
        return urlencode([*pairs, *((name, value) for name, value in changed.items() if value)])

    def without(self, name: str, value: str) -> str:
        """The same with one value of a field taken off."""
        pairs = [(n, v) for n, values in self.typed.items() for v in values]
        return urlencode([pair for pair in pairs if pair != (name, value)])


def asked_of(args: MultiDict[str, str], today: date, methods: Iterable[str]) -> Asked:
    """What an address asks for on a day; `methods` are the codes of the ways to pay there are."""
    known = {name: [*kind] for name, kind in CHOICES.items()} | {"method": sorted(methods)}
    typed: dict[str, tuple[str, ...]] = {}
    for name in (
        "q",
        *SEVERAL,
        "area",
        "within",
        *DAYS[:2],
        "due",
        *DAYS[2:],
        *SUMS,
        "noted",
        "sort",
    ):
        values = [value.strip()[:LONGEST] for value in args.getlist(name)]
        chosen = tuple(one for one in known.get(name, values[:1]) if one and one in values)
        if chosen:
            typed[name] = chosen
    _drop_unknown(typed)
    errors: dict[str, str] = {}
    one = {name: values[0] for name, values in typed.items()}
    days = {name: _day(one, name, errors) for name in DAYS}
    sums = {name: _sum(one, name, errors) for name in SUMS}
    _in_order(days | sums, errors)
    wanted = Wanted(
        text=one.get("q", ""),
        states=tuple(map(OrderState, typed.get("state", ()))),
        money=tuple(map(Money, typed.get("money", ()))),
        parcels=tuple(map(Parcels, typed.get("parcels", ()))),
        methods=typed.get("method", ()),
        area=one.get("area", ""),
        noted="noted" in one,
        least=sums["least"],
        most=sums["most"],
    )
    wanted = replace(wanted, **_spans(one, days, today))
    return Asked(typed, wanted, sorting_of(one.get("sort", "")), errors)


def ways_to_pay() -> dict[str, Text]:
    """The names of the ways to pay buyers are offered, by their codes."""
    return {one.code: one.name for one in snapshot().tariff.payings}


def sorting_of(code: str) -> Sorting:
    """`-total` is the dearest first, `total` the cheapest; the newest first where nothing else is said."""
    by = code.removeprefix("-")
    return Sorting(Sort(by), code.startswith("-")) if by in set(Sort) else Sorting()


def sort_code(sorting: Sorting) -> str:
    """The same, written."""
    return f"{'-' if sorting.falling else ''}{sorting.by}"


def mark_of(args: Mapping[str, str]) -> Mark | None:
    """The place in the list that the address names; None for the beginning, and for what is no place."""
    for name, back in (("after", False), ("before", True)):
        value, _dot, id = args.get(name, "").partition(".")
        figures = value.isascii() and value.isdigit() and id.isascii() and id.isdigit()
        if figures and len(value) <= 16 and len(id) <= 18 and 0 < int(value) < 8 * 10**15:
            return Mark(int(value), int(id), back)
    return None


def mark_code(mark: Mark) -> str:
    """The same, written."""
    return f"{mark.value}.{mark.id}"


def _drop_unknown(typed: dict[str, tuple[str, ...]]) -> None:
    """What no field of the form offers."""
    fits: dict[str, Any] = {
        "area": lambda text: by_code(text) is not None,
        "due": set(Due).__contains__,
        "within": {str(days) for days in WITHIN}.__contains__,
        "noted": {"1"}.__contains__,
        "sort": lambda text: sort_code(sorting_of(text)) == text != sort_code(Sorting()),
    }
    for name, fit in fits.items():
        if name in typed and not fit(typed[name][0]):
            del typed[name]


def _spans(one: Mapping[str, str], days: Mapping[str, date | None], today: date) -> dict[str, Any]:
    """First and last days; a day that moves goes before one that is typed."""
    found: dict[str, Any] = {
        "placed_from": days["from"],
        "placed_to": days["to"],
        "leave_from": days["leave_from"],
        "leave_to": days["leave_to"],
    }
    if "within" in one:
        found |= {"placed_from": today - timedelta(days=int(one["within"]) - 1), "placed_to": today}
    match one.get("due"):
        case Due.LATE:
            found |= {"leave_from": None, "leave_to": today - timedelta(days=1)}
        case Due.TODAY:
            found |= {"leave_from": today, "leave_to": today}
        case Due.TOMORROW:
            tomorrow = today + timedelta(days=1)
            found |= {"leave_from": tomorrow, "leave_to": tomorrow}
    return found


def _day(one: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    if name not in one:
        return None
    plain = unicodedata.normalize("NFKC", one[name]).replace("/", "-").replace(".", "-")
    try:
        found = date(*(int(part) for part in plain.split("-")))
        if not 2000 <= found.year <= 2999:
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        errors[name] = _("日付は「2026-11-24」のように入力してください")
        return None
    return found


def _sum(one: Mapping[str, str], name: str, errors: dict[str, str]) -> int | None:
    if name not in one:
        return None
    found = number_typed(one[name])
    if found is None:
        errors[name] = _("金額は、0以上の数字で入力してください")
    return found


def _in_order(found: Mapping[str, Any], errors: dict[str, str]) -> None:
    for first, last in (("from", "to"), ("leave_from", "leave_to"), ("least", "most")):
        low, high = found[first], found[last]
        if low is not None and high is not None and low > high:
            errors[last] = _("はじめより前（または下）になっています。入れかえてください")
