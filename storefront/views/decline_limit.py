"""Cards declined for one caller, whatever the order: after ten within an hour no more are taken from there for its rest.

Ten orders with one card each are as much of a trial as one order with ten. Other ways to pay stay open.
"""

import logging
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from storefront import limits
from storefront.clock import shop_time
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.trying_again import card_rests_until
from storefront.views import current
from storefront.views.caller import caller, within_limit

log = logging.getLogger("storefront.payments")

MOST = 10
WINDOW = timedelta(hours=1)
WHAT = "declined"


def note_decline() -> None:
    """Count one declined card of this caller. Commits; a database that says no must not hide the answer of the bank."""
    try:
        within_limit(WHAT, MOST, WINDOW)
    except SQLAlchemyError:
        log.exception("a decline was not counted")
        db.session.rollback()


def no_cards_until() -> datetime | None:
    """Until when no card is taken from this caller; None when it is, and always with limits off."""
    if not current_app.config["SETTINGS"].rate_limits:
        return None
    now = current.now()
    if limits.tries(f"{WHAT}:{caller()}", WINDOW, now) < MOST:
        return None
    return limits.begins(WINDOW, now) + WINDOW


def resting_words(order: Order) -> str:
    """Words while the card is closed after too many declines, else ""."""
    if not current_app.config["SETTINGS"].rate_limits:
        return ""
    until = card_rests_until(order, current.now()) or no_cards_until()
    if until is None:
        return ""
    time = f"{shop_time(until):%H:%M}"
    words: str = _(
        "続けて承認されなかったため、カードは%(until)sまでお使いいただけません", until=time
    )
    return words
