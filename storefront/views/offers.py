"""Offers as resources: seen, looked into, taken, refused, and switched off altogether."""

from flask import Blueprint, Response, abort, request, session

from storefront.cart.refusal import CannotAdd
from storefront.extensions import db
from storefront.offers.accepting import CannotAccept, Made, Piece, accept
from storefront.offers.impression import note, note_withheld
from storefront.offers.kinds import Answer, Kind, Placement
from storefront.offers.terms import Terms
from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.cart import keep
from storefront.views.cart_changes import offered_variant
from storefront.views.offer_answers import accepted, not_accepted, refused_answer, switched
from storefront.views.offer_token import made_or_none
from storefront.views.offer_view import MOST_TOLD
from storefront.views.responses import own_page
from storefront.views.snapshot import snapshot
from storefront.views.visitor import known_visitor, nobody, visit, who

bp = Blueprint("offers", __name__)


@bp.post("/offers/seen")
@access(PUBLIC)
def seen() -> Response:
    """Write down what a page showed, and what it would have shown. Safe to repeat; forged or old tokens count nothing."""
    made = [
        one for token in request.form.getlist("offer")[:MOST_TOLD] if (one := made_or_none(token))
    ]
    known = [one for one in made if _terms(one.offer_id)]
    if known and not nobody():
        visitor = known_visitor()
        for one in known:
            where = (visitor.id, one.offer_id, one.placement, one.context)
            if one.withheld:
                note_withheld(*where, one.withheld, current.now())
            else:
                note(*where, Answer.SEEN, current.now(), visit=visit(), chance=one.chance)
        db.session.commit()
    return Response(status=204)


@bp.post("/offers/clicked")
@access(PUBLIC)
def clicked() -> Response:
    """Write down that somebody looked into an offer. Safe to repeat."""
    made = made_or_none(request.form.get("offer", ""))
    if made and _terms(made.offer_id) and not made.withheld:
        _note(made, Answer.CLICKED)
        db.session.commit()
    return Response(status=204)


@bp.post("/offers/accepted")
@access(PUBLIC)
def create_acceptance() -> Response:
    """Put what an offer proposes into the cart: one thing of it (`sku`), or all of a bundle."""
    made = _made_or_404(request.form.get("offer", ""))
    terms = _terms(made.offer_id)
    cart = current.current_cart_or_new()
    before, known = cart.items(), session.get("known")
    wanted = [
        (variant, piece)
        for piece in _wanted(made, terms, request.form.get("sku", ""), _count())
        if (variant := offered_variant(piece.sku))
    ]
    try:
        impression = _note(made, Answer.ACCEPTED)
        lines = accept(cart, made, terms, wanted, impression, current.now())
    except (CannotAccept, CannotAdd) as trouble:
        db.session.rollback()
        session["known"] = known
        return not_accepted(trouble, made, current.current_cart())
    keep(cart)
    return accepted(cart, made, lines, before)


@bp.post("/offers/refused")
@access(PUBLIC)
def create_refusal() -> Response:
    """Take a no: the offer is silent for thirty days, its placement for this visit. Perhaps one smaller proposal."""
    token = request.form.get("offer", "")
    made = _made_or_404(token)
    terms = _terms(made.offer_id)
    if terms:
        _note(made, Answer.REFUSED, made.refused(_there(terms)))
    return refused_answer(made, terms, token)


@bp.get("/offers")
@access(PUBLIC)
def show() -> Response:
    """The page with the switch, and what the shop does to suggest."""
    return own_page("offers/show.html", off=who().history.offers_off)


@bp.post("/offers/switch")
@access(PUBLIC)
def switch() -> Response:
    """Show no more offers, or show them again. Safe to repeat; for guests as well."""
    visitor = known_visitor()
    off = request.form.get("offers") == "off"
    visitor.offers_off_at = (visitor.offers_off_at or current.now()) if off else None
    db.session.commit()
    return switched(off)


def _wanted(made: Made, terms: Terms | None, sku: str, count: int) -> tuple[Piece, ...]:
    """All of a bundle, else the one thing or the one step named; nothing for what was not proposed."""
    if terms is not None and terms.kind is Kind.BUNDLE:
        return made.pieces
    piece = made.piece(sku, count)
    return (piece,) if piece else ()


def _there(terms: Terms) -> list[str]:
    """The SKUs at hand, which a bundle names and does not propose."""
    if terms.kind is not Kind.BUNDLE:
        return []
    return [request.form.get("about", ""), *(one.sku for one in current.glance().items)]


def _count() -> int:
    """The step of a ladder that was asked for, 0 without."""
    told = request.form.get("count", "")
    return int(told) if told.isdecimal() and len(told) < 4 else 0


def _note(made: Made, answer: Answer, goods: str = "") -> int | None:
    """Write an answer down; the impression's number, None for nobody's."""
    if nobody():
        return None
    visitor = known_visitor()
    where = (visitor.id, made.offer_id, made.placement, made.context)
    row = note(*where, answer, current.now(), visit=visit(), chance=made.chance, goods=goods)
    return row.id


def _terms(offer_id: int) -> Terms | None:
    return next((one for one in snapshot().offers if one.id == offer_id), None)


def _made_or_404(token: str) -> Made:
    """An offer that was made to somebody, over or not; 404 for a forged one and for one that was not shown.

    What is to join an order is answered there.
    """
    made = made_or_none(token)
    if made is None or made.withheld or made.placement is Placement.THANK_YOU:
        abort(404)
    return made
