"""The end of a dispute, as staff saw it at the payment company."""

from flask import Response
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import yen
from storefront.payments.disputes import dispute_over
from storefront.payments.of_order import payments_of
from storefront.staff.audit import Act, write_down
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
@access(STAFF)
@asks_password()
def end_dispute(number: str) -> Response:
    """Ask whether the shop has its money back."""
    order = asked_order(number)
    if not any(payment.disputed_at for payment in payments_of(order)):
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
            facts=[(_("合計"), yen(order.total))],
        )
    )


@bp.post("/orders/<number>/dispute-over")
@access(STAFF)
@asks_password()
def end_dispute_now(number: str) -> Response:
    """Write it down, once."""
    now = current.now()
    if not dispute_over(asked_order(number), now):
        db.session.rollback()
        return see_other("staff.order", number=number, told="same")
    write_down(actor(), Act.DISPUTE_OVER, f"order:{number}", now)
    db.session.commit()
    return see_other("staff.order", number=number, told="dispute_over")
