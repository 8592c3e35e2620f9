"""Which offer somebody looked into: its links say where they stood, and the page they lead to tells it by its own post.

`?from=cart-12` is the link of offer 12 in the cart, `?from=mail` that of a mail. The link itself writes nothing.
"""

from typing import Any

from flask import render_template, request

from storefront.offers.choosing import Proposal
from storefront.offers.impression import Shown
from storefront.offers.kinds import Placement
from storefront.views.offer_token import token_seen_before
from storefront.views.snapshot import snapshot
from storefront.views.visitor import nobody, who

FROM = "from"
"""The parameter. No kept page hangs on it."""
PLACES = frozenset(place.value for place in Placement)


def way_from(made: Proposal) -> dict[str, Any]:
    """What the links of an offer say beside the product."""
    return {FROM: f"{made.placement.value}-{made.terms.id}"}


def clicked_html(product_id: int, variant_id: int) -> str:
    """What tells that somebody came to this product by an offer; "" where nobody did, or that is known already."""
    seen = _looked_into(f"product:{product_id}", variant_id) if FROM in request.args else None
    if seen is None:
        return ""
    return render_template("catalog/_clicked.html", token=token_seen_before(seen))


def _looked_into(here: str, variant_id: int) -> Shown | None:
    """The latest show the link can have stood in, if they did nothing with it yet."""
    place, _, number = request.args[FROM].partition("-")
    if place not in PLACES or len(number) > 9 or nobody():
        return None
    met: set[tuple[int, str]] = set()
    for one in reversed(who().history.at(place)):
        key = (one.offer_id, one.context)
        if number not in {"", str(one.offer_id)} or key in met:
            continue
        met.add(key)
        if not one.answered and (one.context != here or _proposes(one.offer_id, variant_id)):
            return one
    return None


def _proposes(offer_id: int, variant_id: int) -> bool:
    """Whether an offer beside a product names this variant of it: what it finds by itself is another product."""
    terms = next((one for one in snapshot().offers if one.id == offer_id), None)
    return terms is not None and any(good.variant_id == variant_id for good in terms.goods)
