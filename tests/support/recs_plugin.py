"""What the shop would suggest, for tools that judge recommenders: `--plugin tests.support.recs_plugin:build`.

The pairs are those of the shop's own job; adding them up over a cart is what `offers.suggested` asks the database for.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nsmallest
from itertools import islice

from storefront.offers.pairs import Baskets, Companions, Item

Recommend = Callable[[Sequence[Item], int], list[Item]]


def build(baskets: Iterable[Collection[Item]]) -> Recommend[Item]:
    """A recommender that knows these baskets: a cart and a number in, so many items that are not in it out."""
    read = Baskets(baskets)
    known = {one.item: one for one in read.companions()}
    best_sellers = sorted(read.orders, key=lambda item: (-read.orders[item], item))

    def recommend(cart: Sequence[Item], most: int) -> list[Item]:
        found = _added_up(known, set(cart), most)
        gone = {*cart, *found}
        others = (item for item in best_sellers if item not in gone)
        return [*found, *islice(others, most - len(found))]

    return recommend


def _added_up(known: dict[Item, Companions[Item]], cart: set[Item], most: int) -> list[Item]:
    scores: Counter[Item] = Counter()
    for item in cart & known.keys():
        for pair in known[item].pairs:
            scores[pair.other] += pair.score
    outside = (other for other in scores if other not in cart)
    return nsmallest(most, outside, key=lambda other: (-scores[other], other))
