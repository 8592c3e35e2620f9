"""The shop's files as rows: every word in them is known, or the file is refused."""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from storefront.faults import Fault, fault
from storefront.pricing.tax import TaxRate
from storefront.quoting.checks import BadTariff
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shop.profile import LegalItem, ShopProfile

Rows = dict[type, list[Any]]
WAY = frozenset({
    "code", "name", "note", "cash_on_delivery", "days_to_choose", "slots", "temperature",
    "cutoff", "handling_days", "not_to", "active", "most_value", "carrier",
})  # fmt: skip
"""Words of a way to send that bear the names of their columns."""
PAYMENT = frozenset({
    "code", "gateway", "icon", "name", "note", "due", "active", "at_the_door", "not_to", "least", "most", "days_to_pay", "spike",
})  # fmt: skip


def read(folder: Path) -> Rows:
    """The rows of every table in the order they are stored, nothing added to the session.

    Raises BadTariff naming each file that cannot be read, lacks a word or has one that nobody knows.
    """
    rows: Rows = {}
    faults: list[Fault] = []
    for name, table, parse in FILES:
        try:
            rows[table] = parse(tomllib.loads((folder / f"{name}.toml").read_text()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            faults.append(_unreadable(f"{name}.toml", problem))
    if faults:
        raise BadTariff(faults)
    return rows


def _unreadable(name: str, problem: Exception) -> Fault:
    missing = isinstance(problem, KeyError)
    said = problem.args[0] if missing else problem
    return fault(
        "file_unreadable",
        name,
        f"「{said}」がありません" if missing else f"読めません（{said}）",
        f"{said} is missing" if missing else f"cannot be read: {said}",
    )


def _known(row: dict[str, Any], words: Iterable[str]) -> dict[str, Any]:
    """The row itself. Raises ValueError for a word that nobody knows."""
    if unknown := sorted(set(row) - set(words)):
        raise ValueError(f"unknown: {', '.join(unknown)}")
    return row


def _tax(file: dict[str, Any]) -> list[TaxRate]:
    return [TaxRate(**row) for row in _known(file, ["rate"])["rate"]]


def _shipping(file: dict[str, Any]) -> list[ShippingMethod]:
    return [_way(place, row) for place, row in enumerate(_known(file, ["method"])["method"])]


def _way(place: int, row: dict[str, Any]) -> ShippingMethod:
    _known(row, WAY | {"box", "fill", "grams", "most_boxes", "zones"})
    longest, middle, shortest = row["box"]
    return ShippingMethod(
        position=place,
        longest_mm=longest,
        middle_mm=middle,
        shortest_mm=shortest,
        weight_grams=row["grams"],
        fill_percent=row["fill"],
        most_boxes=row["most_boxes"],
        rates=[_rate(region, zone) for zone in row["zones"] for region in zone["regions"]],
        **{name: row[name] for name in WAY if name in row},
    )


def _rate(region: str, zone: dict[str, Any]) -> ShippingRate:
    _known(zone, ("regions", "price", "days", "free_from"))
    return ShippingRate(
        region=region,
        price=zone["price"],
        transit_days=zone["days"],
        free_from=zone.get("free_from"),
    )


def _calendar(file: dict[str, Any]) -> list[CalendarDay]:
    _known(file, ("shut", "opened", "idle"))
    own = [
        CalendarDay(way="", day=day, open=kind == "opened", name=entry["name"])
        for kind in ("shut", "opened")
        for entry in file.get(kind, [])
        for day in _known(entry, ("days", "name"))["days"]
    ]
    carriers = [
        CalendarDay(way=way, day=day, open=False, name=entry["name"])
        for entry in file.get("idle", [])
        for way in _known(entry, ("days", "ways", "name"))["ways"]
        for day in entry["days"]
    ]
    return own + carriers


def _payment(file: dict[str, Any]) -> list[PaymentMethod]:
    return [
        PaymentMethod(
            position=place,
            fees=[PaymentFee(**tier) for tier in row.get("fees", [])],
            **{name: row[name] for name in _known(row, PAYMENT | {"fees"}) if name != "fees"},
        )
        for place, row in enumerate(_known(file, ["method"])["method"])
    ]


def _profile(file: dict[str, Any]) -> list[ShopProfile]:
    return [ShopProfile(id=1, **file)]


def _legal(file: dict[str, Any]) -> list[LegalItem]:
    return [
        LegalItem(
            page=page, position=place, key=item["key"], label=item["label"], text=item["text"]
        )
        for page, items in file.items()
        for place, item in enumerate(items)
    ]


FILES: tuple[tuple[str, type, Callable[[dict[str, Any]], list[Any]]], ...] = (
    ("tax", TaxRate, _tax),
    ("shipping", ShippingMethod, _shipping),
    ("calendar", CalendarDay, _calendar),
    ("payment", PaymentMethod, _payment),
    ("profile", ShopProfile, _profile),
    ("legal", LegalItem, _legal),
)
"""Each file, its table, and how to read it."""
