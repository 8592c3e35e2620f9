"""Rates, fees, tax, the shop's particulars and legal texts: data files beside this one."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shop.profile import LegalItem, ShopProfile


def load(folder: Path) -> None:
    """Fill each table that is still empty; what is there stays. The caller commits."""
    for table, rows in (
        (TaxRate, _tax(_read(folder, "tax"))),
        (ShippingMethod, _shipping(_read(folder, "shipping"))),
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
    return [
        ShippingMethod(
            code=method["code"],
            position=place,
            name=method["name"],
            note=method["note"],
            cash_on_delivery=method["cash_on_delivery"],
            slots=method["slots"],
            rates=[
                ShippingRate(
                    region=region,
                    price=rate["price"],
                    transit_days=rate["days"],
                    free_from=rate.get("free_from"),
                )
                for region, rate in file["rates"].items()
            ],
        )
        for place, method in enumerate(file["method"])
    ]


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
