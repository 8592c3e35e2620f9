"""Where a staff page may lead to: paths of the staff area, and none besides."""

from urllib.parse import unquote

from flask import request

from storefront.views.frame import url
from storefront.views.responses import safe_path

LONGEST = 3000
"""As long as the addresses of the area get, which name up to two hundred orders of one go of packing."""


def here() -> str | None:
    """The page to come back to; None for the first page, which is where everything leads, and after a change."""
    path = request.full_path.rstrip("?")
    first = path == url("staff.dashboard") or request.method != "GET"
    return path if not first and staff_path(path) == path else None


def staff_path(candidate: str | None) -> str:
    """`candidate` when it is the path of a staff page, else the first page.

    Refuses dots as well, however they are written: a browser would walk out of the area with them.
    """
    first = url("staff.dashboard")
    path = safe_path(candidate, first)
    plain = unquote(path.partition("?")[0])
    inside = plain.startswith("/staff/") and not {".", ".."} & set(plain.split("/"))
    whole = "//" not in plain and "\\" not in plain and plain.isprintable()
    return path if inside and whole and len(path) <= LONGEST else first
