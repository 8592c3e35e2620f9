"""An order as its confirmation mail tells it: the frozen figures, the shop's terms, a link that opens it."""

from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import format_date, translate, yen
from storefront.locales import Locale, as_locale
from storefront.mail.messages import ConfirmationMail, Item, Parcel, Sum, Words
from storefront.orders.order import Order, OrderLine
from storefront.payments.of_order import payments_of
from storefront.payments.payment import Payment
from storefront.payments.settling import last_payment
from storefront.quoting.tariff import Tariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code
from storefront.shop.legal import terms
from storefront.shop.profile import ShopProfile
from storefront.views.document_sheet import invoice_words
from storefront.views.figures import figures
from storefront.views.frame import area_name
from storefront.views.order_access import order_link
from storefront.views.parcel_rows import parcel_rows
from storefront.views.sums import order_sums

TERMS = ("cancel_terms", "returns_terms")
SELLER = ("seller", "seller_person", "seller_address", "seller_phone", "seller_email")


def confirmation_mail(order: Order, now: datetime) -> ConfirmationMail:
    """Everything the confirmation says, in the order's language. Works outside a request; reads, writes nothing."""
    locale = as_locale(order.locale)
    shop = db.session.scalars(select(ShopProfile)).one()
    tariff = load_tariff(now)
    site = str(current_app.config["SETTINGS"].site_url)
    with force_locale(locale):
        known = figures(tariff, shop, site, locale)
        clauses = terms((*TERMS, *SELLER), known, locale)
        words = {key: Words(term.label, term.text) for key, term in clauses.items()}
        prefecture = by_code(order.contact.prefecture)
        area = area_name(prefecture, locale) if prefecture else ""
        return ConfirmationMail(
            locale=locale,
            recipient=order.contact.email,
            number=order.number or "",
            link=site + order_link(order, "orders.show", locale),
            invoice=Words(
                invoice_words(order), site + order_link(order, "documents.invoice", locale)
            ),
            name=order.contact.name,
            day=format_date(order.promised_on, "long"),
            slot=translate(order.slot_name),
            parcels=_parcels(order),
            address=_address(order, area, locale),
            payment=_payment(order, tariff),
            payment_due=_due(order, tariff),
            items=[_item(line, order.service_tax) for line in order.lines],
            sums=[Sum(row.label, row.amount, row.kind) for row in order_sums(order, area)],
            terms=[words[key] for key in TERMS if key in words],
            seller=[words[key] for key in SELLER if key in words],
            shop=translate(shop.name),
            moved=_moved(order),
        )


def _moved(order: Order) -> str:
    """That its day moved because the money came late, from which day to which; "" where it did not."""
    found = [event.detail for event in order.events if event.kind == "redated"]
    if not found:
        return ""
    before, after = (format_date(date.fromisoformat(day)) for day in found[-1].split("/"))
    words: str = _(
        "お支払いがお届け予定の締め切りより後になったため、お届けの日を%(before)sから%(after)sに改めました。",
        before=before, after=after,
    )  # fmt: skip
    return words


def _parcels(order: Order) -> list[Parcel]:
    """The parcels; with what is in each only where there are several."""
    rows = parcel_rows(order.parcels)
    return [
        Parcel(
            row.title if len(rows) > 1 else row.name,
            format_date(row.arrives_on),
            row.price_words,
        )
        for row in rows
    ]


def _address(order: Order, area: str, locale: Locale) -> list[str]:
    to = order.contact
    street = f"{area}{to.address}" if locale == "ja" else f"{area} {to.address}"
    code = f"〒{to.postal_code[:3]}-{to.postal_code[3:]}"
    return [line for line in (code, street, to.building, _("%(name)s 様", name=to.name)) if line]


def _payment(order: Order, tariff: Tariff) -> str:
    """The way it is paid; and the others by which goods were added to it."""
    attempt = last_payment(order)
    label = attempt.source_label if attempt else ""
    own = f"{translate(order.payment_name)} {label}".strip()
    others = {_added_by(one, tariff): None for one in payments_of(order) if one.amendment_id and one.applied}  # fmt: skip
    return str(_("、")).join(
        [own, *(_("追加分：%(way)s", way=way) for way in others if way != own)]
    )


def _added_by(payment: Payment, tariff: Tariff) -> str:
    paying = tariff.paying(payment.method)
    name = translate(paying.name) if paying else payment.method
    return f"{name} {payment.source_label}".strip()


def _due(order: Order, tariff: Tariff) -> str:
    if order.paid_at:
        return str(_("お支払い済みです（%(sum)s）", sum=yen(order.total)))
    paying = tariff.paying(order.payment_code)
    return translate(paying.due) if paying else ""


def _item(line: OrderLine, standard: int) -> Item:
    return Item(
        name=translate(line.name),
        label=translate(line.label),
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.amount,
        reduced=line.tax_percent < standard,
        added=line.amendment_id is not None,
    )
