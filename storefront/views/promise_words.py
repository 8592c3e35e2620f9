"""Words for a promised day: until when to order for it, and when the parcel leaves once that is over.

Plain functions of values; the words come out in the language that is set for translations.
"""

from datetime import date, datetime

from flask_babel import gettext as _

from storefront.jinja import format_date, translate
from storefront.quoting.sending import SendingChoice
from storefront.quoting.tariff import Tariff


def promises(choice: SendingChoice, tariff: Tariff, now: datetime) -> list[str]:
    """Until when to order for which day, as one sentence; one for each parcel when their days differ."""
    told = [
        promise_words(tariff.closes_at(now, one.sending), now, one.leaves_on, one.earliest_on)
        for one in choice.parcels
    ]
    if len(set(told)) == 1:
        return told[:1]
    names = [translate(one.sending.name) for one in choice.parcels]
    return [
        str(_("%(name)s：%(words)s", name=name, words=words))
        for name, words in zip(names, told, strict=True)
    ]


def promise_words(
    closes_at: datetime | None, now: datetime, leaves_on: date, arrives_on: date
) -> str:
    """The day an order placed now arrives, with the time left for it.

    After the cut-off and on days off it says instead when the parcel leaves. Takes `tariff.closes_at(now, way)`.
    """
    left, day = time_left(closes_at, now), format_date(arrives_on)
    words: str
    if left is None:
        words = _(
            "%(leaves)sに発送し、%(day)sにお届けします", leaves=format_date(leaves_on), day=day
        )
    elif left:
        words = _("あと%(left)s以内のご注文で、%(day)sにお届けします", left=left, day=day)
    else:
        words = _("まもなく締め切りです。いまのご注文で、%(day)sにお届けします", day=day)
    return words


def time_left(closes_at: datetime | None, now: datetime) -> str | None:
    """Hours and minutes until a cut-off, minutes rounded down: 2時間13分; "" in the last minute, None without one."""
    if closes_at is None or closes_at <= now:
        return None
    hours, minutes = divmod(int((closes_at - now).total_seconds()) // 60, 60)
    if hours and minutes:
        return str(_("%(hours)s時間%(minutes)s分", hours=hours, minutes=minutes))
    if hours:
        return str(_("%(hours)s時間", hours=hours))
    return str(_("%(minutes)s分", minutes=minutes)) if minutes else ""
