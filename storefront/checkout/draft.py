"""An order being taken by phone: the sheet a member of staff writes on while the buyer talks, with a cart of its own.

Nobody else sees it, no visitor's session ever holds its cart, and half of it is kept as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship, selectinload

from storefront.cart.cart import Cart, CartLine, new_cart
from storefront.catalog.variant import Variant
from storefront.database import Model, UTCDateTime
from storefront.extensions import db

MOST_DRAFTS = 20
"""Of one member: nobody talks to more people at once."""
LONGEST_TYPED = 400
"""Signs of one field, wrong ones included."""


class PhoneDraft(Model):
    """One sheet. It goes with its cart: placed, thrown away, or not touched for as long as a cart is kept."""

    __tablename__ = "phone_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"), unique=True)
    typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """The fields as they were typed, right or wrong."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    cart: Mapped[Cart] = relationship()

    __table_args__ = (Index("ix_phone_draft_member", "member_id"),)


class TooManyDrafts(Exception):
    """The member has as many sheets on the desk as there may be."""


def begin_draft(member_id: int, typed: Mapping[str, str], now: datetime) -> PhoneDraft:
    """A fresh sheet with an empty cart, numbered; not committed. Raises TooManyDrafts."""
    if len(drafts_of(member_id)) >= MOST_DRAFTS:
        raise TooManyDrafts
    draft = PhoneDraft(
        member_id=member_id, cart_id=new_cart(now).id, typed=cut(typed), created_at=now
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def drafts_of(member_id: int) -> list[PhoneDraft]:
    """The member's sheets with what is in their carts, the newest first; two statements."""
    asked = (
        select(PhoneDraft)
        .join(PhoneDraft.cart)
        .where(PhoneDraft.member_id == member_id, Cart.state == "open")
        .options(contains_eager(PhoneDraft.cart).selectinload(Cart.lines))
        .order_by(PhoneDraft.id.desc())
    )
    return list(db.session.scalars(asked))


def draft_of(member_id: int, draft_id: int, *, to_change: bool = False) -> PhoneDraft | None:
    """A sheet of that member with its goods, None for another's and for one that is placed or gone.

    `to_change` holds the cart until the transaction ends.
    """
    variant = selectinload(Cart.lines).joinedload(CartLine.variant)
    cart = contains_eager(PhoneDraft.cart)
    asked = (
        select(PhoneDraft)
        .join(PhoneDraft.cart)
        .where(PhoneDraft.id == draft_id, PhoneDraft.member_id == member_id, Cart.state == "open")
        .options(cart.options(variant.joinedload(Variant.product)))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(asked.with_for_update(of=Cart) if to_change else asked)


def keep_typed(draft: PhoneDraft, typed: Mapping[str, str], now: datetime) -> None:
    """Keep what is typed; not committed. The cart lives on from now."""
    draft.typed = cut(typed)
    draft.cart.updated_at = now


def throw_away(draft: PhoneDraft) -> None:
    """Take the sheet and its cart away for good; not committed."""
    db.session.execute(
        delete(Cart)
        .where(Cart.id == draft.cart_id, Cart.state == "open")
        .execution_options(synchronize_session=False)
    )


def cut(typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that say something, none longer than can be kept."""
    return {name: text[:LONGEST_TYPED] for name, text in typed.items() if text}
