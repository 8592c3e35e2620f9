"""What the page of a product suggests: one offer beside what is looked at, or nothing.

The page is kept for all visitors, so this stands in a hole. What fits is kept for the goods at hand, and its HTML for
each offer made of them: a visitor costs the gate, a draw and, once something is written of them, their history.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from flask import current_app, render_template, request
from markupsafe import Markup

from storefront.catalog.variant import Variant
from storefront.clock import shop_day
from storefront.jinja import hole
from storefront.offers.accepting import Made
from storefront.offers.choosing import Decision, Proposal
from storefront.offers.gate import Asked
from storefront.offers.kinds import Placement
from storefront.offers.ladder import after_no
from storefront.offers.terms import Terms
from storefront.views import current, pages
from storefront.views.offer_clicks import clicked_html
from storefront.views.offer_token import made_or_none
from storefront.views.offer_view import TOLD, tokens_of, view_of
from storefront.views.offering import Sight, Table, offers_here, table_of_product
from storefront.views.snapshot import snapshot
from storefront.views.switches import switched_off
from storefront.views.visitor import who

HERE = Placement.PRODUCT
NAME = "offered"
"""Of the hole."""
KEPT = pages.Shelf(16 * 1024 * 1024)
NOTHING = '<div id="offered" hidden></div>'


@dataclass(frozen=True)
class Slot:
    """What is decided for one visitor: the offer, and why others are not made."""

    table: Table
    asked: Asked
    decision: Decision

    @property
    def key(self) -> Hashable:
        """Its HTML is the same for all who have this."""
        shown, before = self.decision.shown, self.table.at.as_it_is()
        told = tuple((terms.id, why) for terms, why in self.decision.withheld if why in TOLD)
        return (
            current_app.config["SQLALCHEMY_DATABASE_URI"],
            current.glance().catalog,
            current.glance().settings,
            shop_day(current.now()),
            current.locale(),
            self.asked.context,
            self.table.variants[0].id,
            shown and _made_of(shown),
            self.table.in_cart,
            before.sendable,
            before.destination is None,
            told,
            switched_off(),
        )


def slot_hole(variant: Variant) -> Markup:
    """The place it stands in on a page that everybody gets."""
    return hole(f"{NAME}:{slot_code(variant)}")


def slot_code(variant: Variant) -> str:
    """A variant as the hole carries it: 3-12-1."""
    return f"{variant.product_id}-{variant.id}-{variant.product.category_id}"


def slot_page(code: str) -> pages.Page | str:
    """What stands in the hole: a kept page with holes of its own, or nothing. Writes nothing."""
    sight = _sight(code)
    slot, clicked = _decided(sight), clicked_html(sight.product_id, sight.variant_id)
    if clicked:
        return pages.compile_page(_html(slot) + clicked, effort=4)
    return KEPT.get(slot.key, lambda: _html(slot)) if slot else NOTHING


def slot_html(variant: Variant) -> Markup:
    """The same for an answer that is one visitor's own."""
    return Markup(_html(_decided(_sight(slot_code(variant)))))  # a rendered template  # nosec B704


def table_beside(variant: Variant) -> Table | None:
    """What goes with a variant that is looked at; None where nothing may be said of it."""
    return table_of_product(_sight(slot_code(variant)), {HERE})


def after_no_on_page(table: Table, made: Made, terms: Terms) -> Proposal | None:
    """The one smaller proposal after a no on this page that is written down; None is silence."""
    asked = table.asked(HERE, made.context)
    return after_no(
        terms,
        offers_here(),
        asked,
        who(),
        table.at,
        table.found.candidates,
        replaces=made.replaces,
    )


def context_of(product_id: int) -> str:
    """What offers on the page of a product are about."""
    return f"product:{product_id}"


def _sight(code: str) -> Sight:
    return Sight(*map(int, code.split("-")))


def _decided(sight: Sight) -> Slot | None:
    """None where nothing is to be shown or told."""
    table = table_of_product(sight, {HERE})
    if table is None:
        return None
    seen = table.variants[0]
    asked = table.asked(HERE, context_of(sight.product_id))
    token = request.args.get("refused", "")
    made = made_or_none(token) if token else None
    if made and made.placement is HERE and made.context == asked.context:
        terms = next((one for one in snapshot().offers if one.id == made.offer_id), None)
        decision = Decision(after_no_on_page(table, made, terms) if terms else None, ())
    else:
        decision = table.decide(HERE, asked.context, replaces=seen.sku)
    told = any(why in TOLD for _terms, why in decision.withheld)
    return Slot(table, asked, decision) if decision.shown or told else None


def _html(slot: Slot | None) -> str:
    if slot is None:
        return NOTHING
    shown = view_of(slot.decision.shown, slot.table) if slot.decision.shown else None
    return render_template(
        "catalog/_offered.html",
        offer=shown,
        tokens=tokens_of(slot.decision, slot.asked, shown),
    )


def _made_of(made: Proposal) -> Hashable:
    goods = [(one.candidate, one.quantity, one.full, one.price, one.sending) for one in made.goods]
    return made.terms.id, tuple(goods), made.replaces, made.chance, made.more, made.had
