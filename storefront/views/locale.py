"""The language at the door, and the visitor's choice of light and dark."""

from flask import Blueprint, Response, redirect, request, url_for

from storefront.views import current
from storefront.views.access import PUBLIC, access
from storefront.views.responses import safe_path, see_path

bp = Blueprint("locale", __name__)


@bp.get("/")
@access(PUBLIC)
def door() -> Response:
    """Lead to the home page in the language the browser asks for."""
    response = redirect(url_for("catalog.home", lang=current.wished_locale()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response  # type: ignore[return-value]


@bp.post("/<any(ja, en):lang>/theme")
@access(PUBLIC)
def theme() -> Response:
    """Remember light, dark or automatic, and come back to the page."""
    response = see_path(safe_path(request.form.get("next"), url_for("catalog.home")))
    chosen = request.form.get("theme", "")
    if chosen in current.THEMES:
        current.remember(response, current.THEME_COOKIE, chosen)
    return response
