"""What goods do to the shipping: known to the yen once the region is, before that as far as it holds in each region."""

from dataclasses import dataclass

from storefront.money import Yen
from storefront.quoting.quote import Quote


@dataclass(frozen=True)
class SendingChange:
    """Yen of shipping more, below zero less: at least and at most, over the regions that are meant.

    `on_shop`: in most of them the shop then pays what it did not. `lost`: somewhere the goods then do not go, though
    they did.
    """

    least: Yen
    most: Yen
    on_shop: bool = False
    lost: bool = False


def sending_change(before: Quote, after: Quote) -> SendingChange:
    """What becomes of the shipping, region by region: the bounds of two ranges say nothing of what lies between."""
    pairs = list(zip(before.sent.prices, after.sent.prices, strict=True))
    both = [(was, now) for was, now in pairs if was is not None and now is not None]
    moves = [now - was for was, now in both]
    paid = sum(now == 0 < was for was, now in both)
    lost = any(was is not None and now is None for was, now in pairs)
    return SendingChange(min(moves, default=0), max(moves, default=0), 2 * paid > len(pairs), lost)


def loses_sending(before: Quote, after: Quote) -> bool:
    """Whether the shop paid for the sending, and would no longer."""
    return before.gap == 0 and bool(after.gap)
