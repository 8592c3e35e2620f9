"""Who may see an order: whoever placed it in this session, or holds the signed link that the shop wrote."""

from datetime import timedelta
from enum import StrEnum
from hmac import compare_digest

from flask import (
    Response,
    after_this_request,
    current_app,
    g,
    has_request_context,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import Forbidden

from storefront import tokens
from storefront.locales import Locale
from storefront.logs import order_number
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.views import current

FRESH_FOR = timedelta(hours=24)
REMEMBERED = 20


class Access(StrEnum):
    """How much of an order is shown: everything, or without full address, e-mail and telephone."""

    FULL = "full"
    SHORT = "short"


class OrderHidden(Forbidden):
    """The order may not be shown, or there is none of that number: outside, both look the same."""

    reason = "order"


def order_link(
    order: Order, endpoint: str = "orders.show", lang: Locale | None = None, **more: int
) -> str:
    """The path of one of the order's pages with a key in it that opens it for 90 days.

    In the language of the present page unless `lang` says otherwise; outside a request `lang` is needed.
    Changing the order's access key makes every link written so far void.
    """
    values = {
        "number": order.number,
        "key": tokens.sign("order", [order.number, order.access_key]),
        "lang": lang or current.locale(),
        **more,
    }
    if has_request_context():
        return url_for(endpoint, **values)  # type: ignore[arg-type]
    return current_app.url_map.bind("shop").build(endpoint, values)


def kept_link(endpoint: str, number: str, **values: str) -> str:
    """The path of another page of the order that is being looked at, opened by the same right as this one.

    Never writes a new key: an old link must not grow into a fresh one.
    """
    key = request.args.get("key", "")
    return url_for(endpoint, number=number, **({"key": key} if key else {}), **values)  # type: ignore[arg-type]


def remember_order(number: str) -> None:
    """Note in the session that this visitor placed the order: its pages then open without a key."""
    known = [one for one in session.get("orders", []) if one != number]
    session["orders"] = [*known, number][-REMEMBERED:]
    session.permanent = True


def visible_order(number: str) -> tuple[Order, Access]:
    """The order with its lines and contact, and how much of it this visitor may see.

    Raises OrderHidden (the 403 page that leads to the order finder) for a missing, forged, changed or expired
    key, for the key of another order and for a number that does not exist. The answer is kept by nobody, found
    by no search engine and not passed on as a referrer.
    """
    after_this_request(_keep_private)
    g.noindex = True
    placed_here = number in session.get("orders", [])
    access_key, fresh = _read_key(number)
    if not placed_here and not access_key:
        raise OrderHidden
    order = order_by_number(number)
    if order is None or not (placed_here or compare_digest(access_key, order.access_key)):
        raise OrderHidden
    order_number.set(number)
    return order, Access.FULL if placed_here or fresh else Access.SHORT


def _read_key(number: str) -> tuple[str, bool]:
    """The access key in the link and whether the link is fresh; an empty key where there is no valid one."""
    token = request.args.get("key", "")
    for lasts in (FRESH_FOR, tokens.ORDER_LINK_LASTS):
        try:
            named, access_key = tokens.read("order", token, lasts)
        except (tokens.BadToken, TypeError, ValueError):
            continue
        return (str(access_key) if named == number else ""), lasts == FRESH_FOR
    return "", False


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
