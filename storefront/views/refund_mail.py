"""A refund as its mail tells it: the frozen figures, and links to the credit note and the new invoice."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import format_date, yen
from storefront.locales import as_locale
from storefront.mail.messages import RefundMail, Sum, Words
from storefront.orders.documents import Entry, EntryKind, credit_note_of
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Refund, RefundState
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.quoting.tariff_reading import load_tariff
from storefront.shop.legal import terms
from storefront.shop.profile import ShopProfile
from storefront.views.document_sheet import entry_name, entry_note, invoice_words
from storefront.views.figures import figures
from storefront.views.money_back_words import way_words
from storefront.views.order_access import order_link
from storefront.views.order_mail import SELLER


def refund_mail(order: Order, refund: Refund, now: datetime) -> RefundMail:
    """Everything the note of a refund says, in the order's language. Works outside a request; writes nothing."""
    locale = as_locale(order.locale)
    shop = db.session.scalars(select(ShopProfile)).one()
    site = str(current_app.config["SETTINGS"].site_url)
    note = credit_note_of(order, refund.number)
    with force_locale(locale):
        known = figures(load_tariff(now), shop, site, locale)
        said = terms(SELLER, known, locale).values()
        path = order_link(order, "documents.credit_note", locale, note=refund.number)
        return RefundMail(
            locale=locale,
            recipient=order.contact.email,
            number=order.number or "",
            name=order.contact.name,
            lead=_lead(order, refund),
            ways=_ways(order, refund),
            amount=refund.amount,
            reason=refund.reason,
            items=[Sum(_label(entry), entry.amount) for entry in (note.entries if note else [])],
            credit_note_link=site + path,
            invoice=Words(
                invoice_words(order), site + order_link(order, "documents.invoice", locale)
            ),
            link=site + order_link(order, "orders.show", locale),
            seller=[Words(term.label, term.text) for term in said],
            shop=known["shop"],
        )


def _lead(order: Order, refund: Refund) -> str:
    said = {
        "number": order.number,
        "day": format_date(refund.refunded_on, "long"),
        "sum": yen(refund.amount),
    }
    if refund.state == RefundState.RECORDED:
        return str(_("ご注文 %(number)s について、%(day)sに%(sum)sを返金しました。", **said))
    return str(_("ご注文 %(number)s について、%(day)sに%(sum)sの返金の手続きをしました。", **said))


def _ways(order: Order, refund: Refund) -> list[str]:
    """What becomes of the order, and by which ways the money goes; each once."""
    rows = select(Reimbursement).where(Reimbursement.refund_id == refund.id)
    sent = db.session.scalars(rows.order_by(Reimbursement.id)).all()
    over = order.state == OrderState.CANCELLED
    words = [_("ご注文は取り消しました。商品はお届けしません。")] if over else []
    words += [way_words(row) for row in sent]
    if any(row.state == ReimbursementState.NEEDS_ACCOUNT for row in sent):
        words.append(_("振込先の口座をお知らせいただくメールを、別にお送りします。"))
    return [one for one in dict.fromkeys(words) if one]


def _label(entry: Entry) -> str:
    words = [entry_name(entry), entry_note(entry)]
    count = f"× {entry.quantity}" if entry.kind is EntryKind.GOODS else ""
    return " ".join(word for word in (*words, count) if word)
