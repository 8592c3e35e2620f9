"""Packing: the orders that are ready, and for those that are chosen the papers of one go, on screen, on paper and as PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Response, request
from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.orders.packing import MOST_AT_ONCE, ToPack, parcels_to_pack, picks
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.document_issuer import issuer
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.packing_words import (
    labels,
    picking_list,
    slips,
    way_words,
)
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Leaving:
    """The parcels that have to leave on one day by one way."""

    on: date
    late: bool
    way: str
    parcels: Sequence[ToPack]


@bp.get("/packing")
@access(STAFF, Permission.PACK)
def packing() -> Response:
    """What is ready, by the day it has to leave and the way it goes."""
    today = shop_day(current.now())
    numbers = chosen()
    ready = parcels_to_pack(numbers)
    only = request.args.get("day") == "today"
    shown = [one for one in ready if not only or one.leaves_on <= today]
    groups = [
        Leaving(on, on < today, way_words(some[0]), some)
        for (on, _way), found in groupby(shown, key=lambda one: (one.leaves_on, one.parcel["way"]))
        if (some := list(found))
    ]
    return own_page(
        "staff/packing.html", groups=groups, today=today, only=only, numbers=numbers, said=said(),
        of=number_typed(request.args.get("of", "")) or len(numbers or ()),
        count=len({one.order.id for one in shown}), most=MOST_AT_ONCE,
        due=sum(one.leaves_on <= today for one in ready), all=len(ready),
    )  # fmt: skip


@bp.get("/packing/picking")
@access(STAFF, Permission.PACK)
def picking() -> Response:
    """What to fetch, by shelf and SKU, with the totes it goes to."""
    parcels = _parcels()
    return own_page(
        "staff/packing_picking.html", paper=picking_list(parcels), picks=picks(parcels),
        run=run_of(parcels), pdf=_with("staff.picking_pdf"),
    )  # fmt: skip


@bp.get("/packing/picking.pdf")
@access(STAFF, Permission.PACK)
def picking_pdf() -> Response:
    """The same as PDF."""
    from storefront.printing.packing import draw_picking  # no page has to pay for loading it

    return _pdf(draw_picking(picking_list(_parcels())), "picking")


@bp.get("/packing/slips")
@access(STAFF, Permission.PACK)
def packing_slips() -> Response:
    """The delivery notes of the same parcels in the same order, one page each."""
    parcels = _parcels()
    papers = slips(parcels, issuer(current.now()).lines, _prices())
    return own_page(
        "staff/packing_slips.html", papers=papers, run=run_of(parcels), prices=_prices(),
        pdf=_with("staff.packing_slips_pdf"),
    )  # fmt: skip


@bp.get("/packing/slips.pdf")
@access(STAFF, Permission.PACK)
def packing_slips_pdf() -> Response:
    """The same as PDF."""
    from storefront.printing.packing import draw_slips  # no page has to pay for loading it

    papers = slips(_parcels(), issuer(current.now()).lines, _prices())
    return _pdf(draw_slips(papers, "Happa Tea House", current.locale()), "slips")


@bp.get("/packing/labels")
@access(STAFF, Permission.PACK)
def packing_labels() -> Response:
    """Address labels, ten to a sheet of A4, in the same order."""
    parcels = _parcels()
    return own_page(
        "staff/packing_labels.html", labels=labels(parcels, issuer(current.now()).lines),
        run=run_of(parcels), pdf=_with("staff.packing_labels_pdf"),
    )  # fmt: skip


@bp.get("/packing/labels.pdf")
@access(STAFF, Permission.PACK)
def packing_labels_pdf() -> Response:
    """The same as PDF, for sheets of labels."""
    from storefront.printing.labels import draw_labels  # no page has to pay for loading it

    found = labels(_parcels(), issuer(current.now()).lines)
    return _pdf(draw_labels(found, _("宛名ラベル"), current.locale()), "labels")


def chosen() -> list[str] | None:
    """The numbers of the orders that the address names, as "orders=10001,10002" or one by one; None where it names none."""
    asked = [*request.values.getlist("order"), *request.values.get("orders", "").split(",")]
    numbers = [one.strip() for one in asked if _NUMBER.fullmatch(one.strip())]
    named = "orders" in request.values or "order" in request.values
    return list(dict.fromkeys(numbers)) if named else None


def run_of(parcels: Sequence[ToPack]) -> str:
    """The orders of one go, as an address names them."""
    return ",".join(dict.fromkeys(str(one.order.number) for one in parcels))


def _parcels() -> list[ToPack]:
    return parcels_to_pack(chosen())


def _prices() -> bool:
    return request.args.get("prices") == "1"


def _with(endpoint: str) -> str:
    named = {"orders": ",".join(chosen() or [])} if chosen() is not None else {}
    return url(endpoint, **named, **({"prices": "1"} if _prices() else {}))


def _pdf(drawn: bytes, name: str) -> Response:
    response = Response(drawn, mimetype="application/pdf")
    on = shop_day(current.now()).isoformat()
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{on}.pdf"'
    return response
