"""The cart: what a visitor holds for thirty days, priced afresh each time it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    bindparam,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storefront.cart.refusal import CartFull, NotSold, OnlyLeft
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.database import Model, UTCDateTime
from storefront.extensions import db
from storefront.money import Yen
from storefront.quoting.item import QuoteItem

MOST_LINES = 50


class Change(StrEnum):
    """What happened to goods while they lay in the cart."""

    GONE = "gone"
    """Not offered any more, or sold out: counts in no total."""
    SHORT = "short"
    """Fewer are left than the line holds."""
    DEARER = "dearer"
    CHEAPER = "cheaper"


class Cart(Model):
    """A visitor's cart. `version` grows with every change; `ordered` carts are history and never change."""

    __tablename__ = "cart"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(8), default="open")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    lines: Mapped[list[CartLine]] = relationship(
        back_populates="cart", order_by="CartLine.id", cascade="all, delete-orphan"
    )

    __table_args__ = {"sqlite_autoincrement": True}
    """Numbers are never used again: an old session must not find somebody else's cart under its own."""

    def line_for(self, variant: Variant) -> CartLine | None:
        """The line that holds a variant, if any."""
        return next((line for line in self.lines if line.variant_id == variant.id), None)

    def line_with(self, sku: str) -> CartLine | None:
        """The line that holds a SKU, if any."""
        return next((line for line in self.lines if line.variant.sku == sku), None)

    def add(
        self, variant: Variant, quantity: int, now: datetime, impression_id: int | None = None
    ) -> CartLine:
        """Put more of a variant in. The same variant merges into its line, and whoever brought that stays.

        `impression_id` is the offer that brings a new line. Raises NotSold, OnlyLeft or CartFull; the cart is then
        unchanged. Not for repeating.
        """
        if quantity < 1 or quantity > MOST_PER_LINE:
            raise ValueError("a quantity is between 1 and the most a line may hold")
        line = self.line_for(variant)
        wanted = quantity + (line.quantity if line else 0)
        self._check(variant, wanted)
        if line is None:
            if len(self.lines) >= MOST_LINES:
                raise CartFull
            line = CartLine(
                variant_id=variant.id,
                variant=variant,
                quantity=wanted,
                seen_price=variant.price,
                impression_id=impression_id,
            )
            self.lines.append(line)
        line.quantity = wanted
        self._touch(now)
        return line

    def change(self, variant: Variant, quantity: int, now: datetime) -> CartLine | None:
        """Set how many of a variant the cart holds; 0 removes the line. Safe to repeat.

        Raises NotSold or OnlyLeft when more are asked for than there are; fewer is always allowed.
        """
        line = self.line_for(variant)
        if line is None:
            return None
        if quantity > line.quantity:
            self._check(variant, quantity)
        if quantity <= 0:
            self.lines.remove(line)
        else:
            line.quantity = min(quantity, MOST_PER_LINE)
        self._touch(now)
        return line if quantity > 0 else None

    def replace(
        self,
        line: CartLine,
        variant: Variant,
        quantity: int,
        now: datetime,
        impression_id: int | None,
    ) -> CartLine:
        """Put so many of a variant in the place of a line, which may hold the same one: an offer's swap, or the way
        back from it. What the cart holds of it beside that line stays.

        Raises NotSold or OnlyLeft; the cart is then unchanged.
        """
        here = self.line_for(variant)
        if here is not None and here is not line:
            quantity += here.quantity
        self._check(variant, quantity)
        if here is None:
            here = CartLine(
                variant_id=variant.id, variant=variant, quantity=quantity, seen_price=variant.price
            )
            self.lines.append(here)
        if line is not here:
            self.lines.remove(line)
        here.quantity, here.impression_id = quantity, impression_id
        self._touch(now)
        return here

    def acknowledge(self) -> None:
        """Take present prices as seen, so that a change is told once. Safe to repeat."""
        for line in self.lines:
            line.seen_price = line.variant.price

    def items(self) -> list[QuoteItem]:
        """What `quote()` needs to know of the lines that can be bought, at present prices."""
        return [line.item() for line in self.lines if line.left]

    def notes(self) -> list[CartNote]:
        """What changed since the goods went in, line by line."""
        return [note for line in self.lines if (note := line.note())]

    @property
    def count(self) -> int:
        """Pieces in all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def orderable(self) -> bool:
        """Whether there is something in it and every line can be bought as it stands."""
        return bool(self.lines) and not any(line.problem for line in self.lines)

    def _check(self, variant: Variant, wanted: int) -> None:
        if not variant.sellable:
            raise NotSold
        if wanted > min(variant.stock, MOST_PER_LINE):
            raise OnlyLeft(min(variant.stock, MOST_PER_LINE))

    def _touch(self, now: datetime) -> None:
        self.version += 1
        self.updated_at = now


_BROUGHT = text("impression_id IS NOT NULL")


class CartLine(Model):
    """One variant and how many; `seen_price` is the price the shopper last saw for it."""

    __tablename__ = "cart_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    quantity: Mapped[int]
    seen_price: Mapped[Yen]
    impression_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer_impression.id", ondelete="SET NULL")
    )
    """The offer that brought it, if any did."""

    cart: Mapped[Cart] = relationship(back_populates="lines")
    variant: Mapped[Variant] = relationship()

    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index(
            "ix_cart_line_brought",
            "impression_id",
            sqlite_where=_BROUGHT,
            postgresql_where=_BROUGHT,
        ),
    )

    @property
    def amount(self) -> Yen:
        """Yen for the line at the present price."""
        return self.variant.price * self.quantity

    @property
    def left(self) -> int:
        """How many pieces the line could hold at present; 0 when none can be bought."""
        return min(self.variant.stock, MOST_PER_LINE) if self.variant.sellable else 0

    @property
    def problem(self) -> Change | None:
        """GONE or SHORT while the line cannot be bought as it stands, else None."""
        left = self.left
        if not left:
            return Change.GONE
        return Change.SHORT if self.quantity > left else None

    @property
    def repriced(self) -> Change | None:
        """DEARER or CHEAPER than the shopper was told, else None."""
        if self.seen_price == self.variant.price:
            return None
        return Change.DEARER if self.variant.price > self.seen_price else Change.CHEAPER

    def item(self) -> QuoteItem:
        """The line as `quote()` wants it."""
        return quote_item(self.variant, self.quantity)

    def note(self) -> CartNote | None:
        """What the shopper should be told about this line, if anything."""
        kind = self.problem or self.repriced
        return CartNote(self, kind) if kind else None


def quote_item(variant: Variant, quantity: int = 1) -> QuoteItem:
    """Pieces of a variant as `quote()` wants them, at the present price."""
    return QuoteItem(
        variant.sku,
        quantity,
        variant.price,
        variant.tax_class,
        variant.weight_grams,
        variant.sides,
        variant.temperature,
    )


@dataclass(frozen=True)
class CartNote:
    """Something about a line that changed, the gravest thing first."""

    line: CartLine
    kind: Change


def new_cart(now: datetime) -> Cart:
    """A fresh open cart, added to the session and numbered, not committed."""
    cart = Cart(created_at=now, updated_at=now, state="open", version=1)
    db.session.add(cart)
    db.session.flush()
    return cart


def open_cart(cart_id: int | None, to_change: bool = False) -> Cart | None:
    """The open cart of that id with everything a page shows of it; else None.

    One statement to read it. `to_change` locks the cart until the transaction ends and then reads its lines, in
    two: two tabs that change one cart wait for each other instead of overwriting, and a variant is never put in
    twice. (SQLite's writers queue anyway.)
    """
    if cart_id is None:
        return None
    return db.session.scalars(_open(to_change), {"cart": cart_id}).unique().one_or_none()


@cache
def _open(to_change: bool) -> Select[tuple[Cart]]:
    """The statement of `open_cart`, made once: it costs more to build than to execute."""
    lines = (selectinload if to_change else joinedload)(Cart.lines)
    variant = lines.joinedload(CartLine.variant)
    query = (
        select(Cart)
        .where(Cart.id == bindparam("cart"), Cart.state == "open")
        .options(variant.joinedload(Variant.product), variant.joinedload(Variant.picture))
        .execution_options(populate_existing=True)
    )
    return query.with_for_update(of=Cart) if to_change else query
