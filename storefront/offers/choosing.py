"""Choosing: at a placement one offer with one to three goods that fit, or nothing.

Pure: the caller has read the visitor's history and the candidates. Order: the gate, then goods that fit, then between
the offers that are left a draw that favours what people take.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from storefront.money import Yen
from storefront.offers.fitting import AtHand, gap_misfit, misfit
from storefront.offers.gate import Asked, Who, Why, why_not
from storefront.offers.goods import Candidate
from storefront.offers.incentives import reduced
from storefront.offers.kinds import MOST_SHOWN, REPLACING, Kind, Placement, Source
from storefront.offers.proposed import Proposed, holds, most_of, priced
from storefront.offers.sampling import Arm, chances, ranked
from storefront.offers.sending import sending_change
from storefront.offers.swapping import in_its_place
from storefront.offers.terms import Good, Terms
from storefront.offers.unwanted import unwanted
from storefront.quoting.quote import Quote, shares_on

MOST_TRIED = 12
"""So many candidates are tried before an offer is said to have nothing that fits."""


@dataclass(frozen=True)
class Proposal:
    """An offer made to somebody. `replaces` is the SKU it takes the place of, "" where it adds.

    `more` is the yen by which the goods at hand then cost more, or less, `had` the pieces of the line; both 0 where it
    adds. `chance` is the one it had
    against the others that fitted, in thousandths.
    """

    terms: Terms
    placement: Placement
    context: str
    goods: tuple[Proposed, ...]
    replaces: str = ""
    chance: int = 1000
    more: Yen = 0
    had: int = 0

    @property
    def price(self) -> Yen:
        """Yen for all of it."""
        return sum(one.price for one in self.goods)

    @property
    def saving(self) -> Yen:
        """Yen it takes off what the goods cost one by one."""
        return sum(one.full - one.price for one in self.goods)

    @property
    def margin(self) -> Yen:
        """Yen that one acceptance brings, before tax and sending; at least 1.

        Of what takes a line's place only the part that is paid more, for the rest was to be earned without it.
        """
        earned = self.price - sum(one.candidate.cost * one.quantity for one in self.goods)
        return max(1, earned * self.more // max(1, self.price) if self.replaces else earned)


@dataclass(frozen=True)
class Decision:
    """What is made of all offers at a placement: the one shown, if any, and why the others are not."""

    shown: Proposal | None
    withheld: tuple[tuple[Terms, Why], ...]


Candidates = Callable[[Source, Sequence[Good]], Sequence[Candidate]]
"""Gives the goods an offer may propose, best idea first: for a source, or those that staff named."""


def choose(
    offers: Iterable[Terms],
    asked: Asked,
    who: Who,
    at: AtHand,
    candidates: Candidates,
    *,
    replaces: str = "",
) -> Decision:
    """Decide what a placement shows. The same visitor is told the same for a day.

    A downsell is never made unasked: only `ladder.after_no` proposes it.
    """
    ready: list[Proposal] = []
    no = unwanted(who.history)
    withheld: list[tuple[Terms, Why]] = []
    for terms in offers:
        if terms.kind is Kind.DOWNSELL:
            continue
        why = why_not(terms, asked, who, at.now)
        proposal = None
        if why in {None, Why.CONTROL}:
            left = no.left_of(candidates, terms, at)
            made = partial(propose, terms, asked, at, left, replaces=replaces)
            key = (terms.id, asked.placement, asked.room, replaces)
            proposal = made() if no else at.once(key, made)
            why = why if proposal else Why.NOTHING_FITS
        if why is not None:
            withheld.append((terms, why))
        elif proposal is not None:
            ready.append(proposal)
    shown = _drawn(ready, asked, who, at.now)
    withheld += [
        (p.terms, Why.NOT_CHOSEN) for p in ready if shown is None or p.terms != shown.terms
    ]
    return Decision(shown, tuple(withheld))


def propose(
    terms: Terms, asked: Asked, at: AtHand, candidates: Candidates, *, replaces: str = ""
) -> Proposal | None:
    """An offer with the goods that fit; None without any. A bundle and what replaces need all their goods to fit."""
    found, more = candidates(terms.source, terms.goods), 0
    most = min(MOST_SHOWN[asked.placement], asked.room)
    if terms.kind in REPLACING or (terms.kind is Kind.DOWNSELL and replaces):
        goods, more = in_its_place(terms, found, at, replaces)
    elif terms.kind is Kind.BUNDLE:
        goods, replaces = _bundled(terms, found, at, asked.placement, most), ""
    elif terms.kind is Kind.QUANTITY_LADDER:
        goods, replaces = _steps(terms, found, at), ""
    else:
        goods, replaces = _extras(terms, found, at, most), ""
    if not goods:
        return None
    had = sum(item.quantity for item in at.items if item.sku == replaces)
    return Proposal(terms, asked.placement, asked.context, goods, replaces, more=more, had=had)


def _extras(
    terms: Terms, found: Sequence[Candidate], at: AtHand, most: int
) -> tuple[Proposed, ...]:
    """Up to `most` things that fit beside what is there, each of another product."""
    goods: list[Proposed] = []
    taken: set[int] = set()
    named = {good.variant_id: good for good in terms.goods}
    gap = terms.kind is Kind.GAP_FILLER
    for one in (_closers(found, at) if gap else found)[:MOST_TRIED]:
        if one.product_id in taken:
            continue
        good = named.get(one.variant_id)
        quantity, off = (good.quantity, good.percent_off) if good else (1, 0)
        off = off if terms.kind is Kind.THANK_YOU else 0
        broken = gap_misfit(one, at) if gap else misfit(one, quantity, at, off)
        if broken is None:
            sending = sending_change(at.as_it_is(), at.quoted(one.item(quantity)))
            goods.append(priced(one, quantity, off, sending))
            taken.add(one.product_id)
        if len(goods) == most:
            break
    return tuple(goods)


def _closers(found: Sequence[Candidate], at: AtHand) -> Sequence[Candidate]:
    """What may close the gap to the shop's paying for shipping, the smallest price first."""
    before = at.as_it_is()
    if not before.gap or not before.in_reach:
        return ()
    gap = before.gap
    return sorted((one for one in found if one.price >= gap), key=lambda one: one.price)


def _bundled(
    terms: Terms, found: Sequence[Candidate], at: AtHand, placement: Placement, most: int
) -> tuple[Proposed, ...]:
    """All parts of a bundle, if the `most` or fewer that are missing can be had and it then costs what is said; none else.

    Beside another size of one of its parts it is none: only on a product's page that other size is not bought yet.
    """
    by_id = {one.variant_id: one for one in found}
    have = {item.sku: item.quantity for item in at.items}
    goods = [
        (by_id[good.variant_id], good.quantity) for good in terms.goods if good.variant_id in by_id
    ]
    missing = [(one, count - have.get(one.sku, 0)) for one, count in goods]
    missing = [(one, count) for one, count in missing if count > 0]
    other_size = any(one.product_id in at.products and one.sku not in have for one, _ in missing)
    had = all(one.left >= max(count, have.get(one.sku, 0)) for one, count in goods)
    if len(goods) < len(terms.goods) or not 0 < len(missing) <= most or not had:
        return ()
    if other_size and placement is not Placement.PRODUCT:
        return ()
    full = [one.price * count for one, count in goods]
    saved = reduced(sum(full), terms.percent_off)
    before, after = at.as_it_is(), at.quoted(*(one.item(count) for one, count in missing))
    if not holds(at, after, saved) or after.discount - before.discount != saved:
        return ()
    shares, sending = _shares(terms, at, after), sending_change(before, after)
    return tuple(
        Proposed(one, count, price, price - shares.get(one.sku, 0), sending)
        for (one, count), price in zip(goods, full, strict=True)
    )


def _shares(terms: Terms, at: AtHand, after: Quote) -> dict[str, Yen]:
    """By SKU, what the quote takes off each part for this offer: the card says what the line will cost."""
    own = [one for one in after.adjustments if one.code == terms.code]
    skus = [item.sku for item in after.items]
    return dict(zip(skus, shares_on(after.items, own, at.tariff), strict=True))


def _steps(terms: Terms, found: Sequence[Candidate], at: AtHand) -> tuple[Proposed, ...]:
    """The steps of a ladder of what is looked at: more of the same at less each, as far as so many can be had."""
    looked_at = {item.sku: item.quantity for item in at.items}
    by_id = {one.variant_id: one for one in found if one.sku in looked_at}
    steps = [
        _step(by_id[good.variant_id], good, at)
        for good in sorted(terms.goods, key=lambda step: step.quantity)
        if good.variant_id in by_id
        and looked_at[good.sku] < good.quantity <= most_of(by_id[good.variant_id])
    ]
    return tuple(step for step in steps if step)[: MOST_SHOWN[Placement.PRODUCT]]


def _step(one: Candidate, good: Good, at: AtHand) -> Proposed | None:
    """One step, if so many then cost what is said."""
    after = at.quoted(one.item(good.quantity), without=one.sku)
    made = priced(one, good.quantity, good.percent_off, sending_change(at.as_it_is(), after))
    return made if holds(at, after, made.full - made.price) else None


def _drawn(ready: Sequence[Proposal], asked: Asked, who: Who, now: datetime) -> Proposal | None:
    """One of the offers that fit."""
    if not ready:
        return None
    if len(ready) == 1:
        return replace(ready[0], context=asked.context, chance=1000)
    arms = [_arm(one, asked.placement) for one in ready]
    first = ranked(arms, (who.key, asked.placement.value, asked.context, now.date()))[0]
    chosen = next(one for one in ready if one.terms.id == first.id)
    return replace(chosen, context=asked.context, chance=chances(tuple(arms))[first.id])


def _arm(one: Proposal, placement: Placement) -> Arm:
    seen, accepted = one.terms.tallies.get(placement, (0, 0))
    return Arm(one.terms.id, seen, accepted, one.margin)
