"""Until when a promised day holds, told to the minute: the one part of a kept page that the clock changes."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from storefront import clock
from storefront.jinja import format_date, hole
from storefront.quoting.sending import SendingChoice
from storefront.quoting.tariff import Sending
from storefront.views import current
from storefront.views.promise_words import promise_words, time_left
from storefront.views.shipping_words import clock_words
from storefront.views.snapshot import snapshot


def deadline(choice: SendingChoice) -> Markup:
    """The place for the promise of a way to send: order within so many minutes, have it on that day.

    Filled by `deadline_words` whenever the page is sent. Several parcels: the first cut-off ahead counts.
    """
    ways = [parcel.sending for parcel in choice.parcels]
    return _place(choice.leaves_on, choice.earliest_on, ways)


def until(choice: SendingChoice) -> Markup:
    """The place for the condition of a day that stands beside it: an order before today's cut-off."""
    return _place(choice.leaves_on, None, [parcel.sending for parcel in choice.parcels])


def way_deadline(leaves_on: date, arrives_on: date, sending: Sending) -> Markup:
    """The promise of one way by its dates."""
    return _place(leaves_on, arrives_on, [sending])


def deadline_words(code: str) -> str:
    """The words for a place; no statement is asked. They hold for a minute."""
    minute = int(current.now().timestamp()) // 60
    database = current_app.config["SQLALCHEMY_DATABASE_URI"]
    return _words(code, current.locale(), minute, (database, current.glance().settings))


def _place(leaves_on: date, arrives_on: date | None, ways: Sequence[Sending]) -> Markup:
    known = snapshot().tariff.sendings
    numbers = [
        leaves_on.toordinal(),
        arrives_on.toordinal() if arrives_on else 0,
        *(known.index(way) for way in ways if way in known),
    ]
    return hole("deadline:" + "-".join(map(str, numbers)))


@lru_cache(maxsize=1024)
def _words(code: str, locale: str, _minute: int, _made_under: tuple[str, int]) -> str:
    leaves, arrives, *places = map(int, code.split("-"))
    tariff, now = snapshot().tariff, current.now()
    cutoffs = [tariff.closes_at(now, tariff.sendings[place]) for place in places]
    closes_at = min((one for one in cutoffs if one), default=None)
    if arrives:
        return promise_words(closes_at, now, date.fromordinal(leaves), date.fromordinal(arrives))
    return _dispatch_words(closes_at, now, date.fromordinal(leaves), locale)


def _dispatch_words(closes_at: datetime | None, now: datetime, leaves_on: date, locale: str) -> str:
    left = time_left(closes_at, now)
    if closes_at is None or not left or leaves_on != clock.shop_day(now):
        return str(_("次の発送は%(date)sです", date=format_date(leaves_on)))
    hour = clock_words(closes_at.time(), locale)
    return str(_("今日%(hour)sまで（あと%(left)s）のご注文の場合", hour=hour, left=left))
