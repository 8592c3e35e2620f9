"""From one go of packing to "sent": the parcels that were ticked have left, without numbers."""

from flask import Response

from storefront.orders.packing import MOST_AT_ONCE
from storefront.staff.roles import Permission
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import see_other
from storefront.views.staff.area import bp
from storefront.views.staff.list_actions import Bulk
from storefront.views.staff.list_bulk import ask
from storefront.views.staff.list_picked import Picked
from storefront.views.staff.packing import chosen


@bp.get("/packing/sent")
@access(STAFF, Permission.PACK)
def sent_together() -> Response:
    """Ask whether they left; the answer goes the way of the list of orders."""
    numbers = tuple((chosen() or [])[:MOST_AT_ONCE])
    if not numbers:
        return see_other("staff.packing", told="none_picked")
    back = url("staff.packing", orders=",".join(numbers))
    return ask(Bulk.SENT, Picked(numbers, "", len(numbers)), back=back)
