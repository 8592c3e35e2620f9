"""What the member at work may open: asked of the views themselves, so that a link and its page cannot disagree."""

from flask import current_app, g
from werkzeug.exceptions import Forbidden

from storefront.views.access import STAFF_DOOR


class NotInThisRole(Forbidden):
    """The member's role does not allow it: 403, with words of its own."""

    reason = "role"


def may_open(endpoint: str) -> bool:
    """Whether whoever is signed in may call a view of the area; the door is open to everybody, an unknown view to nobody."""
    view = current_app.view_functions.get(endpoint)
    if getattr(view, "access", "") == STAFF_DOOR:
        return True
    return g.get("staff") is not None and g.staff.may(getattr(view, "permission", ""))
