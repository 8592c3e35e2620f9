"""The lost-order radar: everything that does not agree, and its repair as one button."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask import Response, abort
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate, yen
from storefront.orders.finding import made_up
from storefront.payments.radar.asking import MOST
from storefront.payments.radar.compared import compared_at
from storefront.payments.radar.mismatch import REMEDY, Kind, Mismatch, Remedy
from storefront.payments.radar.repairs import NothingToRepair, repair
from storefront.payments.radar.sweep import look
from storefront.payments.radar.watching import listed
from storefront.payments.radar.words import BUTTON, EFFECT, MEANING, TITLE
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.snapshot import snapshot
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.money_words import mismatch_detail, moment_words
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

MONEY_LEAVES = frozenset({Remedy.SETTLE, Remedy.SEND_AGAIN})
"""Remedies for which the password is typed once more."""


@dataclass(frozen=True)
class Case:
    """One mismatch as the list shows it, its subject in words; `button` is empty where only waiting helps, `made_up` says
    that nobody placed the order."""

    found: Mismatch
    detail: str
    name: str = ""
    button: str = ""
    url: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class Group:
    """All of one kind, the oldest first; `more` when there are others that are not named, `count` without made-up orders."""

    kind: str
    title: str
    meaning: str
    cases: Sequence[Case]
    more: bool
    count: int


@bp.get("/radar")
@access(STAFF, Permission.SEE_MONEY)
def radar() -> Response:
    """Every mismatch, the gravest kind first; or that there is none."""
    found, swept_at = listed(current.now())
    return own_page(
        "staff/radar.html", groups=grouped(found), compared_at=compared_at(), swept_at=swept_at,
        said=said(),
    )  # fmt: skip


@bp.get("/radar/<kind>/<path:subject>")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password(when=lambda kind, **_rest: _money_leaves(kind))
def mend(kind: str, subject: str) -> Response:
    """Ask before a repair; a mismatch that is gone is told of on the list."""
    found = look(_kind(kind), subject, current.now())
    if found is None or found.remedy is None:
        return see_other("staff.radar", told="gone")
    return sure_page(_question(found, found.remedy))


@bp.post("/radar/<kind>/<path:subject>")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password(when=lambda kind, **_rest: _money_leaves(kind))
def mend_now(kind: str, subject: str) -> Response:
    """Repair it, once; refused when it is gone."""
    now = current.now()
    try:
        found = repair(_kind(kind), subject, now)
    except NothingToRepair:
        db.session.rollback()
        return see_other("staff.radar", told="gone")
    whom = f"order:{found.order_number}" if found.order_number else f"radar:{found.subject}"
    before = {"kind": found.kind.value, "subject": found.subject, "amount": found.amount}
    remedy = str(found.remedy)
    write_down(actor(), Act.MISMATCH_MENDED, whom, now, before, {"remedy": remedy})
    db.session.commit()
    return see_other("staff.radar", told=remedy)


def grouped(found: Sequence[Mismatch]) -> list[Group]:
    """The sweep's list, cut where the kind changes."""
    nobodys = made_up([one.order_number for one in found])
    return [
        _group(kind, [replace(_case(one), made_up=one.order_number in nobodys) for one in ones])
        for kind, ones in groupby(found, key=lambda one: one.kind)
    ]


def _group(kind: Kind, cases: Sequence[Case]) -> Group:
    title, meaning = translate(TITLE[kind]), translate(MEANING[kind])
    count = sum(not case.made_up for case in cases)
    return Group(kind.value, title, meaning, cases, len(cases) >= MOST, count)


def _case(found: Mismatch) -> Case:
    detail, name = mismatch_detail(found), _name(found)
    if found.kind is Kind.REFUND_TO_SEND:
        return Case(found, detail, name, _("振込先を見る"), url("staff.money_back"))
    if found.kind is Kind.CASH_AWAITED:
        order = url("staff.order", number=found.order_number)
        return Case(found, detail, name, _("注文を見る"), order)
    if found.remedy is None:
        return Case(found, detail, name)
    ask = url("staff.mend", kind=found.kind.value, subject=found.subject)
    return Case(found, detail, name, translate(BUTTON[found.remedy]), ask)


def _name(found: Mismatch) -> str:
    way = snapshot().tariff.paying(found.subject) if found.kind is Kind.METHOD_CLOSED else None
    return translate(way.name) if way else found.order_number or found.subject


def _question(found: Mismatch, remedy: Remedy) -> Sure:
    what = _("注文番号") if found.order_number else _("対象")
    facts = [(what, _name(found)), (_("いつから"), moment_words(found.since))]
    if found.amount is not None:
        facts.append((_("金額"), yen(found.amount)))
    if detail := mismatch_detail(found):
        facts.append((_("詳細"), detail))
    return Sure(
        title=translate(TITLE[found.kind]),
        button=translate(BUTTON[remedy]),
        action=url("staff.mend_now", kind=found.kind.value, subject=found.subject),
        back=url("staff.radar"),
        effects=(translate(MEANING[found.kind]), translate(EFFECT[remedy])),
        facts=facts,
    )


def _kind(value: str) -> Kind:
    if value not in set(Kind):
        abort(404)
    return Kind(value)


def _money_leaves(kind: str) -> bool:
    return kind in set(Kind) and REMEDY.get(Kind(kind)) in MONEY_LEAVES
