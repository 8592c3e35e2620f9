"""Calling an order off at the desk: what goes back is said first, and the reason is asked for."""

from flask import Response, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import yen
from storefront.orders.order import Order, OrderState
from storefront.orders.refunding import RefundRefused
from storefront.payments.calling_off import (
    AlreadyOver,
    AlreadySent,
    CannotCallOff,
    StillOpen,
    SumChanged,
    call_off,
    came_back_unpaid,
    goes_back,
)
from storefront.payments.of_order import payments_of
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.order import asked_order
from storefront.views.staff.order_refund import refusal_code, ways_back
from storefront.views.staff.refund_form import reason_fault
from storefront.views.staff.sure import Sure
from storefront.views.staff.typed import number_typed

REFUSALS: tuple[tuple[type[CannotCallOff], str], ...] = (
    (StillOpen, "still_open"),
    (AlreadySent, "already_sent"),
    (AlreadyOver, "already_over"),
)


@bp.get("/orders/<number>/call-off")
@access(STAFF, Permission.CHANGE_ORDERS)
@asks_password()
def ask_call_off(number: str) -> Response:
    """Say what calling it off means, and ask for the reason."""
    order = asked_order(number)
    if order.state in (OrderState.CANCELLED, OrderState.EXPIRED):
        return _order(number, "already_over")
    gone = order.first_sent_at is not None or order.state == OrderState.FULFILLED
    if gone and not came_back_unpaid(order):
        return _order(number, "already_sent")
    return _call_off_page(order)


@bp.post("/orders/<number>/call-off")
@access(STAFF, Permission.CHANGE_ORDERS)
@asks_password()
def call_off_now(number: str) -> Response:
    """Call it off, once; refused, and asked again, when what would go back is not what the page said."""
    now, order = current.now(), asked_order(number)
    reason = " ".join(request.form.get("reason", "").split())
    if fault := reason_fault(reason):
        return _call_off_page(order, reason, fault)
    was = {"state": str(order.state), "total": order.total}
    promised = number_typed(request.form.get("amount", ""))
    try:
        shelf = not came_back_unpaid(order) or "shelf" in request.form
        refund = call_off(order, reason, now, onto_shelf=shelf, promised=promised or 0)
    except SumChanged as changed:
        db.session.rollback()
        return _call_off_page(asked_order(number), reason, news=_news(promised or 0, changed.gives))
    except RefundRefused as refusal:
        db.session.rollback()
        return _order(number, refusal_code(refusal))
    except CannotCallOff as refusal:
        db.session.rollback()
        return _order(number, next(code for kind, code in REFUSALS if isinstance(refusal, kind)))
    became = {"state": str(OrderState.CANCELLED), "refunded": refund.amount if refund else 0}
    write_down(actor(), Act.CALLED_OFF, f"order:{number}", now, was, became)
    db.session.commit()
    return _order(number, "called_off")


def _call_off_page(order: Order, reason: str = "", fault: str = "", news: str = "") -> Response:
    amount, returned = goes_back(order), came_back_unpaid(order)
    effects = [_("お客さまに、理由をそえて取り消しを知らせます。")]
    if not returned:
        effects.insert(0, _("商品を棚に戻します。"))
    if amount and order.paid_at is None:
        effects.insert(
            0, _("届いている%(sum)sを返します。始まった支払いは取り消します。", sum=yen(amount))
        )
    elif amount:
        effects = [*ways_back(payments_of(order), amount), *effects]
    else:
        effects.insert(0, _("まだお金は受け取っていません。始まった支払いは取り消します。"))
    sure = Sure(
        title=_("%(number)sを取り消します", number=order.number),
        button=_("注文を取り消す"),
        action=url("staff.call_off_now", number=order.number),
        back=url("staff.order", number=order.number),
        effects=effects,
        facts=[(_("合計"), yen(order.total)), (_("返すお金"), yen(amount))],
        hidden={"amount": amount},
        news=news,
    )
    status = 422 if fault else sure.status
    return own_page(
        "staff/call_off.html", status, sure=sure, reason=reason, fault=fault, order=order,
        returned=returned, shelf="shelf" in request.form,
    )  # fmt: skip


def _news(promised: int, gives: int) -> str:
    words: str = _(
        "画面を開いたとき、返すお金は%(before)sでした。いまは%(now)sです。まだ取り消していません。",
        before=yen(promised), now=yen(gives),
    )  # fmt: skip
    return words


def _order(number: str, told: str) -> Response:
    return see_other("staff.order", number=number, told=told)
