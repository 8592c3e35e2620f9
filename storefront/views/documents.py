"""The papers of an order for whoever may see it: invoice and credit notes, as pages to print and as PDF."""

from urllib.parse import quote

from flask import Blueprint, Response, abort

from storefront.extensions import db
from storefront.orders.documents import credit_note_of, invoice_of
from storefront.orders.lifecycle import hold
from storefront.printing.sheet import Sheet
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.addressee_form import AddresseeForm
from storefront.views.document_issuer import issuer
from storefront.views.document_sheet import credit_note_sheet, invoice_sheet
from storefront.views.order_access import Access, OrderHidden, kept_link, visible_order
from storefront.views.order_page import order_page
from storefront.views.responses import own_page, see_path

bp = Blueprint("documents", __name__)


@bp.get("/orders/<number>/invoice")
@access(ORDER_LINK)
def invoice(number: str) -> Response:
    """The valid version of the invoice, to be read and printed. 404 while the order is not confirmed."""
    return _page(number, _invoice(number), kept_link("documents.invoice_pdf", number))


@bp.get("/orders/<number>/invoice.pdf")
@access(ORDER_LINK)
def invoice_pdf(number: str) -> Response:
    """The same invoice as PDF."""
    return pdf_of(_invoice(number))


@bp.get("/orders/<number>/credit-notes/<int:note>")
@access(ORDER_LINK)
def credit_note(number: str, note: int) -> Response:
    """The credit note of one refund, to be read and printed."""
    pdf = kept_link("documents.credit_note_pdf", number, note=str(note))
    return _page(number, _credit_note(number, note), pdf)


@bp.get("/orders/<number>/credit-notes/<int:note>.pdf")
@access(ORDER_LINK)
def credit_note_pdf(number: str, note: int) -> Response:
    """The same credit note as PDF."""
    return pdf_of(_credit_note(number, note))


@bp.post("/orders/<number>/invoice")
@access(ORDER_LINK)
def address(number: str) -> Response:
    """Write down whom the invoice is made out to; empty makes it the simplified one again.

    Only with a fresh link, since whoever may not read the name may not change it either.
    """
    order, seen = visible_order(number)
    if seen is not Access.FULL:
        raise OrderHidden
    if not order.invoiced:
        abort(404)
    form = AddresseeForm()
    if not form.validate():
        return order_page(order, seen, form, status=422)
    order = hold(order.id)
    order.contact.invoice_to = form.name.data or ""
    order.contact.invoice_to_company = form.company
    db.session.commit()
    return see_path(kept_link("documents.invoice", number))


def _invoice(number: str) -> Sheet:
    order, seen = visible_order(number)
    found = invoice_of(order, named=seen is Access.FULL)
    if found is None:
        abort(404)
    return invoice_sheet(found, issuer(current.now()))


def _credit_note(number: str, note: int) -> Sheet:
    order, seen = visible_order(number)
    found = credit_note_of(order, note, named=seen is Access.FULL)
    if found is None:
        abort(404)
    return credit_note_sheet(found, issuer(current.now()))


def _page(number: str, sheet: Sheet, pdf: str) -> Response:
    return own_page(
        "documents/show.html", sheet=sheet, pdf=pdf, back=kept_link("orders.show", number)
    )


def pdf_of(sheet: Sheet) -> Response:
    """A sheet as PDF, to be read in the browser and kept under its own name."""
    from storefront.printing.pdf import draw  # no page has to pay for loading it

    response = Response(draw(sheet), mimetype="application/pdf")
    name = quote(f"{sheet.file_name}.pdf")
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"{sheet.plain_name}.pdf\"; filename*=UTF-8''{name}"
    )
    response.content_language = [sheet.locale]
    return response
