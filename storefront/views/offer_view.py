"""An offer as the templates show it: words, cards, prices, and the token its buttons carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from storefront.catalog.picture import Picture
from storefront.jinja import yen
from storefront.lab.patterns import Pattern
from storefront.locales import Text
from storefront.money import Yen
from storefront.offers.choosing import Decision, Proposal
from storefront.offers.gate import Asked, Why
from storefront.offers.goods import Because, Idea
from storefront.offers.kinds import Placement, Source
from storefront.offers.proposed import Proposed
from storefront.offers.sending import SendingChange
from storefront.views.cart_page import name_of
from storefront.views.catalog_cards import unit_words, unit_words_at
from storefront.views.offer_clicks import way_from
from storefront.views.offer_token import token_of, token_withheld
from storefront.views.offering import Table
from storefront.views.switches import is_on


@dataclass(frozen=True)
class Card:
    """One thing an offer proposes. Yen with tax; `saving` is what the offer takes off, `because` why just this, `sending`
    what it does to the shipping, `here` that it is in the cart already and only counts towards the set."""

    sku: str
    name: str
    href: str
    pic: Picture | None
    quantity: int
    price: Yen
    full: Yen
    unit_text: str
    because: str
    sending: str = ""
    here: bool = False

    @property
    def saving(self) -> Yen:
        """Yen less than on the shelf."""
        return self.full - self.price

    @property
    def each(self) -> Yen:
        """Yen for one piece, rounded up: never less than is paid."""
        return -(-self.price // self.quantity)


@dataclass(frozen=True)
class Shown:
    """An offer that is made. `replaces` is the SKU of the line it takes the place of, "" where it adds.

    `more` is the yen by which the cart's goods then cost more, or less, `had` the pieces of the line; both 0 where it adds.
    """

    token: str
    kind: str
    placement: str
    title: Text
    reason: Text
    cards: tuple[Card, ...]
    replaces: str
    price: Yen
    saving: Yen
    more: Yen = 0
    had: int = 0
    about: str = ""
    """The SKU of the product's page it stands on, "" elsewhere."""
    in_cart: bool = True
    """Whether what it replaces lies in the cart, or is only looked at."""

    @property
    def id(self) -> str:
        """The element it stands in."""
        return block_id(self.placement, self.replaces)

    @property
    def place(self) -> str:
        """The element that a yes replaces."""
        on_cart = self.placement in {Placement.CART, Placement.CART_LINE}
        return "cart-contents" if on_cart else self.id

    @property
    def each(self) -> Yen:
        """Yen for one piece of what replaces."""
        return self.cards[0].each


def block_id(placement: str, replaces: str) -> str:
    """The id of the element an offer stands in: one for a placement, at cart lines one for each."""
    return f"offer-{placement}-{replaces}" if replaces else f"offer-{placement}"


def shown_of(decision: Decision, table: Table) -> Shown | None:
    """The offer a decision made, ready for its template; None where none was."""
    return view_of(decision.shown, table) if decision.shown else None


def view_of(proposal: Proposal, table: Table) -> Shown:
    """A proposal, ready for its template."""
    terms = proposal.terms
    on_page = proposal.placement is Placement.PRODUCT
    return Shown(
        token_of(proposal),
        terms.kind.value,
        proposal.placement.value,
        terms.title,
        terms.reason,
        tuple(_card(one, table, proposal) for one in proposal.goods),
        proposal.replaces,
        proposal.price,
        proposal.saving,
        proposal.more,
        proposal.had,
        table.variants[0].sku if on_page and table.variants else "",
        not on_page or table.in_cart,
    )


AFTER = frozenset({Placement.THANK_YOU, Placement.MAIL})
"""Where the cart's sending says nothing: the order is placed, and what joins it joins its parcel."""
TOLD = frozenset({Why.CONTROL, Why.ROLLOUT, Why.IGNORED, Why.REFUSED, Why.REFUSED_HERE, Why.OFF})
"""Why an offer that fitted was not shown: what reports count. That it was not meant for this page says nothing."""


def tokens_of(decision: Decision, asked: Asked, shown: Shown | None) -> list[str]:
    """What the page tells when it is seen: the offer it shows, and those it would have shown."""
    told = [shown.token] if shown else []
    return told + [token_withheld(one, asked, why) for one, why in decision.withheld if why in TOLD]


MOST_TOLD = 12
"""Tokens one page can tell of."""


def told_first(shown: Iterable[Shown | None], tokens: Iterable[str]) -> list[str]:
    """As many of the tokens as a page can tell of, those of what it shows before all others."""
    first = (one.token for one in shown if one)
    return list(dict.fromkeys((*first, *tokens)))[:MOST_TOLD]


def because_words(because: Because, named: bool) -> str:
    """Why just this, in words that claim no more than is known."""
    if because.idea is Idea.TOGETHER:
        return str(
            _(
                "%(of)s件のご注文のうち%(joint)s件で一緒に",
                of=because.of,
                joint=because.joint,
            )
        )
    if because.idea is Idea.SHELF:
        return str(_("この棚でよく選ばれています"))
    if because.idea is Idea.SHOP:
        return str(_("いまよく選ばれています"))
    return "" if named else str(_("店のおすすめ"))


def sending_words(change: SendingChange, table: Table) -> str:
    """What it does to the shipping, as far as that holds in every region that may be meant; "" where shipping is told
    later."""
    if not table.at.as_it_is().sendable or not is_on(Pattern.SHIPPING_EARLY):
        return ""
    if change.least == change.most and not change.lost:
        return _sending_sum(change.most)
    if change.on_shop and change.most <= 0 and not change.lost:
        return str(_("送料は多くの地域で当社負担に"))
    return str(_("送料は地域により変わります"))


def _sending_sum(extra: Yen) -> str:
    """So many yen of shipping more, or less."""
    if not extra:
        return str(_("送料はそのまま"))
    if extra > 0:
        return str(_("送料＋%(extra)s", extra=yen(extra)))
    return str(_("送料−%(less)s", less=yen(-extra)))


def _gap_words(table: Table) -> str:
    """What goods do that fill the gap: they close it, and cost no sending."""
    sent = table.at.as_it_is().sending
    if sent is None or not is_on(Pattern.SHIPPING_EARLY):
        return str(_("これで送料当社負担の金額に届きます"))
    return str(_("これで送料%(fee)sが当社負担に", fee=yen(sent.price)))


def _card(one: Proposed, table: Table, proposal: Proposal) -> Card:
    source, in_cart = proposal.terms.source, proposal.placement is Placement.CART
    after = proposal.placement in AFTER
    variant = table.variant_of(one.candidate.variant_id)
    assert variant is not None
    return Card(
        variant.sku,
        name_of(variant),
        url_for(
            "catalog.product", slug=variant.product.slug, sku=variant.sku, **way_from(proposal)
        ),
        variant.picture,
        one.quantity,
        one.price,
        one.full,
        unit_words(variant)
        if one.price == one.full
        else unit_words_at(variant, one.price, one.quantity),
        _gap_words(table)
        if source is Source.GAP
        else because_words(one.candidate.because, source is Source.NAMED),
        "" if source is Source.GAP or after else sending_words(one.sending, table),
        in_cart and variant.sku in table.at.skus,
    )
