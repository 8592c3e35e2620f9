"""Claims a merchant asks for, and what proves each kind."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.claims.past_price import PastPrice
from storefront.database import Model, UTCDateTime
from storefront.money import Yen


class Kind(StrEnum):
    """What is claimed. `left` shows itself wherever it is true; the others are asked for."""

    WAS = "was"
    BEST = "best"
    UNTIL = "until"
    LEFT = "left"


ASKABLE = (Kind.WAS, Kind.BEST, Kind.UNTIL)
"""What a merchant can ask for."""


class Claim(Model):
    """A claim asked for. Published, it is shown on every day on which it can be proved, and on no other."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    kind: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when it may be shown; None while it could not be proved, and after it was withdrawn."""

    __table_args__ = (UniqueConstraint("variant_id", "kind"),)


@dataclass(frozen=True)
class Was:
    """A struck-out price, `saving` yen above the present one."""

    past: PastPrice
    saving: Yen


@dataclass(frozen=True)
class Best:
    """Most pieces sold of all products of its shelf, from `first_on` to `last_on`, both included."""

    first_on: date
    last_on: date
    pieces: int


@dataclass(frozen=True)
class Until:
    """The present price ends at `at`, today; then `price` is charged, which is higher."""

    at: datetime
    price: Yen


@dataclass(frozen=True)
class Left:
    """So few are left that the shop names the count."""

    pieces: int


Proof: TypeAlias = Was | Best | Until | Left
