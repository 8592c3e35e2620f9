"""What became of an offer that was chosen for somebody: one row for each visitor, offer, placement and context.

A context is what the offer was about: "product:12", "cart:7", "order:41". Seeing, looking into, taking and refusing
each set one moment, once. Who was to see nothing has a row as well, with the reason: so that it can be counted.

Silence hangs on more: who looks past the same thing visit after visit has been asked each time, and a no of today is a
no of today, whatever was said in spring. So each visit in which it was seen has its own moments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    case,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once, insert_or_change
from storefront.extensions import db
from storefront.offers.kinds import Answer, Placement

_MOMENT = {answer: f"{answer.value}_at" for answer in Answer}


class OfferImpression(Model):
    """An offer chosen for a visitor, and what they did."""

    __tablename__ = "offer_impression"

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(ForeignKey("visitor.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    placement: Mapped[str] = mapped_column(String(12))
    context: Mapped[str] = mapped_column(String(64))
    withheld: Mapped[str] = mapped_column(String(20), default="")
    """Why it was not shown; "" where it was."""
    chance: Mapped[int] = mapped_column(default=0)
    """The chance it had to be chosen among those that fitted, in thousandths."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was chosen for them first, or first held back where it never was."""
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    clicked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("visitor_id", "offer_id", "placement", "context"),
        Index("ix_offer_impression_made", "made_at", "offer_id"),
    )


class OfferShow(Model):
    """One visit in which it was before them, and what they did then. A visit ends with half an hour of silence."""

    __tablename__ = "offer_show"

    impression_id: Mapped[int] = mapped_column(
        ForeignKey("offer_impression.id", ondelete="CASCADE"), primary_key=True
    )
    visit: Mapped[str] = mapped_column(String(16), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    clicked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_goods: Mapped[str] = mapped_column(Text, default="")
    """What was refused: "product:SKU" for each thing, with spaces between; without the product where only that SKU is."""


@dataclass(frozen=True)
class Shown:
    """What a visitor did with one offer at one placement and context, in one visit."""

    offer_id: int
    placement: str
    context: str
    visit: str
    seen_at: datetime | None
    clicked_at: datetime | None
    accepted_at: datetime | None
    refused_at: datetime | None
    goods: str = ""
    """What was refused, as `OfferShow.refused_goods` has it."""

    @property
    def answered(self) -> bool:
        """Whether they did anything with it."""
        return self.answered_at is not None

    @property
    def answered_at(self) -> datetime | None:
        """When they last did anything with it."""
        moments = (self.clicked_at, self.accepted_at, self.refused_at)
        return max((moment for moment in moments if moment), default=None)


def note(
    visitor_id: int,
    offer_id: int,
    placement: Placement,
    context: str,
    answer: Answer,
    now: datetime,
    *,
    visit: str = "",
    chance: int = 0,
    goods: str = "",
) -> OfferImpression:
    """Write down that an offer was seen or answered. Safe to repeat: the first moment stays, of all and of the visit. The
    caller commits.

    An answer of somebody whose browser did not tell that it was seen makes it seen as well. `goods` are those that a no
    is about, as `OfferShow.refused_goods` has them.
    """
    moments = [_MOMENT[one] for one in dict.fromkeys((Answer.SEEN, answer))]

    def kept(here: Any, new: Any) -> Mapping[str, Any]:
        return {name: func.coalesce(getattr(here, name), new[name]) for name in moments}

    def change(here: type[OfferImpression], new: Any) -> Mapping[str, Any]:
        held_back = here.withheld != ""
        chance_of = case((held_back, new.chance), else_=here.chance)
        made_at = case((held_back, new.made_at), else_=here.made_at)
        return {**kept(here, new), "withheld": "", "chance": chance_of, "made_at": made_at}

    where, at = _key(visitor_id, offer_id, placement, context), dict.fromkeys(moments, now)
    told = {"made_at": now, "chance": chance, "withheld": ""}
    row = insert_or_change(OfferImpression, tuple(where), change, **where, **told, **at)
    this = {"impression_id": row.id, "visit": visit}
    refused = goods if answer is Answer.REFUSED else ""

    def told_of(here: type[OfferShow], new: Any) -> Mapping[str, Any]:
        return {**kept(here, new), **({"refused_goods": new.refused_goods} if refused else {})}

    insert_or_change(OfferShow, tuple(this), told_of, **this, **at, refused_goods=refused)
    return row


def note_taken(impression_id: int, now: datetime) -> None:
    """Write down that what an offer brought is theirs now: of all, and of the visit in which they last looked into it.

    For goods that are paid after the answer, perhaps while nobody visits. Safe to repeat; an impression that was
    forgotten meanwhile stays forgotten. The caller commits.
    """
    row, first = OfferImpression, OfferImpression.accepted_at.is_(None)
    db.session.execute(update(row).where(row.id == impression_id, first).values(accepted_at=now))
    looked = func.coalesce(OfferShow.clicked_at, OfferShow.seen_at)
    shows = select(OfferShow).where(OfferShow.impression_id == impression_id)
    show = db.session.scalar(shows.order_by(looked.desc()).limit(1))
    if show is not None and show.accepted_at is None:
        show.accepted_at = now


def note_withheld(
    visitor_id: int, offer_id: int, placement: Placement, context: str, why: str, now: datetime
) -> None:
    """Write down that an offer would have been shown and was not. Safe to repeat; an offer that was seen stays seen."""
    where = _key(visitor_id, offer_id, placement, context)
    insert_once(OfferImpression, **where, made_at=now, withheld=why)


def _key(
    visitor_id: int, offer_id: int, placement: Placement, context: str
) -> Mapping[str, object]:
    return {
        "visitor_id": visitor_id,
        "offer_id": offer_id,
        "placement": placement.value,
        "context": context,
    }
