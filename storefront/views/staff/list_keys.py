"""Shortcuts of the list of orders, for one browser: on until they are switched off."""

from flask import Response, current_app, request

from storefront.staff.roles import Permission
from storefront.views.access import STAFF, access
from storefront.views.responses import see_path
from storefront.views.staff.area import bp
from storefront.views.staff.ways import staff_path

COOKIE = "staff_keys"
YEAR = 365 * 24 * 3600
OFF = "off"


def keys_on() -> bool:
    """Whether single keys do something in this browser."""
    return request.cookies.get(COOKIE) != OFF


@bp.post("/orders/keys")
@access(STAFF, Permission.SEE_ORDERS)
def switch_keys() -> Response:
    """Switch them on or off in this browser, and come back. Changes nothing in the shop."""
    response = see_path(staff_path(request.form.get("next")))
    if request.form.get("keys") == OFF:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            COOKIE, OFF, max_age=YEAR, path="/staff", secure=secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, path="/staff")
    return response
