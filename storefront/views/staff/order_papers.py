"""The papers of an order at the desk: invoice and credit notes, read and printed without the buyer's own link."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort
from flask_babel import gettext as _

from storefront.jinja import format_date, yen
from storefront.orders.documents import MADE_ANEW, credit_note_of, invoice_of
from storefront.orders.order import Order
from storefront.printing.sheet import Sheet
from storefront.reports.order_timeline import Told
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.document_issuer import issuer
from storefront.views.document_sheet import credit_note_sheet, invoice_sheet, invoice_words
from storefront.views.documents import pdf_of
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.order_reading import asked_order


@dataclass(frozen=True)
class Paper:
    """One paper: what it is called, what tells it from others, and where it is to be read and printed."""

    words: str
    note: str
    page: str
    pdf: str


def papers(order: Order, told: Sequence[Told]) -> list[Paper]:
    """All there are: the valid version of the invoice, as the timeline tells it, and a credit note for each refund."""
    if not order.invoiced:
        return []
    number = str(order.number)
    anew = sum(one.kind in MADE_ANEW for one in told)
    version = _("第%(version)s版", version=len(order.refunds) + anew + 1)
    found = [
        Paper(
            invoice_words(order),
            str(version),
            url("staff.order_invoice", number=number),
            url("staff.order_invoice_pdf", number=number),
        )
    ]
    for refund in order.refunds:
        about = f"{format_date(refund.refunded_on)} {yen(refund.amount)}"
        names = {"number": number, "note": refund.number}
        words = _("返還インボイス %(number)s", number=refund.number)
        page, pdf = url("staff.order_note", **names), url("staff.order_note_pdf", **names)
        found.append(Paper(words, about, page, pdf))
    return found


@bp.get("/orders/<number>/invoice")
@access(STAFF, Permission.SEE_ORDERS)
def order_invoice(number: str) -> Response:
    """The valid version of its invoice; 404 while nothing is sold."""
    return _page(number, _invoice(number), url("staff.order_invoice_pdf", number=number))


@bp.get("/orders/<number>/invoice.pdf")
@access(STAFF, Permission.SEE_ORDERS)
def order_invoice_pdf(number: str) -> Response:
    """The same as PDF."""
    return pdf_of(_invoice(number))


@bp.get("/orders/<number>/credit-notes/<int:note>")
@access(STAFF, Permission.SEE_ORDERS)
def order_note(number: str, note: int) -> Response:
    """The credit note of one refund."""
    pdf = url("staff.order_note_pdf", number=number, note=note)
    return _page(number, _note(number, note), pdf)


@bp.get("/orders/<number>/credit-notes/<int:note>.pdf")
@access(STAFF, Permission.SEE_ORDERS)
def order_note_pdf(number: str, note: int) -> Response:
    """The same as PDF."""
    return pdf_of(_note(number, note))


def _invoice(number: str) -> Sheet:
    found = invoice_of(asked_order(number))
    return invoice_sheet(found, issuer(current.now())) if found else abort(404)


def _note(number: str, note: int) -> Sheet:
    found = credit_note_of(asked_order(number), note)
    return credit_note_sheet(found, issuer(current.now())) if found else abort(404)


def _page(number: str, sheet: Sheet, pdf: str) -> Response:
    back = url("staff.order", number=number)
    own = "layouts/staff.html"
    return own_page("documents/show.html", sheet=sheet, pdf=pdf, back=back, layout=own)
