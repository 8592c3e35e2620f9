"""The demo's panel, in development only: the last charges and messages, and what is wanted of the next ones."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from storefront.extensions import db
from storefront.locales import as_locale
from storefront.money import Yen
from storefront.payments.gateways import NEVER_ARRIVED, OutcomeStatus, RefundStatus
from storefront.payments.gateways.demo import (
    DemoCharge,
    DemoEvent,
    DemoRefund,
    DemoWish,
    IllegalMove,
    Wish,
    acts,
    forget_wishes,
    wish,
)
from storefront.payments.gateways.demo.charges import page_of
from storefront.payments.gateways.demo.wishes import CALLS, WITH_SECONDS
from storefront.payments.payment import Payment
from storefront.views import current
from storefront.views.access import DEVELOPMENT, access
from storefront.views.demo_bank.house import bp, house_page, panel_address
from storefront.views.demo_bank.words import method_name, status_name, waits, wish_names
from storefront.views.order_access import order_link
from storefront.views.responses import see_path

SHOWN = 20


@dataclass(frozen=True)
class Message:
    """A message in the provider's list. `state`: told, twice, waiting, or lost."""

    ref: str
    type: str
    happened_at: datetime
    state: str


@dataclass(frozen=True)
class Line:
    """A charge as the panel lists it; yen."""

    charge: DemoCharge
    method: str
    status: str
    refunded: Yen
    page: str
    order: str
    disputable: bool
    messages: tuple[Message, ...]


@bp.route("/demo/panel", methods=["GET", "POST"])
@access(DEVELOPMENT)
def panel() -> Response:
    """The panel; posted, a wish is noted or taken back, a message sent again, a charge disputed or its dispute decided."""
    if not panel_address():
        abort(404)
    if request.method == "GET":
        return _page()
    db.session.rollback()
    try:
        anchor = _do(request.form.get("act", ""))
    except (IllegalMove, ValueError):
        abort(400)
    return see_path(url_for("demo_bank.panel", lang=request.args.get("lang"), _anchor=anchor))


def _do(act: str) -> str:
    """Do what was asked for; the part of the page that shows it. Raises IllegalMove or ValueError for nonsense."""
    ref = request.form.get("ref", "")
    match act:
        case "wish":
            what = Wish(request.form.get("what", ""))
            seconds = int(request.form.get("seconds", "")) if what in WITH_SECONDS else 0
            wish(what, seconds, "" if what in CALLS else request.form.get("about", "")[:40])
        case "forget":
            forget_wishes()
        case "dispute":
            acts.dispute(ref)
            return ref
        case "won" | "lost":
            acts.decide(ref, act == "won")
            return ref
        case "send_again":
            acts.send_again(ref)
            return request.form.get("charge", "")[:40]
        case _:
            raise ValueError(act)
    return "wishes"


def _page() -> Response:
    charges = db.session.scalars(
        select(DemoCharge)
        .where(DemoCharge.failure != NEVER_ARRIVED)
        .order_by(DemoCharge.id.desc())
        .limit(SHOWN)
    ).all()
    names = {what: name for what, name, _text in wish_names()}
    wishes = db.session.scalars(select(DemoWish).order_by(DemoWish.id)).all()
    numbers = {charge.ref: charge.order_number for charge in charges}
    seconds = dict(waits())
    return house_page(
        "demo_bank/panel.html",
        lines=_lines(list(charges)),
        wish_names=wish_names(),
        waits=waits(),
        wishes=[
            (
                names[Wish(one.what)],
                seconds.get(one.seconds, "") if one.what in WITH_SECONDS else "",
                numbers.get(one.about, ""),
            )
            for one in wishes
        ],
    )


def _lines(charges: list[DemoCharge]) -> list[Line]:
    keys, refs = [one.key for one in charges], [one.ref for one in charges]
    orders = _order_links(keys)
    refunded = _refunded(keys)
    messages = _messages(refs)
    return [
        Line(
            charge=one,
            method=method_name(one.method),
            status=status_name(one.status),
            refunded=refunded.get(one.key, 0),
            page=page_of(one) if _open(one) else "",
            order=orders.get(one.key, ""),
            disputable=_disputable(one),
            messages=tuple(messages.get(one.ref, [])),
        )
        for one in charges
    ]


def _open(charge: DemoCharge) -> bool:
    """Whether its page still has something to do: money may come to a store or an account even after the end."""
    brought = charge.method in {"konbini", "bank_transfer"}
    return brought or charge.status == OutcomeStatus.NEEDS_ACTION


def _disputable(charge: DemoCharge) -> bool:
    taken = charge.method == "card" and charge.status == OutcomeStatus.CAPTURED
    return taken and not charge.dispute


def _order_links(keys: list[str]) -> dict[str, str]:
    found = select(Payment).where(Payment.idempotency_key.in_(keys))
    payments = db.session.scalars(found.options(joinedload(Payment.order)))
    return {
        one.idempotency_key: order_link(one.order, lang=as_locale(one.order.locale))
        for one in payments
    }


def _refunded(keys: list[str]) -> dict[str, Yen]:
    going = DemoRefund.status != RefundStatus.FAILED
    total = select(DemoRefund.charge_key, func.sum(DemoRefund.amount))
    rows = db.session.execute(
        total.where(DemoRefund.charge_key.in_(keys), going).group_by(DemoRefund.charge_key)
    )
    return {key: int(amount) for key, amount in rows}


def _messages(refs: list[str]) -> dict[str, list[Message]]:
    listed: dict[str, list[Message]] = {}
    found = select(DemoEvent).where(DemoEvent.charge_ref.in_(refs)).order_by(DemoEvent.id)
    for row in db.session.scalars(found):
        state = "waiting" if row.deliver_at else "lost"
        if row.delivered:
            state = "told" if row.delivered == 1 else "twice"
        if row.happened_at <= current.now():
            message = Message(row.ref, row.type, row.happened_at, state)
            listed.setdefault(row.charge_ref, []).append(message)
    return listed
