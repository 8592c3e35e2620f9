"""What is said after a visitor answered an offer: in its place, on the cart page, or at the cart without scripts."""

from collections.abc import Sequence

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine
from storefront.cart.refusal import CannotAdd, CartFull, OnlyLeft
from storefront.catalog.variant import MOST_PER_LINE
from storefront.extensions import db, htmx
from storefront.jinja import yen
from storefront.offers.accepting import (
    AlreadyThere,
    CannotAccept,
    Made,
    NothingToReplace,
    PriceChanged,
)
from storefront.offers.kinds import Placement
from storefront.offers.terms import Terms
from storefront.quoting.item import QuoteItem
from storefront.views import current
from storefront.views.cart_answers import contents
from storefront.views.cart_changes import (
    change_from,
    offered_variant,
    said_added,
    said_swapped,
    said_switched,
)
from storefront.views.cart_page import Said
from storefront.views.offer_dialog import taken_in_dialog, told_in_dialog
from storefront.views.offer_on_page import page_of, taken_on_page
from storefront.views.offer_view import block_id
from storefront.views.responses import cart_count, own_parts, safe_path, see_other, see_path
from storefront.views.suggesting import answer_to_no, no_words

ON_CART = frozenset({Placement.CART, Placement.CART_LINE})


def accepted(
    cart: Cart, made: Made, lines: Sequence[CartLine], before: Sequence[QuoteItem]
) -> Response:
    """Say what went in or took a line's place. `before` is what the cart held; the cart is committed."""
    if not htmx:
        return see_other("cart.show", **_address(made, lines, before))
    said, change = _said(cart, made, lines, before), change_from(before, cart)
    if made.placement is Placement.DIALOG:
        return taken_in_dialog(cart, made, said, change)
    if made.placement is Placement.PRODUCT:
        return taken_on_page(made, said, change)
    return contents(cart, said=said, change=change)


def not_accepted(trouble: CannotAccept | CannotAdd, made: Made, cart: Cart | None) -> Response:
    """Say why nothing went in (409); the cart is shown as it is."""
    words, there = _why_not(trouble), isinstance(trouble, AlreadyThere)
    kind = "info" if there else "warn"
    if not htmx or made.placement in ON_CART:
        return contents(cart, status=409, said=Said(words, kind=kind))
    if made.placement is Placement.DIALOG:
        return told_in_dialog(cart, made, words, there)
    id = block_id(made.placement, made.replaces)
    if not there:
        return own_parts([_quiet(id, words, "warn")], 409)
    told = {"id": id, "words": words, "kind": kind, "offer": None, "to_cart": True}
    return own_parts([render_template("offers/_taken.html", **told), cart_count()], 409)


def refused_answer(made: Made, terms: Terms | None, token: str) -> Response:
    """One smaller proposal in the same place, or silence. The no is noted; this commits it.

    Without scripts the cart page shows the proposal, or that of the product, told by its address.
    """
    if not htmx:
        db.session.commit()
        page = page_of(made) if made.placement is Placement.PRODUCT else None
        if page:
            product, sku = page
            return see_other("catalog.product", slug=product, sku=sku, refused=token)
        return see_other("cart.show", refused=token)
    following = answer_to_no(made, terms) if terms else None
    db.session.flush()
    db.session.expunge_all()
    db.session.commit()
    if following:
        return own_parts([render_template("offers/_again.html", offer=following)])
    return own_parts([_quiet(block_id(made.placement, made.replaces), no_words())])


def switched(off: bool) -> Response:
    """Say that offers are off, or on again, where it was asked for; in the cart with the way back."""
    after, cart = safe_path(request.form.get("next"), url_for("offers.show")), url_for("cart.show")
    if htmx and after == cart:
        return contents(current.current_cart(), said=said_switched(off))
    if not htmx:
        return (
            see_other("cart.show", offers="off" if off else "on")
            if after == cart
            else see_path(after)
        )
    words = _("おすすめを表示しない設定にしました。") if off else _("おすすめを表示します。")
    return own_parts([_quiet("offers-switched", words)])


def _quiet(id: str, words: str, kind: str = "") -> str:
    return render_template("offers/_quiet.html", id=id, words=words, kind=kind)


def _said(cart: Cart, made: Made, lines: Sequence[CartLine], before: Sequence[QuoteItem]) -> Said:
    replaced = next((item for item in before if item.sku == made.replaces), None)
    variant = offered_variant(made.replaces) if replaced else None
    if replaced and variant and lines:
        return said_swapped(cart, lines[0], variant, replaced.quantity)
    return said_added(lines)


def _address(
    made: Made, lines: Sequence[CartLine], before: Sequence[QuoteItem]
) -> dict[str, object]:
    """What the cart's address tells of it."""
    held = {item.sku: item.quantity for item in before}
    skus = [line.variant.sku for line in lines]
    if made.replaces in held and skus:
        return {"swapped": skus[0], "from": made.replaces, "had": held.get(made.replaces, 0)}
    if len(skus) == 1:
        return {"taken": skus[0], "had": held.get(skus[0], 0)}
    return {"taken": skus}


def _why_not(trouble: CannotAccept | CannotAdd) -> str:
    """In words."""
    match trouble:
        case PriceChanged():
            words = _(
                "価格が%(shown)sから%(costs)sに変わったため、カートには入れていません。",
                shown=yen(trouble.shown),
                costs=yen(trouble.costs),
            )
        case AlreadyThere():
            words = _("もうカートに入っています。")
        case NothingToReplace():
            words = _("替えるはずのお品が、もうカートにありません。")
        case OnlyLeft() if trouble.left >= MOST_PER_LINE:
            words = _("一度にご注文いただけるのは%(most)s点までです", most=MOST_PER_LINE)
        case OnlyLeft():
            words = _("残りは%(left)s点です", left=trouble.left)
        case CartFull():
            words = _("カートに入れられる種類の数を超えました。ご注文を分けてください")
        case CannotAdd():
            words = _("ただいま在庫がありません")
        case _:
            words = _("このご提案は終わりました。カートの中身は変わっていません。")
    return str(words)
