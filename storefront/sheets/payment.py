"""Payment methods as sheets: names, limits, regions, fee tiers. Opening and closing for new attempts is `payments.closing`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.extensions import db
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.sheets.sheet import Values

PLAIN = ("active", "name", "note", "due", "position", "least", "most", "days_to_pay", "not_to")


def all_methods() -> list[PaymentMethod]:
    """Every method with its tiers, in the shop's order; two statements."""
    asked = select(PaymentMethod).options(selectinload(PaymentMethod.fees))
    return list(db.session.scalars(asked.order_by(PaymentMethod.position, PaymentMethod.id)))


@dataclass(frozen=True)
class PaymentSheet:
    """One method. `fees` are its tiers as [up to, fee], lowest first."""

    method: PaymentMethod

    @property
    def subject(self) -> str:
        """ "payment:cod"."""
        return f"payment:{self.method.code}"

    def values(self) -> Values:
        """All it says."""
        tiers = sorted((tier.up_to, tier.fee) for tier in self.method.fees)
        return {name: getattr(self.method, name) for name in PLAIN} | {
            "fees": [list(tier) for tier in tiers]
        }

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set the fields named."""
        for name in PLAIN:
            if name in wanted and getattr(self.method, name) != wanted[name]:
                setattr(self.method, name, wanted[name])
        if "fees" in wanted:
            self._put_tiers(wanted["fees"])

    def _put_tiers(self, wanted: Sequence[Sequence[int]]) -> None:
        """A tier that ends where one ended before is the same row: the table knows each end once."""
        left = {tier.up_to: tier for tier in self.method.fees}
        for up_to, fee in wanted:
            tier = left.pop(up_to, None)
            if tier is None:
                self.method.fees.append(PaymentFee(up_to=up_to, fee=fee))
            elif tier.fee != fee:
                tier.fee = fee
        for tier in left.values():
            self.method.fees.remove(tier)
            db.session.delete(tier)


def payment_sheet(code: str) -> PaymentSheet | None:
    """The sheet of a method; None where there is no such method."""
    asked = select(PaymentMethod).where(PaymentMethod.code == code)
    method = db.session.scalars(asked.options(selectinload(PaymentMethod.fees))).one_or_none()
    return PaymentSheet(method) if method else None
