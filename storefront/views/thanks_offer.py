"""What the page after an order suggests: goods that join it, in the same parcel, until packing begins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, request, session, url_for

from storefront.cart.cart import quote_item
from storefront.checkout.addition import packed_at, same_parcels
from storefront.offers.accepting import Made
from storefront.offers.choosing import MOST_TRIED, Candidates, choose
from storefront.offers.gate import Asked, Who
from storefront.offers.goods import Candidate
from storefront.offers.kinds import MOST_SHOWN, Placement, Source
from storefront.offers.ladder import after_no
from storefront.offers.terms import Good, Terms
from storefront.orders.amendment import open_to_amend, waiting_addition
from storefront.orders.order import Order
from storefront.quoting.item import QuoteItem
from storefront.shipping.prefectures import by_code
from storefront.views import current
from storefront.views.how_to_pay import moment_words
from storefront.views.offer_token import made_or_none
from storefront.views.offer_view import Shown, block_id, shown_of, tokens_of, view_of
from storefront.views.offering import Table, offers_here, table_for
from storefront.views.order_access import kept_link
from storefront.views.snapshot import snapshot
from storefront.views.suggesting import no_words
from storefront.views.visitor import who

HERE = Placement.THANK_YOU
BLOCK = block_id(HERE, "")
"""The element it stands in."""


@dataclass(frozen=True)
class ThanksOffer:
    """What stands at the end of the page, until when it can be added, and what the page tells once it is seen."""

    shown: Shown | None
    until: str
    tokens: Sequence[str]
    action: str
    """Where the buyer goes on to; what a form sends there takes the place of its query."""
    refusal: str
    """Where a no is taken."""
    page: str
    """The page it stands on."""
    key: str
    """What opens the order in the address of this page, "" where the session does."""
    unchosen: bool = False
    """Whether somebody went on without choosing any of it."""


def addable(order: Order) -> bool:
    """Whether something can be added to an order at this moment."""
    in_time = current.now() < packed_at(order, snapshot().tariff)
    return open_to_amend(order) and in_time and waiting_addition(order) is None


def context_of(order: Order) -> str:
    """What offers beside an order are about."""
    return f"order:{order.number}"


def beside(order: Order, token: str) -> Made | None:
    """The offer of a token, if it was made beside this order."""
    made = made_or_none(token)
    if made is None or made.withheld or made.placement is not HERE:
        return None
    return made if made.context == context_of(order) else None


def thanks_offer(order: Order, refused: str = "") -> ThanksOffer | None:
    """What is suggested after an order; None where nothing can be added or something was. Writes nothing.

    `refused` is the token of what was refused without scripts: here stands the answer to that no.
    """
    if not addable(order) or not _anything(order):
        return None
    if made := beside(order, refused):
        shown = _answer_to_no(order, made)
        return _offer(order, shown, [shown.token] if shown else [])
    table = _table(order)
    asked = table.asked(HERE, context_of(order))
    decision = choose(offers_here(), asked, _who(), table.at, _going_along(order, table))
    shown = shown_of(decision, table)
    return _offer(order, shown, tokens_of(decision, asked, shown))


def _anything(order: Order) -> bool:
    """Whether there is an offer of that kind at all, and nothing was added yet."""
    meant = any(HERE in one.placements and one.on(current.now()) for one in offers_here())
    return meant and not any(line.amendment_id for line in order.lines)


def answer_html(order: Order, made: Made) -> str:
    """What takes the place of an offer after a no that is written down: a smaller one, noted as seen, or a sentence."""
    shown = _answer_to_no(order, made)
    if shown is None:
        return render_template("offers/_quiet.html", id=BLOCK, words=no_words(), kind="")
    offer = _offer(order, shown, [shown.token])
    return render_template("orders/_offer.html", offer=offer, focus=True)


def _offer(order: Order, shown: Shown | None, told: Sequence[str]) -> ThanksOffer:
    number = str(order.number)
    return ThanksOffer(
        shown,
        moment_words(packed_at(order, snapshot().tariff)),
        told,
        url_for("adding.add", number=number),
        kept_link("adding.refuse", number),
        kept_link("orders.thank_you", number),
        request.args.get("key", ""),
        request.args.get("choose") == "1",
    )


def _answer_to_no(order: Order, made: Made) -> Shown | None:
    """The one smaller proposal after a no that is written down; None is silence."""
    terms = terms_of(made)
    if terms is None or not addable(order):
        return None
    table = _table(order)
    asked: Asked = table.asked(HERE, context_of(order))
    found = _going_along(order, table)
    proposal = after_no(terms, offers_here(), asked, _who(), table.at, found)
    return view_of(proposal, table) if proposal else None


def terms_of(made: Made) -> Terms | None:
    """The offer that was made, if it is published still."""
    return next((one for one in snapshot().offers if one.id == made.offer_id), None)


def _table(order: Order) -> Table:
    """What goes with the goods of an order, sent and paid as they are."""
    items: dict[str, QuoteItem] = {}
    for line in order.lines:
        had = items[line.sku].quantity if line.sku in items else 0
        items[line.sku] = quote_item(line.variant, had + line.quantity)
    table = table_for([line.variant for line in order.lines], tuple(items.values()), {HERE})
    at = replace(
        table.at,
        destination=by_code(order.contact.prefecture),
        way=order.sending_code,
        paying=order.payment_code,
        _kept={},
    )
    return replace(table, at=at)


def _who() -> Who:
    """The visitor; whoever has placed no order but the one at hand counts as new."""
    known = who()
    before = len(session.get("orders", [])) > 1
    return replace(known, history=replace(known.history, ordered=before))


def _going_along(order: Order, table: Table) -> Candidates:
    """The candidates of a table that go in the order's parcels as they are, each and three of them together."""
    tariff, now = snapshot().tariff, current.now()

    def found(source: Source, goods: Sequence[Good]) -> list[Candidate]:
        counts = {good.variant_id: good.quantity for good in goods}
        kept: list[Candidate] = []
        for one in table.found.candidates(source, goods)[:MOST_TRIED]:
            beside = [*kept[1 - MOST_SHOWN[HERE] :], one]
            more = [each.item(counts.get(each.variant_id, 1)) for each in beside]
            if same_parcels(order, more, tariff, now):
                kept.append(one)
        return kept

    return found
