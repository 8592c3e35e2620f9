"""Switching the shop's patterns: by a link to any page of the shop, and by the bar at its foot."""

from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from storefront.lab.patterns import wished
from storefront.views.access import PUBLIC, access
from storefront.views.responses import safe_path, see_path
from storefront.views.switches import remember, switched_off

bp = Blueprint("lab", __name__)
WISH = "lab"
"""The parameter of a link, and the field of the bar."""


@bp.before_app_request
def by_link() -> Response | None:
    """Take `?lab=` of a page that is asked for, and lead to the same address without it. Writes nothing but a cookie."""
    if b"lab=" not in request.query_string or WISH not in request.args:
        return None
    rule = request.url_rule
    if request.method not in ("GET", "HEAD") or rule is None:
        return None
    if "lang" not in rule.arguments and rule.endpoint != "locale.door":
        return None
    path = url_for(str(request.endpoint), **(request.view_args or {}))
    query = urlencode([pair for pair in request.args.items(multi=True) if pair[0] != WISH])
    return _switched(f"{path}?{query}" if query else path, ",".join(request.args.getlist(WISH)))


@bp.post("/lab/patterns")
@access(PUBLIC)
def switch() -> Response:
    """Switch as the bar says, and come back to the page. Safe to repeat."""
    back = safe_path(request.form.get("next"), url_for("catalog.home"))
    return _switched(back, request.form.get(WISH, ""))


def _switched(path: str, wish: str) -> Response:
    response = see_path(path)
    remember(response, wished(wish, switched_off()))
    return response
