"""Who is looking, as offers see it: a key in the session, the present visit, and whether anybody is there at all."""

import re
from datetime import timedelta

from flask import current_app, g, request, session

from storefront.offers.gate import Who
from storefront.offers.history import history_of
from storefront.offers.silence import History
from storefront.views import current
from storefront.visitors.visitor import Visitor, new_key, visitor_for

VISIT_LASTS = timedelta(minutes=30)
"""Of silence; then a new visit begins."""
ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|curl|wget|facebookexternalhit|monitor|python-|go-http|okhttp|libwww|^java/|^$",
    re.I,
)
"""Whoever says so themselves, or says nothing at all, which no browser does."""


def visitor_key() -> str:
    """The visitor's key; a session that has none gets one. Nothing is written."""
    if "visitor" not in session:
        session["visitor"] = new_key()
    return str(session["visitor"])


def who() -> Who:
    """For whom offers are chosen on this page; one statement for somebody the shop has written something of."""
    found: Who | None = g.get("who")
    if found is None:
        found = g.who = Who(visitor_key(), _history(), nobody())
    return found


def known_visitor() -> Visitor:
    """The visitor's row, made where there is none, in the present visit. For requests that write; they commit."""
    _go_on()
    g.pop("who", None)
    found = visitor_for(visitor_key(), current.now())
    session["known"] = True
    return found


def known_key() -> str:
    """The visitor's key, "" while nothing was written of them; asks nothing."""
    return visitor_key() if session.get("known") else ""


def nobody() -> bool:
    """Whether this is staff, a robot, or a page fetched before anybody asked for it."""
    fetched = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    agent = request.headers.get("User-Agent", "")
    staff = current_app.config["STAFF_COOKIE_NAME"] in request.cookies
    return staff or "prefetch" in fetched or bool(ROBOTS.search(agent))


def visit() -> str:
    """The number of the present visit, "1" for the first."""
    number, last = session.get("visit", (1, 0))
    late = last and current.now().timestamp() - last > VISIT_LASTS.total_seconds()
    return str(number + 1 if late else number)


def _go_on() -> None:
    session["visit"] = (int(visit()), int(current.now().timestamp()))


def _history() -> History:
    ordered = bool(session.get("orders"))
    if not session.get("known"):
        return History(visit=visit(), ordered=ordered)
    return history_of(visitor_key(), visit(), ordered)
