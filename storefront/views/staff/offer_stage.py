"""An offer on trial: how it would look at each of its placements, and what the gate would decide there for somebody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storefront.cart.cart import quote_item
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.candidates import Found, read_candidates
from storefront.offers.choosing import Decision, Proposal, choose, propose
from storefront.offers.fitting import AtHand, Misfit, gap_misfit, misfit
from storefront.offers.gate import Asked, Who, Why, why_not
from storefront.offers.goods import packs_of
from storefront.offers.incentives import deals_of
from storefront.offers.kinds import REPLACING, Kind, Placement
from storefront.offers.terms import Terms
from storefront.offers.trial import Visitor, somebody
from storefront.views.offering import Table
from storefront.views.snapshot import snapshot

Goods = Sequence[tuple[Variant, int]]
"""What lies in the cart of the trial, each with how many."""
CONTEXT = "trial"


@dataclass(frozen=True)
class Sight:
    """One look at a placement: what is asked there, and the SKU of the line it is about where it may take its place."""

    table: Table
    asked: Asked
    replaces: str = ""


@dataclass(frozen=True)
class Verdict:
    """What becomes of one offer at a placement: shown where `why` is None."""

    terms: Terms
    why: Why | None


@dataclass(frozen=True)
class Stage:
    """A cart, the offers that are on, and the one on trial among them, `trial` at any time and `terms` within its dates."""

    goods: Goods
    trial: Terms
    terms: Terms
    others: tuple[Terms, ...]
    now: datetime
    found: Found

    def proposal(self, placement: Placement) -> tuple[Proposal, Table] | None:
        """What would be shown of it if nothing but the goods had a say."""
        for sight in self.sights(placement):
            for replaces in dict.fromkeys((sight.replaces, "")):
                table = sight.table
                made = propose(
                    self.trial, sight.asked, table.at, table.found.candidates, replaces=replaces
                )
                if made:
                    return made, table
        return None

    def misfits(self, placement: Placement) -> list[tuple[str, Misfit]]:
        """Why each of its goods does not fit there; of what replaces and of bundles the whole counts, nothing is said."""
        if self.trial.kind in REPLACING | {Kind.BUNDLE, Kind.QUANTITY_LADDER}:
            return []
        told: list[tuple[str, Misfit]] = []
        for sight in list(self.sights(placement))[:1]:
            at, named = sight.table.at, {good.variant_id: good for good in self.trial.goods}
            for one in self.found.candidates(self.trial.source, self.trial.goods):
                count = named[one.variant_id].quantity if one.variant_id in named else 1
                gap = self.trial.kind is Kind.GAP_FILLER
                broken = gap_misfit(one, at) if gap else misfit(one, count, at)
                told += [(one.sku, broken)] if broken else []
        return told

    def verdicts(self, placement: Placement, kind: Visitor) -> list[Verdict]:
        """What the gate and the choice decide there for such a visitor, the offer that is shown first."""
        who = somebody(kind, self.terms, placement, self.now)
        best: list[Verdict] = []
        for sight in self.sights(placement):
            made = list(self._decided(sight, who))
            if not best or any(one.why is None for one in made):
                best = made
            if any(one.why is None and one.terms == self.terms for one in made):
                break
        return sorted(best, key=lambda one: (one.why is not None, one.terms.id != self.terms.id))

    def sights(self, placement: Placement) -> Iterator[Sight]:
        """Where the shop looks at a placement: at a product, at what was put in last, at each line, at all of it."""
        if not self.goods:
            return
        if placement is Placement.PRODUCT:
            table = self._table([(self.goods[0][0], 1)])
            yield Sight(table, table.asked(placement, CONTEXT), self.goods[0][0].sku)
            return
        table = self._table(self.goods)
        if placement in {Placement.DIALOG, Placement.CART_LINE}:
            lines = self.goods[-1:] if placement is Placement.DIALOG else self.goods
            for variant, _count in lines:
                yield Sight(table, table.asked(placement, CONTEXT, [variant]), variant.sku)
        else:
            yield Sight(table, table.asked(placement, CONTEXT))

    def _decided(self, sight: Sight, who: Who) -> Iterator[Verdict]:
        here = [one for one in self.others if sight.asked.placement in one.placements]
        if self.terms.kind is Kind.DOWNSELL:
            yield Verdict(self.terms, self._after_no(sight, who))
        else:
            here.append(self.terms)
        gap = [one for one in here if one.kind is Kind.GAP_FILLER]
        rest = [one for one in here if one.kind is not Kind.GAP_FILLER]
        made = _told(self._choose(gap, sight, who))
        over = any(one.why is None for one in made)
        yield from made
        for one in _told(self._choose(rest, sight, who)):
            yield replace(one, why=Why.NOT_CHOSEN) if over and one.why is None else one

    def _choose(self, offers: Sequence[Terms], sight: Sight, who: Who) -> Decision:
        table = sight.table
        ordered = sorted(offers, key=lambda one: (one.position, one.id))
        return choose(
            ordered, sight.asked, who, table.at, table.found.candidates, replaces=sight.replaces
        )

    def _after_no(self, sight: Sight, who: Who) -> Why | None:
        """A smaller proposal is only made in answer to a no."""
        asked, table = replace(sight.asked, answering=True), sight.table
        why = why_not(self.terms, asked, who, self.now)
        if why is not None:
            return why
        fits = any(
            propose(self.terms, asked, table.at, table.found.candidates, replaces=replaces)
            for replaces in dict.fromkeys((sight.replaces, ""))
        )
        return None if fits else Why.NOTHING_FITS

    def _table(self, goods: Goods) -> Table:
        """What is at hand as the shop would see it with the offer on."""
        variants = tuple(variant for variant, _count in goods)
        at = AtHand(
            tuple(quote_item(variant, count) for variant, count in goods),
            frozenset(one.product_id for one in variants),
            frozenset(one.product.category_id for one in variants),
            snapshot().tariff,
            self.now,
            deals=deals_of((*self.others, self.trial), self.now),
            packs=packs_of(variants),
        )
        return Table(at, self.found, variants, (*self.others, self.terms))


def set_out(goods: Goods, terms: Terms, now: datetime) -> Stage:
    """Read what the trial needs: one statement besides what is kept."""
    others = tuple(one for one in snapshot().offers if one.code != terms.code and one.on(now))
    named = {good.variant_id for one in (*others, terms) for good in one.goods}
    products = {variant.product_id for variant, _count in goods}
    found = read_candidates(db.session(), products, named, now) if goods else Found()
    return Stage(
        tuple(goods), replace(terms, starts_at=None, ends_at=None), terms, others, now, found
    )


def _told(decision: Decision) -> list[Verdict]:
    shown = [Verdict(decision.shown.terms, None)] if decision.shown else []
    return shown + [Verdict(terms, why) for terms, why in decision.withheld]
