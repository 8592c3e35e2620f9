"""Rates, fees, tax, the shop's particulars and legal texts: data files beside this one."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shop.profile import LegalItem, ShopProfile


def load(folder: Path) -> None:
    """Fill each table that is still empty; what is there stays. The caller commits."""
    for table, rows in (
        (TaxRate, _tax(_read(folder, "tax"))),
        (ShippingMethod, _shipping(_read(folder, "shipping"))),
        (CalendarDay, _calendar(_read(folder, "calendar"))),
        (PaymentMethod, _payment(_read(folder, "payment"))),
        (ShopProfile, [ShopProfile(id=1, **_read(folder, "profile"))]),
        (LegalItem, _legal(_read(folder, "legal"))),
    ):
        if not db.session.scalar(select(func.count()).select_from(table)):
            db.session.add_all(rows)
    db.session.flush()


def _read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text())


def _tax(file: dict[str, Any]) -> list[TaxRate]:
    return [TaxRate(**row) for row in file["rate"]]


def _shipping(file: dict[str, Any]) -> list[ShippingMethod]:
    return [_method(place, row) for place, row in enumerate(file["method"])]


def _method(place: int, row: dict[str, Any]) -> ShippingMethod:
    longest, middle, shortest = row["box"]
    same = ("code", "name", "note", "cash_on_delivery", "days_to_choose", "slots", "most_boxes")
    return ShippingMethod(
        position=place,
        temperature=row.get("temperature", "ambient"),
        longest_mm=longest,
        middle_mm=middle,
        shortest_mm=shortest,
        weight_grams=row["grams"],
        most_value=row.get("most_value"),
        fill_percent=row["fill"],
        cutoff=row.get("cutoff"),
        handling_days=row.get("handling_days", 0),
        rates=[_rate(region, zone) for zone in row["zones"] for region in zone["regions"]],
        **{name: row[name] for name in same},
    )


def _rate(region: str, zone: dict[str, Any]) -> ShippingRate:
    return ShippingRate(
        region=region,
        price=zone["price"],
        transit_days=zone["days"],
        free_from=zone.get("free_from"),
    )


def _calendar(file: dict[str, Any]) -> list[CalendarDay]:
    own = [
        CalendarDay(way="", day=day, open=kind == "opened", name=entry["name"])
        for kind in ("shut", "opened")
        for entry in file.get(kind, [])
        for day in entry["days"]
    ]
    carriers = [
        CalendarDay(way=way, day=day, open=False, name=entry["name"])
        for entry in file.get("idle", [])
        for way in entry["ways"]
        for day in entry["days"]
    ]
    return own + carriers


def _payment(file: dict[str, Any]) -> list[PaymentMethod]:
    return [
        PaymentMethod(
            code=row["code"],
            position=place,
            gateway=row["gateway"],
            icon=row["icon"],
            name=row["name"],
            note=row["note"],
            due=row["due"],
            active=row.get("active", True),
            at_the_door=row.get("at_the_door", False),
            not_to=row.get("not_to", []),
            least=row.get("least"),
            most=row.get("most"),
            fees=[PaymentFee(**tier) for tier in row.get("fees", [])],
        )
        for place, row in enumerate(file["method"])
    ]


def _legal(file: dict[str, Any]) -> list[LegalItem]:
    return [
        LegalItem(
            page=page, position=place, key=item["key"], label=item["label"], text=item["text"]
        )
        for page, items in file.items()
        for place, item in enumerate(items)
    ]
