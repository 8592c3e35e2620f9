"""Every view says who may call it; a test walks the map of addresses and fails on one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
"""Anybody; shows and changes nothing but the visitor's own cart, checkout and preferences."""
ORDER_LINK = "order_link"
"""Whoever holds the order's signed link, or placed it in this session; the view asks `views.order_access`."""
MACHINE = "machine"
"""Probes, crawlers and browsers fetching pictures."""
STAFF = "staff"
"""Members of staff, signed in; the guard of `views.staff` asks."""
STAFF_DOOR = "staff_door"
"""The way in for staff: what there is before anybody has signed in."""
DEVELOPMENT = "development"
"""Only while STOREFRONT_ENV is development; 404 otherwise."""


def access(kind: str, permission: str = "") -> Callable[[View], View]:
    """Declare a view's access. DEVELOPMENT is enforced here, STAFF and its permission by the guard of its blueprint; the rest
    is documentation that a test demands.

    `permission`: a `staff.roles.Permission`; a view of STAFF without one is open to nobody.
    """

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        if kind != DEVELOPMENT:
            view.access = kind  # type: ignore[attr-defined]
            return view

        @wraps(view)
        def in_development(*args: Any, **kwargs: Any) -> Any:
            if current_app.config["SETTINGS"].production:
                abort(404)
            return view(*args, **kwargs)

        in_development.access = kind  # type: ignore[attr-defined]
        return in_development  # type: ignore[return-value]

    return declare


def takes_files(most: int) -> Callable[[View], View]:
    """Let a view of the staff area be sent requests of up to `most` bytes; all others take what the shop's forms need.

    Stands under `@access(STAFF, …)`. Holds for browsers with a staff cookie that was signed here; who else sends so much is refused with 413.
    """

    def declare(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return declare
