"""People at the desk: the list with its search, and one person with orders, sums, notes and wishes."""

import secrets
from dataclasses import dataclass

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.checkout.contact import spaced_phone, spaced_postcode
from storefront.customers.kept import (
    LONGEST,
    BadNote,
    CustomerNote,
    CustomerWish,
    Source,
    add_note,
    notes_of,
    tidied,
    wishes_of,
)
from storefront.customers.people import (
    ORDERS_SHOWN,
    Bought,
    Sums,
    bought_by,
    people,
    person_of,
    sums_of,
)
from storefront.customers.wishing import wish
from storefront.extensions import db
from storefront.orders.order import OrderContact
from storefront.shipping.prefectures import by_code
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import area_name, url
from storefront.views.responses import own_page, see_other
from storefront.views.staff import money_words
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class CustomerView:
    """One person as staff see them; `more` is the address of their older orders, "" where there are none."""

    contact: OrderContact
    sums: Sums
    orders: list[Bought]
    more: str
    notes: list[CustomerNote]
    wishes: list[CustomerWish]

    @property
    def wants_offers(self) -> bool:
        """What they said last; nothing said is no refusal."""
        return not self.wishes or self.wishes[0].offers


@bp.get("/customers")
@access(STAFF, Permission.SEE_CUSTOMERS)
def customers() -> Response:
    """Everybody, those who ordered last first; `q` looks for some of them."""
    typed = request.args.get("q", "")[:LONGEST_SEARCH]
    found = people(current.now(), typed, _before())
    more = url("staff.customers", before=found.next_id, q=typed or None) if found.next_id else ""
    return own_page(
        "staff/customers.html", found=found.rows, typed=typed, more=more,
        first=_before() is None, spaced=spaced_phone, said=said(),
    )  # fmt: skip


@bp.get("/customers/<number>")
@access(STAFF, Permission.SEE_CUSTOMERS)
def customer(number: str) -> Response:
    """The person who placed the order of that number."""
    return customer_page(asked_person(number), number)


@bp.post("/customers/<number>/notes")
@access(STAFF, Permission.CHANGE_CUSTOMERS)
def note_customer(number: str) -> Response:
    """Write a note about the person, once."""
    contact, now, by = known_person(number), current.now(), actor()
    text = request.form.get("note", "")
    try:
        new = add_note(contact.email, text, request.form.get("key", ""), (by.member_id, by.name), now)  # fmt: skip
    except BadNote:
        words = _("1文字から%(most)s文字までで書いてください", most=LONGEST)
        return customer_page(contact, number, {"note": words}, text)
    if new:
        wrote = {"letters": len(tidied(text))}
        write_down(by, Act.CUSTOMER_NOTED, subject_of(contact), now, None, wrote)
        db.session.commit()
    return see_other("staff.customer", number=number, told="noted" if new else "same", _anchor="notes")  # fmt: skip


@bp.post("/customers/<number>/wishes")
@access(STAFF, Permission.CHANGE_CUSTOMERS)
def note_wish(number: str) -> Response:
    """Keep that the person wants no suggestions any more, or wants them again."""
    contact, now, by = known_person(number), current.now(), actor()
    offers, source = request.form.get("offers"), request.form.get("source", Source.PHONE)
    if offers not in {"yes", "no"} or source not in set(Source):
        abort(400)
    if not wish(contact.email, offers == "yes", Source(source), (by.member_id, by.name), now):
        db.session.rollback()
        return see_other("staff.customer", number=number, told="same")
    became = {"offers": offers == "yes", "source": source}
    write_down(by, Act.CUSTOMER_WISHED, subject_of(contact), now, None, became)
    db.session.commit()
    return see_other("staff.customer", number=number, told=f"wish_{offers}", _anchor="wishes")


def asked_person(number: str) -> OrderContact:
    """Whoever placed the order of the address; 404 without one."""
    return person_of(number) or abort(404)


def known_person(number: str) -> OrderContact:
    """The same, for what is kept about them: 404 for one who was erased."""
    contact = asked_person(number)
    return contact if contact.email else abort(404)


def subject_of(contact: OrderContact) -> str:
    """What the audit calls a person: by the order they were found by, never by what is theirs."""
    return f"customer:{contact.order_id}"


def customer_page(
    contact: OrderContact, number: str, errors: dict[str, str] | None = None, note: str = ""
) -> Response:
    """The page; with errors what was typed stays."""
    if contact.erased_at or not contact.email:
        return own_page("staff/customer_erased.html", contact=contact, number=number, said=said())
    orders = bought_by(contact.email, _before())
    more = len(orders) > ORDERS_SHOWN
    seen = CustomerView(
        contact,
        sums_of(contact.email),
        orders[:ORDERS_SHOWN],
        url("staff.customer", number=number, before=orders[ORDERS_SHOWN - 1].id) if more else "",
        notes_of(contact.email),
        wishes_of(contact.email),
    )
    return own_page(
        "staff/customer.html", 422 if errors else 200, seen=seen, number=number,
        first=_before() is None, key=secrets.token_hex(12), errors=errors or {}, note=note,
        phone=spaced_phone(contact.phone), address=_address(contact),
        states=money_words.ORDER_STATES, said=said(),
    )  # fmt: skip


def _address(contact: OrderContact) -> str:
    there = by_code(contact.prefecture)
    area = area_name(there, current.locale()) if there else ""
    code = f"〒{spaced_postcode(contact.postal_code)}" if contact.postal_code else ""
    return " ".join(filter(None, (code, area, contact.address, contact.building)))


def _before() -> int | None:
    """The order id a page begins below; None for the first page."""
    return number_typed(request.args.get("before", "")) or None
