"""What the shop knows of a visitor's answers to offers, read in one statement."""

from collections.abc import Sequence
from typing import Any

from storefront.database import plain_rows, utc_of
from storefront.offers.impression import Shown
from storefront.offers.silence import History

_OF_KEY = """
SELECT visitor.offers_off_at, made.offer_id, made.placement, made.context,
    seen.visit, seen.seen_at, seen.clicked_at, seen.accepted_at, seen.refused_at, seen.refused_goods
FROM visitor
LEFT JOIN offer_impression AS made ON made.visitor_id = visitor.id AND made.withheld = ''
LEFT JOIN offer_show AS seen ON seen.impression_id = made.id
WHERE visitor.key = ?
ORDER BY seen.seen_at, made.id
"""
"""As plain rows: every page of somebody known asks this, and through the session it cost more than all the choosing."""


def history_of(key: str, visit: str = "", ordered: bool = False) -> History:
    """The history of a visitor's key, oldest first; an empty one where nothing was ever written. One statement.

    `visit` is the present one; `ordered` whether they ordered from this browser, which the caller knows.
    """
    rows = plain_rows(_OF_KEY, (key,))
    shown = tuple(_shown(row) for row in rows if row[5] is not None)
    return History(shown, visit, any(row[0] for row in rows), ordered)


def _shown(row: Sequence[Any]) -> Shown:
    _off, offer_id, placement, context, visit, seen, clicked, accepted, refused, goods = row
    moments = (utc_of(seen), utc_of(clicked), utc_of(accepted), utc_of(refused))
    return Shown(offer_id, placement, context, visit, *moments, goods)
