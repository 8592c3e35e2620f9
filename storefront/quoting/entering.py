"""The tables of the tariff as they would be after the present transaction, checked before anything is written."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import exists, inspect, select

from storefront.catalog.product import PUBLISHED, Product
from storefront.catalog.variant import Variant
from storefront.database import Model
from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.checks import BadTariff, TariffRows, tariff_faults
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.load import Temperature
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shop.profile import ShopProfile

Row = TypeVar("Row", bound=Model)


def refuse_bad_tariff(now: datetime, cool_goods: bool | None = None) -> None:
    """Look at the tariff as the session holds it, changes that are not flushed yet included.

    Call it before the flush, so that words reach whoever entered something and not a database's error. Without
    `cool_goods` the catalogue is asked whether any are on sale. Writes nothing. Raises BadTariff.
    """
    with db.session.no_autoflush:
        faults = tariff_faults(entering(cool_goods), now)
    if faults:
        raise BadTariff(faults)


def entering(cool_goods: bool | None = None) -> TariffRows:
    """All rows of the tariff: stored ones as they are in memory, new ones, none that are to be deleted."""
    profiles = _rows(ShopProfile)
    return TariffRows(
        tax=_rows(TaxRate),
        ways=[(way, _belonging(way, way.rates, ShippingRate)) for way in _rows(ShippingMethod)],
        days=_rows(CalendarDay),
        payments=[(one, _tiers(one)) for one in _rows(PaymentMethod)],
        profile=profiles[0] if profiles else None,
        cool_goods=_sells_cool_goods() if cool_goods is None else cool_goods,
    )


def with_defaults(rows: Iterable[Row]) -> list[Row]:
    """The same rows, values that a flush would fill in filled in already. Safe to repeat."""
    found = list(rows)
    for row in found:
        for column in inspect(type(row)).columns:
            default: Any = column.default
            if default is None or getattr(row, str(column.key)) is not None:
                continue
            made = default.arg(None) if default.is_callable else default.arg
            setattr(row, str(column.key), made)
    return found


def _rows(model: type[Row]) -> list[Row]:
    stored = db.session.scalars(select(model)).all()
    gone = db.session.deleted
    return [row for row in (*stored, *with_defaults(_new(model))) if row not in gone]


def _new(model: type[Row]) -> list[Row]:
    unflushed: Iterable[object] = db.session.new
    return [row for row in unflushed if isinstance(row, model)]


def _belonging(owner: Any, listed: Sequence[Row], model: type[Row]) -> list[Row]:
    """The rows of an owner: those in its list, and new ones that only name its key."""
    gone = db.session.deleted
    late = [
        row
        for row in _new(model)
        if row not in listed and owner.id is not None and getattr(row, "method_id", 0) == owner.id
    ]
    return [row for row in with_defaults([*listed, *late]) if row not in gone]


def _tiers(method: PaymentMethod) -> list[PaymentFee]:
    """The tiers in the order a new method has them; those of a stored one have no order but their sums."""
    tiers = _belonging(method, method.fees, PaymentFee)
    if method in db.session.new:
        return tiers
    return sorted(tiers, key=_end)


def _end(tier: PaymentFee) -> int:
    entered: object = tier.up_to
    return entered if isinstance(entered, int) else 0


def _sells_cool_goods() -> bool:
    cool = exists().where(
        Variant.product_id == Product.id,
        PUBLISHED,
        Variant.published,
        Variant.temperature == Temperature.COOL,
    )
    return bool(db.session.scalar(select(cool)))
