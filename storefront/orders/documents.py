"""Invoices and credit notes, read off the frozen rows of an order and its refunds: nothing here is stored.

Whoever asks for the same document twice gets the same one; every sum in it is the order's or a refund's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storefront.clock import shop_day
from storefront.locales import Text
from storefront.money import Yen
from storefront.orders.order import Order, OrderLine
from storefront.orders.refund import Refund, left_of, returned, worth
from storefront.pricing.tax import TaxPart

MADE_ANEW = frozenset({"amended", "recosted"})
"""Events after which there is a new version of an order's invoice; each refund makes one as well."""


class EntryKind(StrEnum):
    """What a line of a document is for."""

    GOODS = "goods"
    DISCOUNT = "discount"
    SHIPPING = "shipping"
    FEE = "fee"


@dataclass(frozen=True)
class Entry:
    """A line of a document; yen with tax. The amounts of all entries sum to the total.

    `amount` of goods is before the discount, `share` what of the discount falls on them; the discounts
    follow as entries of their own, one per rate, negative. `more_names`: the ways of further parcels.
    """

    kind: EntryKind
    percent: int
    reduced: bool
    amount: Yen
    name: Text | None = None
    label: Text | None = None
    quantity: int = 1
    unit_price: Yen | None = None
    share: Yen = 0
    more_names: Sequence[Text] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """What both kinds have: the day of the sale, the day of issue, the lines, the sums per rate."""

    order_number: str
    sold_on: date
    """The day the order was confirmed: paid, or accepted to be paid at the door."""
    issued_on: date
    entries: Sequence[Entry]
    rates: Sequence[TaxPart]
    total: Yen

    @property
    def any_reduced(self) -> bool:
        """Whether the mark of the reduced rate needs explaining."""
        return any(entry.reduced for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class Invoice(Document):
    """適格簡易請求書, or 適格請求書 once it has an addressee.

    Version 1 is the order as it was placed; each addition, each refund and each new price of sending it makes a new version, which shows what there is then.
    """

    version: int
    addressee: str
    to_company: bool
    refunds: Sequence["CreditNote"]
    """What was taken off; empty for version 1."""
    paid: bool
    payment: Text

    @property
    def simplified(self) -> bool:
        """Whether it names no addressee, which a shop may issue."""
        return not self.addressee


@dataclass(frozen=True, kw_only=True)
class CreditNote(Document):
    """適格返還請求書 (返還インボイス): what one refund gave back. `issued_on` is the day of the refund."""

    number: int
    """1, 2 … within the order."""
    reason: str
    addressee: str
    to_company: bool


def invoice_of(order: Order, named: bool = True) -> Invoice | None:
    """The valid version of an order's invoice; None while nothing is sold (`Order.invoiced`).

    Without `named` it is the simplified one, for a reader who may not see names.
    """
    if not order.invoiced:
        return None
    notes = [_note(order, refund, named) for refund in order.refunds]
    left = left_of(order, order.refunds)
    pieces = [(line, left.pieces[line.id], _rest(line, order.refunds)) for line in order.lines]
    return Invoice(
        order_number=order.number or "",
        sold_on=sold_on(order),
        issued_on=max([sold_on(order), *(note.issued_on for note in notes), *_amended_on(order)]),
        entries=_entries(order, pieces, left.shipping, left.fee),
        rates=_remaining(order),
        total=left.amount,
        version=version_of(order),
        addressee=order.contact.invoice_to if named else "",
        to_company=order.contact.invoice_to_company,
        refunds=notes,
        paid=order.paid_at is not None,
        payment=order.payment_name,
    )


def credit_note_of(order: Order, number: int, named: bool = True) -> CreditNote | None:
    """The credit note of an order's refund of that number, or None."""
    found = [refund for refund in order.refunds if refund.number == number]
    return _note(order, found[0], named) if found else None


def sold_on(order: Order) -> date:
    """The day of the sale on the shop's calendar."""
    return order.paid_on or shop_day(order.confirmed_at or order.placed_at)


def version_of(order: Order) -> int:
    """The version of its invoice: each refund, each addition and each new price of sending it makes a new one."""
    return len(order.refunds) + len(_amended_on(order)) + 1


def _amended_on(order: Order) -> list[date]:
    """The days on which goods were added to the order, or it came to cost something else, as its timeline tells them."""
    return [shop_day(event.happened_at) for event in order.events if event.kind in MADE_ANEW]


def _note(order: Order, refund: Refund, named: bool) -> CreditNote:
    parts = {part.order_line_id: part for part in refund.lines}
    back = [line for line in order.lines if line.id in parts]
    pieces = [(line, parts[line.id].quantity, parts[line.id].amount) for line in back]
    return CreditNote(
        order_number=order.number or "",
        sold_on=sold_on(order),
        issued_on=refund.refunded_on,
        entries=_entries(order, pieces, refund.shipping, refund.fee),
        rates=refund.tax_parts,
        total=refund.amount,
        number=refund.number,
        reason=refund.reason,
        addressee=order.contact.invoice_to if named else "",
        to_company=order.contact.invoice_to_company,
    )


def _rest(line: OrderLine, refunds: Sequence[Refund]) -> Yen:
    return worth(line, line.quantity - returned(line, refunds), refunds)


def _remaining(order: Order) -> list[TaxPart]:
    """Per rate, the order's figures less those of its refunds: rounded where they were frozen, and nowhere else."""
    back = [part for refund in order.refunds for part in refund.tax_parts]
    parts = []
    for part in order.tax_parts:
        same = [other for other in back if other.percent == part.percent]
        taxable = part.taxable - sum(other.taxable for other in same)
        if taxable:
            tax = part.tax - sum(other.tax for other in same)
            parts.append(TaxPart(part.percent, taxable, tax))
    return parts


def _entries(
    order: Order, pieces: Sequence[tuple[OrderLine, int, Yen]], shipping: Yen, fee: Yen
) -> list[Entry]:
    goods = [_goods(order, *piece) for piece in pieces if piece[1]]
    service = order.service_tax
    entries = [*goods, *_discounts(goods)]
    if shipping:
        further = [parcel["name"] for parcel in order.parcels[1:]]
        entries.append(
            Entry(
                EntryKind.SHIPPING, service, False, shipping, order.sending_name, more_names=further
            )
        )
    if fee:
        entries.append(Entry(EntryKind.FEE, service, False, fee, order.payment_name))
    return entries


def _goods(order: Order, line: OrderLine, count: int, paid: Yen) -> Entry:
    whole = line.unit_price * count
    return Entry(
        EntryKind.GOODS, line.tax_percent, line.tax_percent < order.service_tax, whole,
        line.name, line.label, count, line.unit_price, whole - paid,
    )  # fmt: skip


def _discounts(goods: Sequence[Entry]) -> list[Entry]:
    found = []
    for percent in sorted({entry.percent for entry in goods}):
        same = [entry for entry in goods if entry.percent == percent]
        share = sum(entry.share for entry in same)
        if share:
            found.append(Entry(EntryKind.DISCOUNT, percent, same[0].reduced, -share))
    return found
