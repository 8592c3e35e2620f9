"""The papers of an order as its pages link them: the invoice, and each refund with its credit note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storefront.money import Yen
from storefront.orders.documents import version_of
from storefront.orders.order import Order
from storefront.views.addressee_form import AddresseeForm
from storefront.views.document_sheet import addressed, invoice_words
from storefront.views.order_access import kept_link


@dataclass(frozen=True)
class RefundShown:
    """A refund as the order's page lists it, with the paths of its credit note."""

    on: date
    amount: Yen
    reason: str
    page: str
    pdf: str


@dataclass(frozen=True)
class Papers:
    """Paths of an order's papers. `form` is None for a reader who may not see names."""

    words: str
    """What the invoice is called."""
    page: str
    pdf: str
    version: int
    addressee: str
    refunds: Sequence[RefundShown]
    form: AddresseeForm | None
    action: str


def papers_of(order: Order, form: AddresseeForm | None) -> Papers | None:
    """The papers of an order, opened by the same right as the present page; None while there are none."""
    if not order.invoiced:
        return None
    number, to = str(order.number), order.contact
    return Papers(
        words=invoice_words(order),
        page=kept_link("documents.invoice", number),
        pdf=kept_link("documents.invoice_pdf", number),
        version=version_of(order),
        addressee=addressed(to.invoice_to, to.invoice_to_company) if form else "",
        refunds=[
            RefundShown(
                refund.refunded_on, refund.amount, refund.reason,
                kept_link("documents.credit_note", number, note=str(refund.number)),
                kept_link("documents.credit_note_pdf", number, note=str(refund.number)),
            )
            for refund in order.refunds
        ],
        form=form,
        action=kept_link("documents.address", number),
    )  # fmt: skip
