"""One order at the shop's desk: what was bought, the money, who it is for, what happened, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from storefront.checkout.contact import spaced_phone, spaced_postcode
from storefront.extensions import htmx
from storefront.orders.order import Order
from storefront.shipping.prefectures import by_code
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.document_sheet import addressed
from storefront.views.frame import area_name, url
from storefront.views.parcel_rows import ParcelRow, parcel_rows
from storefront.views.responses import fragments, own_page
from storefront.views.staff import money_words, order_words
from storefront.views.staff.allowed import may_open
from storefront.views.staff.area import bp
from storefront.views.staff.note_form import NoteForm, new_form
from storefront.views.staff.order_actions import Action, actions
from storefront.views.staff.order_papers import Paper, papers
from storefront.views.staff.order_reading import OrderAtDesk, asked_order, by_hand, read_order
from storefront.views.staff.order_told import ToldPart, told_part
from storefront.views.staff.telling import said
from storefront.views.sums import SumRow, order_sums

LIST = "staff.orders"
"""The list of orders."""


@dataclass(frozen=True)
class OrderPage:
    """An order as its page shows it."""

    seen: OrderAtDesk
    headline: str
    marks: Sequence[order_words.Mark]
    actions: Sequence[Action]
    rows: Sequence[SumRow]
    parcels: Sequence[ParcelRow]
    address: Sequence[str]
    phone: str
    addressee: str
    papers: Sequence[Paper]
    others: str
    """Where all orders of the same buyer are listed; "" for a member who may not."""
    part: ToldPart


@bp.get("/orders/<number>")
@access(STAFF, Permission.SEE_ORDERS)
def order(number: str) -> Response:
    """Everything about it."""
    return order_page(read_order(number))


def order_page(seen: OrderAtDesk, note: NoteForm | None = None, status: int = 200) -> Response:
    """Its page, or for htmx what is written about it, with a note as somebody typed it."""
    page = page_of(seen, note)
    if note and htmx:
        return fragments("staff/_order_told.html", status=status, part=page.part)
    return own_page(
        "staff/order.html", status, page=page, part=page.part, words=money_words, said=said()
    )


def page_of(seen: OrderAtDesk, note: NoteForm | None = None) -> OrderPage:
    """Put into words what was read; asks nothing more."""
    order = seen.order
    area = by_code(order.contact.prefecture)
    there = area_name(area, current.locale()) if area else ""
    return OrderPage(
        seen=seen,
        headline=order_words.headline(seen.at),
        marks=order_words.marks(seen.at),
        actions=actions(seen),
        rows=order_sums(order, there),
        parcels=parcel_rows(order.parcels),
        address=address_lines(order, there),
        phone=spaced_phone(order.contact.phone),
        addressee=addressed(order.contact.invoice_to, order.contact.invoice_to_company),
        papers=papers(order, seen.told),
        others=_others(order),
        part=told_part(order, seen.told, note or new_form()),
    )


def _others(order: Order) -> str:
    email = order.contact.email
    return url(LIST, q=email) if email and may_open(LIST) else ""


def address_lines(order: Order, area: str) -> list[str]:
    """Where it goes, as a label has it."""
    to = order.contact
    street = f"{area}{to.address}" if current.locale() == "ja" else f"{area} {to.address}"
    return [line for line in (f"〒{spaced_postcode(to.postal_code)}", street, to.building) if line]


__all__ = ["asked_order", "by_hand", "order_page"]
