"""What offers came to: for each offer and placement, and whether people order less where they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, request
from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.experiments.intervals import Rate, likely
from storefront.jinja import yen
from storefront.locales import Text
from storefront.offers.days import Group, Groups
from storefront.offers.guarding import Guard
from storefront.offers.kinds import Kind
from storefront.offers.offer import Offer
from storefront.reports.offer_results import (
    MOST_DAYS,
    AtPlace,
    Figures,
    Result,
    Span,
    Total,
    last_days,
)
from storefront.reports.offers import figures_of_offers
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.figure_words import (
    change_words,
    of_words,
    percent,
    range_words,
    reason_words,
    state_words,
    verdict_words,
)
from storefront.views.staff.offer_words import KINDS, PLACEMENTS

EARLIEST_YEAR = 2000
QUICK = (7, 30, 90)
"""Days up to today that are one click away."""


@dataclass(frozen=True)
class Cell:
    """A number: what it counts, how many, a word on it, and what it was in the span before."""

    label: str
    value: str
    note: str = ""
    before: str = ""


@dataclass(frozen=True)
class PlaceView:
    """An offer at a placement; `held` says why it was held back, and how often."""

    name: str
    cells: Sequence[Cell]
    held: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class OfferView:
    """An offer as the page shows it."""

    code: str
    title: Text
    about: str
    places: Sequence[PlaceView]


@dataclass(frozen=True)
class GuardView:
    """A placement's order rates in the span, and what the rule that takes offers back says today."""

    name: str
    cells: Sequence[Cell]
    icon: str
    verdict: str
    harmful: bool


@bp.get("/offers/figures")
@access(STAFF, Permission.SEE_OFFERS)
def offer_figures() -> Response:
    """The numbers of the days asked for; of the last thirty without any, and with an error where they are none."""
    now = current.now()
    today = shop_day(now)
    asked = (request.args.get("from", ""), request.args.get("to", ""))
    span = _span(*asked, today)
    found = figures_of_offers(span or last_days(today), now)
    return own_page(
        "staff/offer_figures.html",
        422 if span is None else 200,
        span=found.span,
        wrong=span is None,
        quick=[(days, _quick(days, today)) for days in QUICK],
        totals=_totals(found),
        guards=[_guard(one, found.groups.get(one.placement, Groups())) for one in found.guards],
        offers=[_offer(row, places) for row, places in found.offers.items() if places],
        unseen=[_offer(row, ()) for row, places in found.offers.items() if not places],
        seen=bool(found.now.result.seen or found.before.result.seen),
    )


def _span(first: str, last: str, today: date) -> Span | None:
    """The days typed; the last thirty where nothing was; None for what are no days, too many, or yet to come."""
    if not first and not last:
        return last_days(today)
    try:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    fits = 0 < span.days <= MOST_DAYS and span.last <= today and span.first.year > EARLIEST_YEAR
    return span if fits else None


def _quick(days: int, today: date) -> str:
    span = last_days(today, days)
    return url("staff.offer_figures", **{"from": span.first, "to": span.last})


def _totals(found: Figures) -> list[Cell]:
    here, before = found.now, found.before
    return [
        Cell(
            _("おすすめの品が入った注文"),
            _("%(count)s件", count=f"{here.orders:,}"),
            _("全%(all)s件のうち %(share)s", all=f"{here.all_orders:,}", share=_share(here)),
            _("%(count)s件", count=f"{before.orders:,}"),
        ),
        *_money(here.result, before.result),
        *_answers(here.result, before.result),
    ]


def _share(total: Total) -> str:
    return of_words(Rate(total.orders, total.all_orders))


def _money(here: Result, before: Result) -> list[Cell]:
    unpriced = _("仕入れ値のわからない%(count)s点を除く", count=here.unpriced)
    return [
        Cell(_("売上"), yen(here.revenue), "", yen(before.revenue)),
        Cell(_("粗利"), yen(here.margin), unpriced if here.unpriced else "", yen(before.margin)),
    ]


def _answers(here: Result, before: Result) -> list[Cell]:
    return [
        Cell(label, f"{now:,}", note, f"{then:,}")
        for label, now, note, then in (
            (_("見られた"), here.seen, "", before.seen),
            (_("くわしく見た"), here.clicked, "", before.clicked),
            (_("選ばれた"), here.accepted, of_words(here.take), before.accepted),
            (_("断られた"), here.refused, "", before.refused),
            (_("黙っていた"), here.silenced, "", before.silenced),
        )
    ]


def _offer(row: Offer, places: Sequence[AtPlace]) -> OfferView:
    about = _("%(kind)s・%(state)s", kind=KINDS[Kind(row.kind)], state=state_words(row))
    return OfferView(row.code, row.title, about, [_place(one) for one in places])


def _place(one: AtPlace) -> PlaceView:
    orders = Cell(
        _("注文"),
        _("%(count)s件", count=f"{one.now.orders:,}"),
        "",
        _("%(count)s件", count=f"{one.before.orders:,}"),
    )
    cells = [*_answers(one.now, one.before), orders, *_money(one.now, one.before)]
    held = [(reason_words(why), count) for why, count in one.now.withheld.most_common()]
    return PlaceView(str(PLACEMENTS[one.placement]), cells, held)


def _guard(one: Guard, here: Groups) -> GuardView:
    icon, verdict = verdict_words(one)
    cells = [
        _group(_("見た人"), here.shown),
        _group(_("見せなかった1割の人"), here.control),
        Cell(_("差"), *change_words(here)),
    ]
    return GuardView(str(PLACEMENTS[one.placement]), cells, icon, verdict, one.harmful)


def _group(label: str, group: Group) -> Cell:
    """What part of a group ordered, what that lies between, and what an order was worth."""
    note = _(
        "%(range)s・%(visitors)s人のうち%(buyers)s人・注文の平均 %(average)s",
        range=range_words(likely(group.rate), percent),
        visitors=f"{group.visitors:,}",
        buyers=f"{group.buyers:,}",
        average=yen(group.average),
    )
    return Cell(label, percent(group.rate.share), note) if group.visitors else Cell(label, "–")
