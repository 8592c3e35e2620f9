"""One sheet of an order taken by phone: goods, buyer, way, payment on one page; each press is kept before anything else."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.cart.cart import MOST_LINES, Cart
from storefront.cart.refusal import CannotAdd, CartFull, OnlyLeft
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.checkout.checkout import begin_checkout
from storefront.checkout.draft import PhoneDraft, keep_typed
from storefront.extensions import db, htmx
from storefront.orders.finding import order_by_number
from storefront.shipping.postcode import normalise_postcode
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.cart_page import name_of
from storefront.views.checkout_delivery import fill_address
from storefront.views.responses import fragments, own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.phone_desk import desk_of, found, page_parts
from storefront.views.staff.phone_form import PhoneForm, copied, form_of, typed_of
from storefront.views.staff.phone_orders import own_draft
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

PAGE = "staff/phone_order.html"
LINES = "staff/_phone_lines.html"
ADDRESS = "staff/_phone_address.html"
MONEY = ("staff/_phone_ways.html", "staff/_phone_pay.html", "staff/_phone_sum.html")
"""What another address, way or line makes different."""
LONGEST_WISH = 80


@bp.get("/phone-orders/<int:draft>")
@access(STAFF, Permission.CHANGE_ORDERS)
def phone_order(draft: int) -> Response:
    """The sheet as it was left; `find` looks for goods."""
    row = own_draft(draft)
    return _page(row, form_of(row.typed), {"find": request.args.get("find", "")[:LONGEST_WISH]})


@bp.get("/phone-orders/<int:draft>/goods")
@access(STAFF, Permission.CHANGE_ORDERS)
def find_goods(draft: int) -> Response:
    """The goods that fit what is being typed: a fragment."""
    wanted, row = request.args.get("find", "")[:LONGEST_WISH], own_draft(draft)
    return fragments("staff/_phone_found.html", draft=row, wanted=wanted, results=found(wanted))


@bp.post("/phone-orders/<int:draft>")
@access(STAFF, Permission.CHANGE_ORDERS)
def write_phone_order(draft: int) -> Response:
    """Keep what is typed, then do what was pressed; nothing of it changes more than the sheet."""
    row, press = own_draft(draft, to_change=True), request.values.get("press", "")
    typed, told = typed_of(request.form), ""
    errors = _count(row.cart)
    what, _sign, which = press.partition("-")
    if what == "copy":
        typed = _copied(typed, which)
    form = form_of(typed)
    if what == "postcode":
        told = _filled(form, typed)
    elif what == "add":
        told = _add(row.cart, which, errors)
    elif what == "drop":
        told = _drop(row.cart, which)
    keep_typed(row, typed, current.now())
    if press == "review":
        return _reviewed(row, form, errors)
    db.session.commit()
    return _answer(draft, what, told, errors)


def _answer(draft: int, what: str, told: str, errors: Mapping[str, str]) -> Response:
    """The fragments that are different now for htmx; the page anew otherwise, faults at once."""
    row, wanted = own_draft(draft), request.form.get("find", "")[:LONGEST_WISH]
    form, status = form_of(row.typed), 422 if errors else 200
    if htmx:
        first = ADDRESS if what == "postcode" else LINES
        names = (first, *MONEY) if what == "postcode" else (first, *MONEY, "staff/_phone_earlier.html")  # fmt: skip
        parts = page_parts(row, form, {})
        return fragments(*names, status=status, errors=errors, told=told, found=told, **parts)
    if errors:
        return _page(row, form, {"find": wanted}, errors, status)
    place = {"add": "goods", "drop": "goods", "count": "goods", "find": "goods", "copy": "buyer", "postcode": "buyer"}  # fmt: skip
    look = {"find": wanted} if wanted and what in {"find", ""} else {}
    anchor = place.get(what) or ("goods" if look else None)
    return see_other("staff.phone_order", draft=draft, _anchor=anchor, **look)


def _reviewed(row: PhoneDraft, form: PhoneForm, errors: Mapping[str, str]) -> Response:
    """On to the page that is read aloud, once all of it can become an order; else what is in the way."""
    desk, draft_id = desk_of(row.cart, form), row.id
    valid = form.judge(desk.quote, row.cart.orderable)
    if errors or not valid:
        db.session.commit()
        return _page(own_draft(draft_id), form, {}, errors, 422)
    form.save_all(begin_checkout(row.cart.id, current.now()), desk.quote)
    db.session.commit()
    return see_other("staff.review_phone_order", draft=draft_id)


def _count(cart: Cart) -> dict[str, str]:
    """Set the counts that were typed; what is wrong, by field. A line whose count is none stays as it is."""
    errors = {}
    for line in list(cart.lines):
        name = f"count-{line.variant.sku}"
        typed = request.form.get(name)
        if typed is None or typed == str(line.quantity):
            continue
        number = number_typed(typed)
        if number is None or number > MOST_PER_LINE or not typed.strip():
            errors[name] = _not_a_count()
            continue
        try:
            cart.change(line.variant, number, current.now())
        except CannotAdd as trouble:
            errors[name] = _why_not(trouble)
    return errors


def _add(cart: Cart, sku: str, errors: dict[str, str]) -> str:
    """Put goods in; what was done, in words."""
    asked = select(Variant).where(Variant.sku == sku).options(joinedload(Variant.product))
    variant, name = db.session.scalar(asked), f"many-{sku}"
    number = number_typed(request.form.get(name, "1"))
    if variant is None:
        errors["find"] = _("その品物はありません")
    elif not number or number > MOST_PER_LINE:
        errors["find"] = _not_a_count()
    else:
        try:
            cart.add(variant, number, current.now())
        except CannotAdd as trouble:
            errors["find"] = f"{name_of(variant)}：{_why_not(trouble)}"
        else:
            return str(_("%(name)sを%(count)s点入れました", name=name_of(variant), count=number))
    return ""


def _drop(cart: Cart, sku: str) -> str:
    line = cart.line_with(sku)
    if line is None:
        return ""
    name = name_of(line.variant)
    cart.change(line.variant, 0, current.now())
    return str(_("%(name)sを除きました", name=name))


def _filled(form: PhoneForm, typed: dict[str, str]) -> str:
    """Put the address of the postcode among what is typed; what became of it as the checkout says it."""
    if normalise_postcode(form.postal_code.data or "") is None:
        return "unknown" if not htmx else ""
    outcome = fill_address(form)
    if outcome == "found":
        fields = ("prefecture", "address", "filled")
        typed.update({name: form[name].data or "" for name in fields})
    return outcome


def _copied(typed: dict[str, str], number: str) -> dict[str, str]:
    """What is typed with the address of an earlier order, if it is the same buyer's."""
    order = order_by_number(number)
    email = form_of(typed).email.data or ""
    if order is None or not email or order.contact.email.lower() != email.lower():
        return typed
    return copied(typed, order.contact)


def _why_not(trouble: CannotAdd) -> str:
    match trouble:
        case OnlyLeft() if trouble.left >= MOST_PER_LINE:
            return _not_a_count()
        case OnlyLeft():
            return str(_("残りは%(left)s点です", left=trouble.left))
        case CartFull():
            return str(_("一度の注文は%(most)s種類までです", most=MOST_LINES))
    return str(_("いまは売っていません"))


def _not_a_count() -> str:
    return str(_("数は1から%(most)sまでで書いてください", most=MOST_PER_LINE))


def _page(
    row: PhoneDraft,
    form: PhoneForm,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    parts: dict[str, Any] = page_parts(row, form, typed)
    return own_page(PAGE, status, errors=errors or {}, told="", found="", said=said(), **parts)
