"""Samples: the mails the shop writes."""

from storefront.mail.messages import Message, order_confirmation
from storefront.mail.previews import previews
from storefront.orders.order import Order, OrderState
from storefront.views import current
from storefront.views.order_mail import confirmation_mail
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.purchases import purchase
from storefront.views.styleguide.sample import Sample, both, mail

MONEY_BACK = (
    ("account_wanted", "口座のお願い", "An account is needed"),
    ("money_sent_to_account", "振り込みました", "Sent by transfer"),
    ("money_sent_to_card", "遅れたお支払いのご返金", "Late money goes back"),
)


def samples() -> list[Sample]:
    """The confirmation, paid and to be paid at the door; a refund; how to pay."""
    return [
        _confirmation("card", "カード", "Card", purchase(OrderState.PLACED, paid=True)),
        _confirmation("cash", "代金引換", "Cash on delivery", purchase(OrderState.PLACED, payment="cod")),
        mail("mail/refund_issued.html", "part", both("返金", "Refund"), _refund),
        mail("mail/payment.html", "store", both("お支払いの案内", "How to pay"), _how_to_pay),
        mail("mail/shipment.html", "part", both("一部を発送", "Part has left"), _sent_in_part),
        *(_money_back(*case) for case in MONEY_BACK),
    ]  # fmt: skip


def _confirmation(state: str, ja: str, en: str, order: Order) -> Sample:
    def write() -> Message:
        return order_confirmation(confirmation_mail(order, MORNING))

    return mail("mail/order_confirmation.html", state, both(ja, en), write)


def _refund() -> Message:
    return previews(current.locale())["refund_issued"]


def _sent_in_part() -> Message:
    return previews(current.locale())["order_sent_in_part"]


def _how_to_pay() -> Message:
    return previews(current.locale())["how_to_pay"]


def _money_back(name: str, ja: str, en: str) -> Sample:
    def write() -> Message:
        return previews(current.locale())[name]

    return mail("mail/payment.html", name, both(ja, en), write)
