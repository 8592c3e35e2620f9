"""What the mails about an order suggest: one offer for whoever placed it, decided by the same gate as on every page.

Written for nobody who is there, so nothing of a request is asked. Never in mails about money that is awaited.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale

from storefront.cart.cart import quote_item
from storefront.customers.kept import wants_no_offers
from storefront.extensions import db
from storefront.jinja import translate
from storefront.locales import Locale, as_locale
from storefront.mail.suggestion import SuggestedGood, Suggestion
from storefront.offers.candidates import Found, read_candidates
from storefront.offers.choosing import Decision, choose
from storefront.offers.fitting import AtHand
from storefront.offers.gate import Asked, Who, Why
from storefront.offers.history import history_of
from storefront.offers.impression import note, note_withheld
from storefront.offers.incentives import deals_of
from storefront.offers.kinds import Answer, Placement, Source
from storefront.offers.proposed import Proposed
from storefront.offers.terms import load_terms
from storefront.orders.order import Order
from storefront.quoting.item import QuoteItem
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code
from storefront.views.offer_view import because_words
from storefront.visitors.visitor import Visitor

HERE = Placement.MAIL
TOLD = frozenset({Why.CONTROL, Why.ROLLOUT, Why.IGNORED, Why.REFUSED})


@dataclass(frozen=True)
class MailOffer:
    """What is decided for a mail, and its words if anything is suggested."""

    visitor_id: int
    decision: Decision
    context: str
    words: Suggestion | None

    def write_down(self, now: datetime) -> None:
        """Note what the mail shows, or why it does not; for the one call that put it into the outbox, which commits."""
        if made := self.decision.shown:
            where = (self.visitor_id, made.terms.id, HERE, self.context)
            note(*where, Answer.SEEN, now, chance=made.chance)
        for terms, why in self.decision.withheld:
            if why in TOLD:
                note_withheld(self.visitor_id, terms.id, HERE, self.context, why, now)


def mail_offer(order: Order, now: datetime) -> MailOffer | None:
    """What goes with an order, for another time; None for a visitor who wants none or is not known. Writes nothing."""
    visitor = db.session.get(Visitor, order.visitor_id) if order.visitor_id else None
    offers = [one for one in load_terms() if HERE in one.placements and one.on(now)]
    if visitor is None or visitor.offers_off_at or order.simulated or not offers:
        return None
    if wants_no_offers(order.contact.email):
        return None
    at = _at_hand(order, now)
    named = {good.variant_id for one in offers for good in one.goods}
    found = read_candidates(db.session(), at.products, named, now)
    asked = Asked(
        HERE,
        f"mail:{order.number}",
        at.products,
        frozenset(line.variant_id for line in order.lines),
        at.categories,
        order.goods,
    )
    who = Who(visitor.key, history_of(visitor.key, ordered=True))
    decision = choose(offers, asked, who, at, found.candidates)
    return MailOffer(visitor.id, decision, asked.context, _words(decision, found, order))


def _at_hand(order: Order, now: datetime) -> AtHand:
    """The goods of the order, as one more order to the same place would be sent."""
    items: dict[str, QuoteItem] = {}
    for line in order.lines:
        had = items[line.sku].quantity if line.sku in items else 0
        items[line.sku] = quote_item(line.variant, had + line.quantity)
    return AtHand(
        tuple(items.values()),
        frozenset(line.variant.product_id for line in order.lines),
        frozenset(line.variant.product.category_id for line in order.lines),
        load_tariff(now),
        now,
        by_code(order.contact.prefecture),
        order.sending_code,
        order.payment_code,
        deals_of(load_terms(), now),
    )


def _words(decision: Decision, found: Found, order: Order) -> Suggestion | None:
    made, locale = decision.shown, as_locale(order.locale)
    if made is None:
        return None
    with force_locale(locale):
        named = made.terms.source is Source.NAMED
        return Suggestion(
            translate(made.terms.title),
            translate(made.terms.reason),
            tuple(_good(one, found, named, locale) for one in made.goods),
            _address(f"/{locale}/offers"),
        )


def _good(one: Proposed, found: Found, named: bool, locale: Locale) -> SuggestedGood:
    variant = found.variants[one.candidate.variant_id]
    path = f"/{locale}/products/{variant.product.slug}?sku={variant.sku}&from=mail"
    because = because_words(one.candidate.because, named)
    parts = (translate(variant.product.name), translate(variant.label))
    name = (" " if locale == "ja" else ", ").join(filter(None, parts))
    return SuggestedGood(name, one.price, because, _address(path))


def _address(path: str) -> str:
    return str(current_app.config["SETTINGS"].site_url) + path
