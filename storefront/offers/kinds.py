"""The closed words of an offer: what it is, where it may stand, whom it is for, what becomes of it."""

from enum import StrEnum


class Kind(StrEnum):
    """What is proposed.

    cross_sell goes with it, up_sell replaces it by better or more, set_of_n is more of the same at less each,
    bundle is several things together below their sum, quantity_ladder is less each from a number on, gap_filler
    reaches the value from which the shop pays the shipping, thank_you joins an order just placed, downsell is one
    smaller proposal after a no.
    """

    CROSS_SELL = "cross_sell"
    UP_SELL = "up_sell"
    SET_OF_N = "set_of_n"
    BUNDLE = "bundle"
    QUANTITY_LADDER = "quantity_ladder"
    GAP_FILLER = "gap_filler"
    THANK_YOU = "thank_you"
    DOWNSELL = "downsell"


class Placement(StrEnum):
    """Where an offer may stand. Payment and confirmation have none."""

    PRODUCT = "product"
    DIALOG = "dialog"
    CART_LINE = "cart_line"
    CART = "cart"
    THANK_YOU = "thank_you"
    MAIL = "mail"


MOST_ON_PAGE = 3
"""New goods that all placements of one page propose together."""

MOST_SHOWN = {
    Placement.PRODUCT: 3,
    Placement.DIALOG: 3,
    Placement.CART_LINE: 1,
    Placement.CART: 3,
    Placement.THANK_YOU: 3,
    Placement.MAIL: 3,
}
"""Goods at a placement, for a cart line: for each line. Never more than three (article A: 1 to 3)."""

PLACES = {
    Kind.CROSS_SELL: {Placement.PRODUCT, Placement.DIALOG, Placement.CART, Placement.MAIL},
    Kind.UP_SELL: {Placement.PRODUCT, Placement.DIALOG, Placement.CART_LINE},
    Kind.SET_OF_N: {Placement.DIALOG, Placement.CART_LINE},
    Kind.BUNDLE: {Placement.PRODUCT, Placement.CART},
    Kind.QUANTITY_LADDER: {Placement.PRODUCT},
    Kind.GAP_FILLER: {Placement.CART},
    Kind.THANK_YOU: {Placement.THANK_YOU},
    Kind.DOWNSELL: {
        Placement.PRODUCT,
        Placement.DIALOG,
        Placement.CART_LINE,
        Placement.THANK_YOU,
    },
}
"""Where each kind may stand."""

REPLACING = frozenset({Kind.UP_SELL, Kind.SET_OF_N})
"""Accepted, these change the line they stand at instead of adding one."""

REDUCING = frozenset({Kind.SET_OF_N, Kind.BUNDLE, Kind.QUANTITY_LADDER, Kind.THANK_YOU})
"""These may take something off the price."""


class Source(StrEnum):
    """Where the goods of an offer come from: named by staff, or what goes with the goods at hand."""

    NAMED = "named"
    RELATED = "related"
    GAP = "gap"


class Audience(StrEnum):
    """Whom an offer is for."""

    EVERYONE = "everyone"
    NEW = "new"
    """Who has ordered nothing from this browser."""
    RETURNING = "returning"


class OfferState(StrEnum):
    """draft is being written, published is on within its dates, stopped was taken back, by staff or by its figures."""

    DRAFT = "draft"
    PUBLISHED = "published"
    STOPPED = "stopped"


class Answer(StrEnum):
    """What can become of an offer that was chosen for somebody."""

    SEEN = "seen"
    CLICKED = "clicked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
