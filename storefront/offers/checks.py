"""The gate of the editor: whatever is to become an offer is looked at as a whole, and refused with all its faults by name.

Pure; `checking` reads what they are judged by. The words for a problem belong to whoever shows it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storefront.claims.claim import Kind as Claim
from storefront.claims.rule import Rule
from storefront.locales import LOCALES, Text
from storefront.offers import wording
from storefront.offers.kinds import PLACES, Kind, Source
from storefront.offers.price_checks import percent_problems, price_problems
from storefront.offers.problem import Found, Problem, Sold
from storefront.offers.written import Written
from storefront.quoting.tariff import Tariff

MOST_PARTS = 4
"""Of a bundle: what is at hand and three more. And so many steps has a ladder."""
FROM_RELATED = frozenset({Kind.CROSS_SELL, Kind.THANK_YOU})
"""These may take their goods from what goes with those at hand."""


@dataclass(frozen=True)
class Known:
    """What an offer is judged by: goods on sale by SKU, other offers by code, codes of goods that trigger, the tariff.

    `rule_against` tells the rule in the way of a claim about some SKUs, None when it is proved today.
    """

    sold: Mapping[str, Sold]
    offers: Mapping[str, Written]
    products: frozenset[str]
    categories: frozenset[str]
    tariff: Tariff
    now: datetime
    rule_against: Callable[[Claim, Sequence[str]], Rule | None] = field(
        default=lambda _claim, _skus: Rule.NOT_COUNTED
    )


def problems(written: Written, known: Known) -> list[Found]:
    """Everything that is wrong with an offer; none when it may be published."""
    found = [
        *_words(written, known),
        *_when(written, known.now),
        *_where(written),
        *_next(written, known.offers),
        *_goods(written, known),
        *percent_problems(written),
    ]
    whole = not any(one.problem in _UNPRICED for one in found)
    return found + (
        list(price_problems(written, known.sold, known.tariff, known.now)) if whole else []
    )


_UNPRICED = {Problem.UNKNOWN_SKU, Problem.NO_GOODS, Problem.COUNT, Problem.ABOVE_PRICE}
"""With these nothing can be said of prices."""


def _words(written: Written, known: Known) -> Iterator[Found]:
    for name, text in (("title", written.title), ("reason", written.reason)):
        for locale in LOCALES:
            if not text.get(locale, "").strip():
                yield Found(Problem.WORDS_MISSING, f"{name}.{locale}")
        yield from _claims(text, written, known)
        for word, tone in wording.faux_pas_in(text):
            yield Found(Problem.TONE, word, tone)


def _claims(text: Text, written: Written, known: Known) -> Iterator[Found]:
    """Words that need proof. Proved, they belong beside the goods, where they go away with their proof."""
    skus = [good.sku for good in written.goods]
    for word, claim in wording.claims_in(text):
        if not isinstance(claim, Claim):
            yield Found(Problem.SAYS_ITSELF, word)
        elif rule := known.rule_against(claim, skus):
            yield Found(Problem.UNPROVED, word, rule)
        else:
            yield Found(Problem.SAYS_ITSELF, word)


def _when(written: Written, now: datetime) -> Iterator[Found]:
    if written.starts_at and written.ends_at and written.ends_at <= written.starts_at:
        yield Found(Problem.DATES_REVERSED)
    elif written.ends_at and written.ends_at <= now:
        yield Found(Problem.OVER)
    if written.goods_to is not None and written.goods_to < max(0, written.goods_from):
        yield Found(Problem.VALUES_REVERSED)
    small = min(written.most_ignored, written.quiet_days) < 1 or written.goods_from < 0
    if small or not 0 <= written.rollout_percent <= 100:
        yield Found(Problem.NUMBER)


def _where(written: Written) -> Iterator[Found]:
    if not written.placements:
        yield Found(Problem.NOWHERE)
    for place in sorted(written.placements - PLACES[written.kind]):
        yield Found(Problem.PLACE, place.value)


def _next(written: Written, offers: Mapping[str, Written]) -> Iterator[Found]:
    """One smaller proposal after a no, and then silence."""
    code = written.next_code
    if not code:
        return
    following = offers.get(code)
    if code == written.code or (following and following.next_code == written.code):
        yield Found(Problem.NEXT_LOOP, code)
    elif following is None or following.kind is not Kind.DOWNSELL:
        yield Found(Problem.NEXT_NO_DOWNSELL, code)
    elif written.kind is Kind.DOWNSELL or following.next_code:
        yield Found(Problem.NEXT_TOO_LONG, code)
    elif not written.placements & following.placements:
        yield Found(Problem.NEXT_ELSEWHERE, code)


def _goods(written: Written, known: Known) -> Iterator[Found]:
    yield from _source(written)
    for good in written.goods:
        one = known.sold.get(good.sku)
        if one is None:
            yield Found(Problem.UNKNOWN_SKU, good.sku)
        elif not one.published:
            yield Found(Problem.NOT_PUBLISHED, good.sku)
        if not 1 <= good.quantity <= 99:
            yield Found(Problem.NUMBER, good.sku)
    triggers = (
        *(sku for sku in written.variants if sku not in known.sold),
        *(slug for slug in written.products if slug not in known.products),
        *(slug for slug in written.categories if slug not in known.categories),
    )
    yield from (Found(Problem.UNKNOWN_TRIGGER, code) for code in triggers)
    yield from _count(written)


def _source(written: Written) -> Iterator[Found]:
    allowed = {Source.NAMED}
    if written.kind in FROM_RELATED:
        allowed.add(Source.RELATED)
    if written.kind is Kind.GAP_FILLER:
        allowed.add(Source.GAP)
    if written.source not in allowed:
        yield Found(Problem.SOURCE, written.source.value)
    elif written.source is Source.NAMED and not written.goods:
        yield Found(Problem.NO_GOODS)


def _count(written: Written) -> Iterator[Found]:
    """How many goods of which number each kind is made of."""
    skus = {good.sku for good in written.goods}
    quantities = [good.quantity for good in written.goods]
    match written.kind:
        case Kind.BUNDLE:
            if not 2 <= len(skus) <= MOST_PARTS or len(skus) < len(quantities):
                yield Found(Problem.COUNT)
        case Kind.SET_OF_N:
            if len(skus) < len(quantities):
                yield Found(Problem.COUNT)
            if min(quantities, default=2) < 2:
                yield Found(Problem.STEPS)
        case Kind.QUANTITY_LADDER:
            yield from _steps(written)
        case Kind.UP_SELL:
            if len(quantities) != 1:
                yield Found(Problem.COUNT)
            if not written.variants and not written.products:
                yield Found(Problem.NO_TRIGGER)


def _steps(written: Written) -> Iterator[Found]:
    """More pieces, more off: for each SKU from two pieces on."""
    for sku in dict.fromkeys(good.sku for good in written.goods):
        steps = [(g.quantity, g.percent_off) for g in written.goods if g.sku == sku]
        before = [(1, 0), *steps]
        rising = all(a < c and b < d for (a, b), (c, d) in zip(before, steps, strict=False))
        if not rising:
            yield Found(Problem.STEPS, sku)
        if len(steps) > 3:
            yield Found(Problem.COUNT, sku)
