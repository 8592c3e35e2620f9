"""What staff settle of a dispute: that the shop kept its money, or that it lost it."""

from collections.abc import Callable
from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import yen
from storefront.money import Yen
from storefront.orders.order import Order
from storefront.payments.disputes import dispute_over, note_loss
from storefront.payments.gateways import DisputeStatus
from storefront.payments.of_order import disputes_of
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.order import asked_order
from storefront.views.staff.sure import Sure, sure_page


@bp.get("/orders/<number>/dispute-over")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def end_dispute(number: str) -> Response:
    """Ask whether the shop has its money back."""
    amount = _held(asked_order(number), DisputeStatus.OPEN)
    if not amount:
        return see_other("staff.order", number=number, told="same")
    return sure_page(
        Sure(
            title=_("%(number)sの異議申し立ての終わり", number=number),
            button=_("終わったことを記録する"),
            action=url("staff.end_dispute_now", number=number),
            back=url("staff.order", number=number),
            effects=[
                _(
                    "店の言い分が通り、お金が店に戻ったことを、決済会社の画面で確かめてから押してください。"
                ),
                _("この注文を、また発送したり返金したりできるようになります。"),
            ],
            facts=[(_("求められている額"), yen(amount))],
        )
    )


@bp.post("/orders/<number>/dispute-over")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def end_dispute_now(number: str) -> Response:
    """Write it down, once."""
    return _written(number, dispute_over, Act.DISPUTE_OVER, "dispute_over")


@bp.get("/orders/<number>/loss")
@access(STAFF, Permission.MOVE_MONEY)
def ask_loss(number: str) -> Response:
    """Say what it means to take note of a loss."""
    amount = _held(asked_order(number), DisputeStatus.LOST)
    if not amount:
        return see_other("staff.order", number=number, told="same")
    return sure_page(
        Sure(
            title=_("%(number)sの失ったお金", number=number),
            button=_("失ったお金として記録する"),
            action=url("staff.note_loss_now", number=number),
            back=url("staff.order", number=number),
            effects=[
                _("異議申し立てが認められ、お金はお客さまの銀行に戻りました。"),
                _("返金が始まっていなければ、銀行から戻った分として終わらせます。"),
                _(
                    "この注文を、また発送できるようになります。送らないときは、全額を「もう返したことを記録する」で返金すると取り消しになります。"
                ),
            ],
            facts=[(_("失った額"), yen(amount))],
        )
    )


@bp.post("/orders/<number>/loss")
@access(STAFF, Permission.MOVE_MONEY)
def note_loss_now(number: str) -> Response:
    """Write it down, once."""
    return _written(number, note_loss, Act.LOSS_NOTED, "note_loss")


def _held(order: Order, state: DisputeStatus) -> Yen:
    """Yen of the disputes in that state that hold the order."""
    return sum(one.amount for one in disputes_of(order) if one.held and one.state == state)


def _written(number: str, rule: Callable[[Order, datetime], bool], act: Act, told: str) -> Response:
    now = current.now()
    if not rule(asked_order(number), now):
        db.session.rollback()
        return see_other("staff.order", number=number, told="same")
    write_down(actor(), act, f"order:{number}", now)
    db.session.commit()
    return see_other("staff.order", number=number, told=told)
