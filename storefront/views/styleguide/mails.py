"""Samples: the mails the shop writes."""

from storefront.mail.messages import Message, order_confirmation
from storefront.mail.previews import previews
from storefront.orders.order import Order, OrderState
from storefront.views import current
from storefront.views.order_mail import confirmation_mail
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.purchases import purchase
from storefront.views.styleguide.sample import Sample, both, mail


def samples() -> list[Sample]:
    """The confirmation, paid and to be paid at the door; a refund; how to pay."""
    return [
        _confirmation("card", "カード", "Card", purchase(OrderState.PLACED, paid=True)),
        _confirmation("cash", "代金引換", "Cash on delivery", purchase(OrderState.PLACED, payment="cod")),
        mail("mail/refund_issued.html", "part", both("返金", "Refund"), _refund),
        mail("mail/payment.html", "store", both("お支払いの案内", "How to pay"), _how_to_pay),
    ]  # fmt: skip


def _confirmation(state: str, ja: str, en: str, order: Order) -> Sample:
    def write() -> Message:
        return order_confirmation(confirmation_mail(order, MORNING))

    return mail("mail/order_confirmation.html", state, both(ja, en), write)


def _refund() -> Message:
    return previews(current.locale())["refund_issued"]


def _how_to_pay() -> Message:
    return previews(current.locale())["how_to_pay"]
