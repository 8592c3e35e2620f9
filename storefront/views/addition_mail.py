"""Goods that are to join an order and wait for their money, as mails tell it. Works outside a request; writes nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.jinja import yen
from storefront.mail.payment_mail import PaymentMail
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.views.how_to_pay import HowToPay
from storefront.views.letterhead import letterhead
from storefront.views.payment_mail import facts_of, how_of, stores_of

Lead = Callable[[HowToPay], tuple[str, Sequence[str]]]


def addition_how_mail(order: Order, payment: Payment, now: datetime) -> PaymentMail:
    """Where and until when to pay, right after it was asked for."""

    def lead(how: HowToPay) -> tuple[str, Sequence[str]]:
        words = _("%(due)sまでに%(sum)sをお支払いください。", due=how.due, sum=yen(how.missing))
        after = _("お支払いを確認できしだい、ご注文 %(number)s に追加し、同じ荷物でお届けします。", number=order.number)  # fmt: skip
        return _("追加のお支払いのご案内"), [after, words]

    return _mail(order, payment, now, lead)


def addition_reminder_mail(order: Order, payment: Payment, now: datetime) -> PaymentMail:
    """The deadline is near and the money is not here."""

    def lead(how: HowToPay) -> tuple[str, Sequence[str]]:
        words = _("追加のお支払いの期限が近づきました。期限は%(due)sです。", due=how.due)
        paid = _("行き違いですでにお支払いのときは、このままお待ちください。お支払いになるまで、代金はかかりません。")  # fmt: skip
        return _("追加のお支払いの期限のお知らせ"), [words, paid]

    return _mail(order, payment, now, lead)


def addition_part_mail(order: Order, payment: Payment, now: datetime) -> PaymentMail:
    """Part of the money came; what is missing, and until when."""

    def lead(how: HowToPay) -> tuple[str, Sequence[str]]:
        came = _("お振り込みの一部、あわせて%(came)sが届きました。ありがとうございます。", came=yen(how.received))  # fmt: skip
        rest = _("残りの%(missing)sを、%(due)sまでに同じ口座へお振り込みください。", missing=yen(how.missing), due=how.due)  # fmt: skip
        return _("追加の分の一部のご入金を確認しました"), [came, rest]

    return _mail(order, payment, now, lead)


def _mail(order: Order, payment: Payment, now: datetime, lead: Lead) -> PaymentMail:
    frame, made = letterhead(order, now), payment.amendment
    assert made is not None
    with force_locale(frame.locale):
        how = how_of(frame, payment)
        subject, words = lead(how)
        rest = _(
            "期限までにお支払いを確認できないときは追加せず、ご注文 %(number)s だけをお届けします。届いた代金があれば、全額お返しします。",
            number=order.number,
        )
        button = frame.link(_("お支払いのしかたを見る"), "adding_stands.show", which=made.number)
        return frame.mail(subject, words, facts_of(how, order), stores_of(how), [rest], button=button)  # fmt: skip
