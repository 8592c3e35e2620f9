"""Paying an order that waits for its money: after a decline, or after the bank's page was closed."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.payments import trying_again
from storefront.payments.gateways.installed import PROVIDER, provider_code
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.reconciling import ask_now
from storefront.payments.settling import last_payment
from storefront.payments.standing import Standing, standing
from storefront.quoting.quote import PaymentChoice, Refusal
from storefront.shipping.prefectures import by_code
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.calling_off import call_off
from storefront.views.card_box import card_box, may_lead_to_stripe, with_frame
from storefront.views.card_form import PayForm
from storefront.views.charging import charge, where_it_stands
from storefront.views.checkout_payment import PayWay, pay_way
from storefront.views.decline_limit import resting_words
from storefront.views.frame import area_name
from storefront.views.how_to_pay import until_words
from storefront.views.order_access import kept_link, visible_order
from storefront.views.payment_words import decline_words, refusal_words
from storefront.views.responses import own_page, see_path
from storefront.views.snapshot import snapshot
from storefront.views.sums import order_sums

bp = Blueprint("paying", __name__)
PAGE = "checkout/pay.html"


@bp.route("/orders/<number>/pay", methods=["GET", "POST"])
@access(ORDER_LINK)
def pay(number: str) -> Response:
    """The ways to pay an order that waits; posted, a new attempt is made.

    With `change=1` also while another attempt is under way, which is then called off where it was begun.
    """
    order, _seen = visible_order(number)
    last = last_payment(order)
    if not _can_be_paid(order, last):
        return _elsewhere(order, last)
    if request.method == "POST":
        return _submitted(order, last)
    form = PayForm(data={"payment_method": order.payment_code})
    return _page(form, order, last)


@bp.route("/orders/<number>/pay/return", methods=["GET", "POST"])
@access(ORDER_LINK)
def came_back(number: str) -> Response:
    """Back from a page of the gateway's. The page posts itself where scripts run; posted, the gateway is asked."""
    order, _seen = visible_order(number)
    last = last_payment(order)
    if standing(order, last) not in {Standing.ACTION, Standing.CHECKING} or last is None:
        return see_path(where_it_stands(order, with_key=False))
    if request.method == "POST":
        ask_now(last, current.now())
        settled = order_by_number(number)
        assert settled is not None
        return see_path(where_it_stands(settled))
    action = kept_link("paying.came_back", number)
    return may_lead_to_stripe(own_page("orders/came_back.html", order=order, action=action))


def _submitted(order: Order, last: Payment | None) -> Response:
    form = PayForm(request.form)
    way = _chosen(form, order)
    if way is None or (way.paying.code == "card" and not form.judge_card()):
        form.hide_secrets()
        return _page(form, order, last, status=422)
    if last is not None and last.live and not _called_off(last, way):
        return _elsewhere(order, last_payment(order))
    token, label = form.swap_for_token() if way.paying.code == "card" else ("", "")
    try:
        payment = trying_again.try_again(
            order,
            way,
            _number(f"seen_total_{way.paying.code}"),
            _number("seen_attempt"),
            current.now(),
            token,
            label,
            way.paying.code == "card" and bool(form.keep_card.data),
        )
    except (trying_again.CannotPay, IntegrityError) as trouble:
        db.session.rollback()
        return _not_tried(trouble, form, str(order.number))
    number = str(order.number)
    charge(payment)
    return _after(form, number)


def _called_off(last: Payment, way: PaymentChoice) -> bool:
    """Whether the attempt the buyer saw is off now; none is called off for a sum that was not shown."""
    seen = last.id == _number("seen_attempt")
    shown = way.total == _number(f"seen_total_{way.paying.code}")
    return not shown or (seen and call_off(last) is Standing.TO_PAY)


def _after(form: PayForm, number: str) -> Response:
    """To where the order stands now; a decline stays here, with everything but the code kept."""
    order = order_by_number(number)
    assert order is not None
    last = last_payment(order)
    if standing(order, last) is not Standing.TO_PAY:
        return see_path(where_it_stands(order))
    form.hide_secrets()
    return _page(form, order, last, status=422, declined=True)


def _not_tried(trouble: Exception, form: PayForm, number: str) -> Response:
    """Another click was faster, the time is over, or the sum is another: say so on fresh ground."""
    order = order_by_number(number)
    assert order is not None
    last = last_payment(order)
    if not _can_be_paid(order, last):
        return _elsewhere(order, last)
    form.hide_secrets()
    if isinstance(trouble, trying_again.FeeChanged):
        words = _("手数料が変わりました。新しい合計をお確かめのうえ、もう一度お進みください")
        form.payment_method.errors = [words]
        return _page(form, order, last, status=409)
    return see_path(kept_link("paying.pay", number))


def _chosen(form: PayForm, order: Order) -> PaymentChoice | None:
    """The way chosen; None leaves the words for it on the form."""
    ways = trying_again.ways_to_pay(order, snapshot().tariff, current.now())
    way = next((one for one in ways if one.paying.code == form.payment_method.data), None)
    words = refusal_words(way) if way else _("お支払い方法を選んでください")
    if way and way.paying.code == "card":
        words = words or resting_words(order)
    if way and way.paying.code == _already(order):
        words = _now_chosen()
    if words:
        form.payment_method.errors = [words]
        return None
    return way


def _can_be_paid(order: Order, last: Payment | None) -> bool:
    stands = standing(order, last)
    waits = stands is Standing.TO_PAY or (stands.open and changing())
    return waits and order.reserved_until > current.now()


def changing() -> bool:
    """Whether the buyer asked for another way to pay than the one under way."""
    return request.args.get("change") == "1"


def _kept_change() -> dict[str, str]:
    return {"change": "1"} if changing() else {}


def _elsewhere(order: Order, last: Payment | None) -> Response:
    stands = standing(order, last)
    if stands is Standing.ACTION and last is not None and last.action_path and not changing():
        return see_path(last.action_path)
    paid = stands.settled and changing()
    page = "orders.thank_you" if stands is Standing.AWAITING or paid else "orders.show"
    return see_path(kept_link(page, str(order.number)))


def _page(
    form: PayForm, order: Order, last: Payment | None, status: int = 200, declined: bool = False
) -> Response:
    there = by_code(order.contact.prefecture)
    ways = _ways(order)
    if all(way.off or way.code != form.payment_method.data for way in ways):
        form.payment_method.data = next((way.code for way in ways if not way.off), "")
    context: dict[str, Any] = {
        "order": order,
        "form": form,
        "ways": ways,
        "kept_card": "",
        **card_box(next((way.total for way in ways if way.code == "card"), None)),
        "reason": _reason(last),
        "declined": declined,
        "seen_attempt": last.id if last else 0,
        "held_until": until_words(order.reserved_until, shop_day(current.now())),
        "under_way": last if last is not None and last.live else None,
        "summary_rows": order_sums(order, area_name(there, current.locale()) if there else ""),
        "action": kept_link("paying.pay", str(order.number), **_kept_change()),
        "order_url": kept_link("orders.show", str(order.number)),
        "demo": provider_code(PROVIDER) == "demo",
    }
    return with_frame(own_page(PAGE, status=status, **context))


def _ways(order: Order) -> list[PayWay]:
    resting = resting_words(order)
    ways = []
    for one in trying_again.ways_to_pay(order, snapshot().tariff, current.now()):
        way = pay_way(one)
        if one.refusal is Refusal.NOT_WITH_SENDING:  # the way is settled once the order is placed
            way = replace(way, text=_("このご注文のお届けの方法ではお使いいただけません"))
        if way.code == "card" and resting:
            way = replace(way, text=resting, off=True)
        if way.code == _already(order):
            way = replace(way, text=_now_chosen(), off=True)
        ways.append(way)
    return ways


def _reason(last: Payment | None) -> str:
    """Why the last attempt failed; "" when it was called off, or still is under way."""
    failed = last is not None and (last.state == PaymentState.FAILED or last.failure)
    return decline_words(last.failure, last.method) if last and failed else ""


def _already(order: Order) -> str:
    """The method whose money is awaited: choosing it anew would only void the number the buyer has."""
    awaits = standing(order, last_payment(order)) is Standing.AWAITING
    return order.payment_code if awaits else ""


def _now_chosen() -> str:
    words: str = _("いまお選びの方法です")
    return words


def _number(name: str) -> int:
    """A whole number that the page gave along; -1, which nothing equals, for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
