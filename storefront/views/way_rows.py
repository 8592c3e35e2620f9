"""The ways to send besides the one that figures are reckoned with: what each costs instead, or why it cannot be had."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from flask_babel import gettext as _

from storefront.jinja import translate
from storefront.quoting.quote import Quote
from storefront.quoting.sending import NotSent, SendingChoice
from storefront.shipping.limits import Limit
from storefront.views.alike import alike
from storefront.views.sending_words import limit_words, way_name
from storefront.views.span import Span, span


@dataclass(frozen=True)
class WayRow:
    """Another way to send: its shipping, the goods with it and its first day; or the `reason` it cannot be had."""

    name: str
    shipping: Span
    total: Span
    first_day: date | None
    reason: str = ""


def other_ways(quotes: Sequence[Quote]) -> tuple[WayRow, ...]:
    """The ways not taken, in the tariff's order, then those that cannot be had.

    Of an order priced for one region, or for each of those it may go to. Ways with equal figures stand in one row.
    """
    offered: dict[str, list[tuple[Quote, SendingChoice]]] = {}
    for priced in quotes:
        for choice in priced.sendings:
            offered.setdefault(choice.sending.code, []).append((priced, choice))
    taken = {priced.sending.sending.code for priced in quotes if priced.sending}
    possible = _merged([_way(pairs) for code, pairs in offered.items() if code not in taken])
    everywhere = len(quotes) > 1
    refused = [
        _refused(one)
        for one in quotes[0].not_sent
        if not (everywhere and one.excess.limit is Limit.REGION)
    ]
    return (*possible, *refused)


def _way(pairs: Sequence[tuple[Quote, SendingChoice]]) -> WayRow:
    return WayRow(
        name=way_name(pairs[0][1]),
        shipping=span(choice.price for _priced, choice in pairs),
        total=span(priced.paid_goods + choice.price for priced, choice in pairs),
        first_day=min(choice.earliest_on for _priced, choice in pairs),
    )


def _refused(one: NotSent) -> WayRow:
    return WayRow(translate(one.sending.name), Span(0, 0), Span(0, 0), None, limit_words(one))


def _merged(rows: Sequence[WayRow]) -> list[WayRow]:
    """The same rows, those with equal figures as one."""
    return [
        replace(group[0], name=reduce(_both, (row.name for row in group)))
        for group in alike(rows, lambda row: replace(row, name=""))
    ]


def _both(one: str, other: str) -> str:
    return str(_("%(one)s、%(other)s", one=one, other=other))
