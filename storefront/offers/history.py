"""What the shop knows of a visitor's answers to offers, read in one statement."""

from sqlalchemy import bindparam, select

from storefront.extensions import db
from storefront.offers.impression import OfferImpression, OfferShow, Shown
from storefront.offers.silence import History
from storefront.visitors.visitor import Visitor

_VISITOR, _MADE, _SHOW = (one.__table__ for one in (Visitor, OfferImpression, OfferShow))
_OF_KEY = (
    select(
        _VISITOR.c.offers_off_at,
        *(_MADE.c[name] for name in ("offer_id", "placement", "context")),
        *(
            _SHOW.c[name]
            for name in (
                "visit",
                "seen_at",
                "clicked_at",
                "accepted_at",
                "refused_at",
                "refused_goods",
            )
        ),
    )
    .select_from(_VISITOR)
    .outerjoin(_MADE, (_MADE.c.visitor_id == _VISITOR.c.id) & (_MADE.c.withheld == ""))
    .outerjoin(_SHOW, _SHOW.c.impression_id == _MADE.c.id)
    .where(_VISITOR.c.key == bindparam("key"))
    .order_by(_SHOW.c.seen_at, _MADE.c.id)
)
"""Of the tables, not of the classes: rows are all that is wanted, and they come twice as fast."""


def history_of(key: str, visit: str = "", ordered: bool = False) -> History:
    """The history of a visitor's key, oldest first; an empty one where nothing was ever written. One statement.

    `visit` is the present one; `ordered` whether they ordered from this browser, which the caller knows.
    """
    rows = db.session.execute(_OF_KEY, {"key": key}).all()
    shown = tuple(Shown(*row[1:]) for row in rows if row.seen_at is not None)
    return History(shown, visit, any(row[0] for row in rows), ordered)
