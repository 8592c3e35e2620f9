"""Money that staff saw themselves: cash the carrier handed over, a transfer on the shop's own account."""

from dataclasses import dataclass, replace

from flask import Response, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.orders.order import Order, OrderState
from storefront.payments.by_hand import MOST_AT_ONCE, CannotBeSeen, money_seen
from storefront.payments.of_order import payments_of
from storefront.payments.payment import Payment
from storefront.reports.methods import method_names
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.order import asked_order, by_hand
from storefront.views.staff.sure import Press, Sure, pressed, sure_page
from storefront.views.staff.typed import number_typed

LONGEST_REFERENCE = 64


@dataclass(frozen=True)
class MoneyForm:
    """What was typed, what it says, and what is wrong with it by the fields' names."""

    typed_amount: str
    reference: str
    amount: Yen
    errors: dict[str, str]


@bp.get("/orders/<number>/money")
@access(STAFF, Permission.MOVE_MONEY)
def money(number: str) -> Response:
    """The form; the sum that is missing stands there already."""
    order = asked_order(number)
    payment = by_hand(payments_of(order))
    if payment is None:
        return see_other("staff.order", number=number, told="no_money")
    return _page(order, payment, MoneyForm(str(payment.missing or ""), "", 0, {}))


@bp.post("/orders/<number>/money")
@access(STAFF, Permission.MOVE_MONEY)
def money_typed(number: str) -> Response:
    """What was typed: what it means for the order, or the form again to be mended, or the money written down."""
    order = asked_order(number)
    payment = by_hand(payments_of(order))
    if payment is None:
        return see_other("staff.order", number=number, told="no_money")
    form, press = _form(payment), pressed()
    if press is Press.CHANGE:
        return _page(order, payment, replace(form, errors={}))
    if form.errors:
        return _page(order, payment, form)
    if press is Press.DO:
        return _write(number, payment, form)
    return sure_page(_question(order, payment, form))


def _write(number: str, payment: Payment, form: MoneyForm) -> Response:
    """Write it down; a reference counts once."""
    now, received = current.now(), payment.received
    try:
        new = money_seen(payment, form.amount, form.reference, now)
    except CannotBeSeen:
        db.session.rollback()
        return see_other("staff.order", number=number, told="order_changed")
    if not new:
        db.session.rollback()
        return see_other("staff.order", number=number, told="seen_before")
    became = {"received": payment.received, "reference": form.reference}
    write_down(
        actor(), Act.MONEY_SEEN, f"order:{number}", now, {"received": received}, became
    )  # fmt: skip
    db.session.commit()
    return see_other("staff.order", number=number, told="money_seen")


def _form(payment: Payment) -> MoneyForm:
    typed, errors = request.form.get("amount", ""), {}
    reference = " ".join(request.form.get("reference", "").split())
    amount = number_typed(typed) or 0
    if not 0 < amount <= MOST_AT_ONCE:
        errors["amount"] = str(_("届いた金額を、数字で入力してください"))
    elif payment.due_at is None and amount != payment.amount:
        errors["amount"] = str(_("配送会社が受け取るのは%(sum)sです", sum=yen(payment.amount)))
    if not 1 <= len(reference) <= LONGEST_REFERENCE:
        errors["reference"] = str(
            _(
                "控えの番号や入金の日時を、%(most)s文字までで入力してください",
                most=LONGEST_REFERENCE,
            )
        )
    return MoneyForm(typed, reference, amount, errors)


def _question(order: Order, payment: Payment, form: MoneyForm) -> Sure:
    number = order.number
    return Sure(
        title=_("%(number)sの入金", number=number),
        button=_("%(sum)sの入金を記録する", sum=yen(form.amount)),
        action=url("staff.money_typed", number=number),
        back=url("staff.order", number=number),
        effects=[_effect(order, payment, form.amount)],
        facts=[
            (_("お支払い"), translate(method_names().get(payment.method, payment.method))),
            (_("注文の合計"), yen(payment.amount)),
            (_("これまでに届いた額"), yen(payment.received)),
            (_("今回の額"), yen(form.amount)),
            (_("控え"), form.reference),
        ],
        hidden={"amount": form.typed_amount, "reference": form.reference},
        change=True,
    )


def _effect(order: Order, payment: Payment, amount: Yen) -> str:
    total = payment.received + amount - payment.returned
    over = total - payment.amount
    words: str
    if order.paid_at is not None or order.state == OrderState.CANCELLED:
        words = _("この注文には充てられません。%(sum)sは振り込みで返します。", sum=yen(amount))
    elif over < 0:
        words = _("まだ%(sum)s足りません。残りが届くのを待ちます。", sum=yen(-over))
    elif over > 0:
        words = _("入金済みになります。多い分の%(sum)sは振り込みで返します。", sum=yen(over))
    else:
        words = _("入金済みになります。")
    return words


def _page(order: Order, payment: Payment, form: MoneyForm) -> Response:
    status = 422 if form.errors else 200
    at_the_door = payment.due_at is None
    page = {"order": order, "payment": payment, "form": form, "at_the_door": at_the_door}
    return own_page("staff/money.html", status, **page)
