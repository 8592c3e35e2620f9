"""How an offer gets into the way of others that are on: nothing that forbids it, but to be known before it is published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from storefront.offers.kinds import Kind, Placement
from storefront.offers.problem import Sold
from storefront.offers.written import Written

PRICED = frozenset({Kind.BUNDLE, Kind.SET_OF_N, Kind.QUANTITY_LADDER})
"""These take something off the goods of a cart."""
ANSWERING = frozenset({Kind.DOWNSELL})
"""Made only after a no; they compete with nothing."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Clash(StrEnum):
    """In which way two offers meet."""

    SAME_GOODS = "same_goods"
    """Both take something off the same goods: each piece has only the greater saving."""
    TURNS = "turns"
    """Both may stand at one place for the same cart: one of them is shown at a time."""
    NEXT_NOT_ON = "next_not_on"
    """What is to follow a no is not published: there will be silence."""
    UNFIT_NEXT = "unfit_next"
    """The other follows a no with this one, which then fits no more: it is no smaller proposal, goes on itself, or
    stands elsewhere."""


@dataclass(frozen=True)
class Met:
    """A clash with the offer of a code; `about` are the SKUs or the placements it lies in."""

    clash: Clash
    code: str
    about: tuple[str, ...] = ()


def clashes(
    written: Written, published: Iterable[Written], sold: Mapping[str, Sold]
) -> Iterator[Met]:
    """How an offer meets those that are published. `sold` knows the products of SKUs, where both name different ones."""
    others = [one for one in published if one.code != written.code]
    if written.next_code and all(one.code != written.next_code for one in others):
        yield Met(Clash.NEXT_NOT_ON, written.next_code)
    for other in others:
        if other.next_code == written.code and not _may_follow(written, other):
            yield Met(Clash.UNFIT_NEXT, other.code)
        if not _at_the_same_time(written, other):
            continue
        if both := _same_goods(written, other):
            yield Met(Clash.SAME_GOODS, other.code, both)
        places = written.placements & other.placements
        apart = {written.kind, other.kind} & ANSWERING
        if places and not apart and _same_cart(written, other, sold):
            names = tuple(place.value for place in Placement if place in places)
            yield Met(Clash.TURNS, other.code, names)


def _may_follow(written: Written, before: Written) -> bool:
    smaller = written.kind in ANSWERING and not written.next_code
    return smaller and bool(written.placements & before.placements)


def _at_the_same_time(one: Written, other: Written) -> bool:
    begins = max(one.starts_at or _FIRST, other.starts_at or _FIRST)
    return begins < min(one.ends_at or _LAST, other.ends_at or _LAST)


def _same_goods(one: Written, other: Written) -> tuple[str, ...]:
    if one.kind not in PRICED or other.kind not in PRICED:
        return ()
    theirs = {good.sku for good in other.goods}
    return tuple(dict.fromkeys(good.sku for good in one.goods if good.sku in theirs))


def _same_cart(one: Written, other: Written, sold: Mapping[str, Sold]) -> bool:
    if not one.triggered or not other.triggered:
        return True
    mine, theirs = set(one.variants), set(other.variants)
    return bool(
        mine & theirs
        or (_products(one, sold) & set(other.products))
        or (set(one.products) & _products(other, sold))
        or set(one.categories) & set(other.categories)
    )


def _products(one: Written, sold: Mapping[str, Sold]) -> set[str]:
    """The products that have to be at hand, named by themselves or by a SKU."""
    return {*one.products, *(sold[sku].product for sku in one.variants if sku in sold)}
