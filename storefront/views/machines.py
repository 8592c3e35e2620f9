"""What machines ask for: health, readiness, robots, pictures, the icon that browsers guess."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, redirect, send_from_directory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storefront.catalog.renditions import is_file_name
from storefront.extensions import db
from storefront.jinja import asset_url
from storefront.jobs import queue
from storefront.migrations_state import is_current
from storefront.views import current
from storefront.views.access import MACHINE, access
from storefront.views.frame import site_url

bp = Blueprint("machines", __name__)
WORST_LAG = timedelta(minutes=5)
YEAR = 31_536_000


@bp.get("/healthz")
@access(MACHINE)
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access(MACHINE)
def readyz() -> Response:
    """Database reachable, migrations applied, jobs not more than five minutes behind; 503 names what is not."""
    problems = []
    try:
        db.session.execute(text("SELECT 1"))
        if not is_current():
            problems.append("migrations")
        elif queue.lag(current.now()) > WORST_LAG:
            problems.append("jobs")
    except SQLAlchemyError:
        problems.append("database")
    body = "ready\n" if not problems else "not ready: " + ", ".join(problems) + "\n"
    return Response(body, 503 if problems else 200, mimetype="text/plain")


@bp.get("/robots.txt")
@access(MACHINE)
def robots() -> Response:
    """Everything may be read but checkouts, orders and searches; to a crawler the cart is a plain page."""
    closed = [
        f"Disallow: /{lang}/{part}"
        for lang in ("ja", "en")
        for part in ("checkout", "orders", "search")
    ]
    lines = [
        "User-agent: *",
        *closed,
        "Disallow: /demo/",
        f"Sitemap: {site_url('/sitemap.xml')}",
        "",
    ]
    return Response("\n".join(lines), mimetype="text/plain")


@bp.get("/favicon.ico")
@access(MACHINE)
def favicon() -> Response:
    """Where browsers look when nobody told them."""
    return redirect(asset_url("favicon.svg"), 301)  # type: ignore[return-value]


@bp.get("/pictures/<name>")
@access(MACHINE)
def picture(name: str) -> Response:
    """One rendition of a picture; its name holds the content's digest, so it is kept for ever."""
    if not is_file_name(name):
        abort(404)
    folder = current_app.config["SETTINGS"].instance / "pictures"
    response = send_from_directory(folder, name, max_age=YEAR, conditional=True)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers.pop("Vary", None)
    return response
