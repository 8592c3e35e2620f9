"""The cart: its page, its lines as a resource, and the number on it."""

from typing import cast

from flask import Blueprint, Response, abort, request, session
from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine
from storefront.cart.refusal import CannotAdd, CartFull, OnlyLeft
from storefront.catalog.variant import Variant
from storefront.extensions import db, htmx
from storefront.lab.patterns import Pattern
from storefront.sessions import Session
from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.cart_adding import added, first_time, not_added
from storefront.views.cart_answers import contents, page
from storefront.views.cart_changes import (
    change_since,
    offered_variant,
    said_removed,
    told_by_address,
)
from storefront.views.cart_forms import AddForm, ChangeForm
from storefront.views.cart_page import (
    Problem,
    Said,
    name_of,
    too_few,
)
from storefront.views.offer_token import made_or_none
from storefront.views.responses import cart_count, own_parts, see_other
from storefront.views.suggesting import dialog_suggestion
from storefront.views.switches import is_on

bp = Blueprint("cart", __name__)


@bp.get("/cart")
@access(PUBLIC)
def show() -> Response:
    """The cart as it is now: lines, what changed meanwhile, the whole cost."""
    cart = current.current_cart()
    said, change = told_by_address(cart)
    refused = made_or_none(request.args.get("refused", ""))
    return page(cart, request.args.get("added", ""), refused, said=said, change=change)


@bp.get("/cart/count")
@access(PUBLIC)
def count() -> Response:
    """The number on the cart, for pages that come back from the browser's own cache."""
    return own_parts([cart_count()])


@bp.post("/cart/lines")
@access(PUBLIC)
def create_line() -> Response:
    """Put a variant in the cart, more of it if it is there already."""
    form = AddForm(request.form)
    variant = _variant_or_404(form.sku.data)
    if not form.validate():
        return not_added(variant, form.quantity.number_typed, form.words)
    cart = current.current_cart_or_new()
    line = cart.line_for(variant)
    had = line.quantity if line else 0
    try:
        more = cart.add(variant, form.quantity.data or 1, current.now())
    except CannotAdd as trouble:
        words = _why_not(trouble, cart, variant)
        db.session.rollback()
        return not_added(variant, form.quantity.number_typed, words)
    due = bool(htmx) and is_on(Pattern.DIALOG) and not had
    new = due and first_time(more.variant.product_id)
    offer = dialog_suggestion(cart, more) if new else None
    keep(cart)
    return added(cart, more, had, new, offer)


@bp.post("/cart/lines/<sku>")
@access(PUBLIC)
def update_line(sku: str) -> Response:
    """Change how many a line holds; 0 removes it and leaves a way back."""
    cart, form = current.current_cart(to_change=True), ChangeForm(request.form)
    line = cart.line_with(sku) if cart else None
    if cart is None or line is None:
        return _not_there(_variant_or_404(sku))
    if not form.validate():
        return _refused(cart, Problem(sku, form.quantity.number_typed, form.words))
    place, had = cart.lines.index(line), line.quantity
    try:
        kept = cart.change(line.variant, form.wanted, current.now())
    except CannotAdd as trouble:
        words = _why_not(trouble, cart, line.variant)
        return _refused(cart, Problem(sku, str(form.wanted), words))
    keep(cart)
    if kept is None:
        return _removed(cart, line.variant, had, place)
    return _changed(cart, kept, had)


@bp.post("/cart/lines/<sku>/restore")
@access(PUBLIC)
def restore_line(sku: str) -> Response:
    """Take a removal back, or a swap: then what stands `instead` leaves. Safe to repeat: a line that is there again
    stays as it is, and is what it was made."""
    variant, form = _variant_or_404(sku), AddForm(request.form)
    if not form.quantity.data:
        abort(422)
    cart = current.current_cart_or_new()
    instead = cart.line_with(request.form.get("instead", ""))
    if instead or cart.line_for(variant) is None:
        try:
            if instead:
                cart.replace(instead, variant, form.quantity.data, current.now(), None)
            else:
                cart.add(variant, form.quantity.data, current.now())
        except CannotAdd as trouble:
            said = Said(_why_not(trouble, cart, variant), kind="warn")
            db.session.rollback()
            return contents(current.current_cart(), status=422, said=said)
    keep(cart)
    if not htmx:
        return see_other("cart.show")
    words = _("%(name)sをカートに戻しました", name=name_of(variant))
    if instead and instead.variant.sku == sku:
        words = _(
            "%(name)sの数量を%(count)sにしました", name=name_of(variant), count=instead.quantity
        )
    return contents(cart, focus=sku, announced=words)


@bp.post("/cart/notes")
@access(PUBLIC)
def acknowledge() -> Response:
    """Take the present prices as seen, so that a change is told once. Safe to repeat."""
    cart = current.current_cart(to_change=True)
    if cart:
        cart.acknowledge()
        keep(cart)
    if htmx:
        return contents(cart, focus="lines")
    return see_other("cart.show")


def keep(cart: Cart) -> None:
    """Commit the changed cart and let the visitor keep it for thirty days from now.

    What was read stays in memory for the answer, so that it need not be read again.
    """
    session.permanent = True
    cast(Session, session).renew()
    db.session.flush()
    current.holds(cart)
    session["cart"] = cart.id
    db.session.expunge_all()
    db.session.commit()


def _removed(cart: Cart, variant: Variant, had: int, place: int) -> Response:
    if not htmx:
        return see_other("cart.show", removed=variant.sku, quantity=had)
    change = change_since(cart, variant, had)
    said = said_removed(variant, had, place)
    return contents(cart, said=said, change=change)


def _changed(cart: Cart, line: CartLine, had: int) -> Response:
    if not htmx:
        return see_other("cart.show", changed=line.variant.sku, had=had)
    change = change_since(cart, line.variant, had)
    words = _(
        "%(name)sの数量を%(count)sにしました", name=name_of(line.variant), count=line.quantity
    )
    return contents(cart, announced=words, change=change)


def _not_there(variant: Variant) -> Response:
    """The line was removed elsewhere, or the cart has become an order: show what is."""
    words = _("%(name)sは、もうカートに入っていません", name=name_of(variant))
    db.session.rollback()
    return contents(current.current_cart(), status=409, said=Said(words, kind="info"))


def _refused(cart: Cart, problem: Problem) -> Response:
    """The cart as it is, with what is wrong beside the line; nothing was written."""
    db.session.expunge_all()
    db.session.rollback()
    return contents(cart, status=422, problem=problem)


def _why_not(trouble: CannotAdd, cart: Cart, variant: Variant) -> str:
    if isinstance(trouble, OnlyLeft):
        return too_few(trouble, cart.line_for(variant))
    if isinstance(trouble, CartFull):
        return str(_("カートに入れられる種類の数を超えました。ご注文を分けてください"))
    return str(_("ただいま在庫がありません"))


def _variant_or_404(sku: str | None) -> Variant:
    return offered_variant(sku or "") or abort(404)
