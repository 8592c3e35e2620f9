"""Refunding an order: what goes back, what that comes to, and then the button. What is typed stands in no address."""

from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate, yen
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Refund, RefundState, left_of, worth
from storefront.orders.refunding import (
    NothingToRefund,
    NotRefundable,
    RefundRefused,
    refunds_of,
    taxes_of,
)
from storefront.payments.fulfilling import left_to_send
from storefront.payments.giving_back import goes_to_source
from storefront.payments.of_order import bank_takes_back, payments_of, taken_from
from storefront.payments.payment import Payment
from storefront.payments.refunding import InDispute, NotPaidYet, refund_order
from storefront.reports.methods import method_names
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
from storefront.views.staff.refund_form import RefundForm, all_left, line_name, refund_form
from storefront.views.staff.sure import Press, Sure, pressed, sure_page, typed_fields
from storefront.views.staff.typed import number_typed

REFUSALS: tuple[tuple[type[RefundRefused], str], ...] = (
    (InDispute, "in_dispute"),
    (NotPaidYet, "not_paid"),
    (NotRefundable, "not_confirmed"),
    (NothingToRefund, "nothing_left"),
)


@bp.get("/orders/<number>/refund")
@access(STAFF, Permission.MOVE_MONEY)
def refund(number: str) -> Response:
    """The form, empty or with everything that is left."""
    order = asked_order(number)
    if told := _cannot(order):
        return see_other("staff.order", number=number, told=told)
    everything = "everything" in request.args
    return _form_page(
        order, RefundForm(all_left(order, left_of(order, order.refunds)) if everything else {})
    )


@bp.post("/orders/<number>/refund")
@access(STAFF, Permission.MOVE_MONEY)
@asks_password()
def refund_typed(number: str) -> Response:
    """What was typed: what it comes to, or the form again to be mended, or the refund itself."""
    order = asked_order(number)
    if told := _cannot(order):
        return see_other("staff.order", number=number, told=told)
    match pressed():
        case Press.CHANGE:
            return _form_page(order, RefundForm(typed_fields()))
        case Press.DO:
            return _refund(number)
        case _:
            form = _form(order, order.refunds)
            return (
                _form_page(order, form, 422) if form.errors else sure_page(_question(order, form))
            )


def _refund(number: str) -> Response:
    """Refund it, once: refused when another refund came between, which may be this one."""
    now, order = current.now(), asked_order(number)
    hold(order.id)
    before = refunds_of(order)
    form, gone = _form(order, before), sum(one.amount for one in before)
    news = "" if request.form.get("refunded") == str(gone) else _news(gone)
    if form.errors or news:
        db.session.rollback()
        return _not_done(asked_order(number), form, news)
    try:
        made = refund_order(
            order, form.pieces, form.shipping, form.fee, form.reason, now, form.shelf,
            by_hand=form.by_hand,
        )  # fmt: skip
    except RefundRefused as refusal:
        db.session.rollback()
        return see_other("staff.order", number=number, told=refusal_code(refusal))
    write_down(actor(), Act.REFUNDED, f"order:{number}", now, None, _written(made))
    db.session.commit()
    return see_other("staff.order", number=number, told="by_hand" if form.by_hand else "refunded")


def _not_done(order: Order, form: RefundForm, news: str) -> Response:
    """The form where something is wrong with it, else the question again; with what changed meanwhile."""
    if form.errors:
        return _form_page(order, form, 409 if news else 422, news)
    return sure_page(_question(order, form, news))


def refusal_code(refusal: RefundRefused) -> str:
    """What the page says of it; whatever was judged before the button can only have changed since."""
    return next((code for kind, code in REFUSALS if isinstance(refusal, kind)), "order_changed")


def ways_back(payments: Sequence[Payment], amount: int) -> list[str]:
    """By which way the money goes back, in words, one for each payment it is taken from."""
    names = method_names()
    words: list[str] = []
    for payment, part in taken_from(payments, amount):
        name = translate(names.get(payment.method, payment.method))
        if goes_to_source(payment):
            words.append(_("%(sum)sを、%(method)sへ返します。", sum=yen(part), method=name))
        else:
            words.append(
                _("%(sum)sを、振り込みで返します。お客さまに口座をたずねます。", sum=yen(part))
            )
    return words


def _question(order: Order, form: RefundForm, news: str = "") -> Sure:
    before = list(order.refunds)
    facts = [
        (
            _("%(name)s %(count)s点", name=line_name(line), count=count),
            yen(worth(line, count, before)),
        )
        for line, count in form.pieces.items()
        if count
    ]
    amount = sum(worth(line, count, before) for line, count in form.pieces.items())
    for words, part in ((_("送料"), form.shipping), (_("手数料"), form.fee)):
        facts += [(words, yen(part))] if part else []
        amount += part
    facts += [(_("返金の合計"), yen(amount)), *_taxes(order, form, before)]
    facts += [(_("理由"), form.reason)]
    button = _("%(sum)sの返金を記録する") if form.by_hand else _("%(sum)sを返金する")
    return Sure(
        title=_("%(number)sの返金", number=order.number),
        button=button % {"sum": yen(amount)},
        action=url("staff.refund_typed", number=order.number),
        back=url("staff.order", number=order.number),
        effects=[*_ways(order, form, amount), *_goods(order, form), _mail(len(before) + 1)],
        facts=facts,
        warning=_warning(order, form, amount),
        hidden={**form.typed, "refunded": sum(one.amount for one in before)},
        change=True,
        news=news,
    )


def _ways(order: Order, form: RefundForm, amount: int) -> list[str]:
    if not form.by_hand:
        return ways_back(payments_of(order), amount)
    return [_("もう返したものとして記録します。この画面からお金は動きません。")]


def _news(gone: int) -> str:
    """That another refund came between the question and the button; both sums."""
    before = number_typed(request.form.get("refunded", "")) or 0
    words: str = _(
        "画面を開いたとき、この注文の返金は%(before)sでした。いまは%(now)sです。下の返金はまだしていません。",
        before=yen(before), now=yen(gone),
    )  # fmt: skip
    return words


def _goods(order: Order, form: RefundForm) -> list[str]:
    """What becomes of the goods: those put back, and those that now stay here."""
    back, (stay, _rest) = sum(form.shelf.values()), _not_sent(order, form)
    words = _("%(count)s点を棚に戻します。", count=back) if back else _("在庫は変わりません。")
    if not stay:
        return [words]
    return [words, _("まだ発送していない%(count)s点は、もう送りません。", count=stay)]


def _not_sent(order: Order, form: RefundForm) -> tuple[int, int]:
    """How many pieces that were still to be sent are not sent any more, and how many still are."""
    if order.state != OrderState.PLACED:
        return 0, 0
    rest = left_to_send(order)
    stay = sum(min(count, rest.get(line.id, 0)) for line, count in form.pieces.items())
    return stay, sum(rest.values()) - stay


def _mail(note: int) -> str:
    words: str = _(
        "返還インボイス %(number)sを作り、お客さまに返金のお知らせとそのリンクを送ります。",
        number=note,
    )
    return words


def _taxes(order: Order, form: RefundForm, before: Sequence[Refund]) -> list[tuple[str, str]]:
    """The tax in it per rate, as the credit note will have it."""
    parts = taxes_of(order, before, form.pieces, form.shipping, form.fee)
    return [
        (
            _(
                "%(percent)s%%対象 %(taxable)s の内税",
                percent=one.percent,
                taxable=yen(one.taxable),
            ),
            yen(one.tax),
        )
        for one in parts
        if one.taxable
    ]


def _warning(order: Order, form: RefundForm, amount: int) -> str:
    """What becomes of an order of which nothing more is to be sent."""
    stay, rest = _not_sent(order, form)
    last = amount == left_of(order, order.refunds).amount
    if last and order.state == OrderState.PLACED and order.first_sent_at is None:
        return str(_("すべて返すので、この注文は取り消しになり、発送しません。"))
    if not stay or rest:
        return ""
    if order.first_sent_at is not None:
        return str(_("これで送るものがなくなるので、この注文は完了になります。"))
    return str(
        _("送るものがなくなります。ほかに返すお金がなければ、このあと注文を完了にしてください。")
    )


def _cannot(order: Order) -> str:
    """Why nothing of it can be refunded now, as a code; "" where something can."""
    if not order.invoiced:
        return "not_confirmed"
    if order.paid_at is None:
        return "not_paid"
    return "nothing_left" if left_of(order, order.refunds).nothing else ""


def _form(order: Order, before: Sequence[Refund]) -> RefundForm:
    """What was typed, judged against what these refunds leave of the order."""
    disputed = bank_takes_back(order)
    return refund_form(order, left_of(order, before), typed_fields(), disputed=disputed)


def _form_page(order: Order, form: RefundForm, status: int = 200, news: str = "") -> Response:
    left = left_of(order, order.refunds)
    return own_page(
        "staff/refund.html", status, order=order, left=left, form=form, news=news,
        gives={line.id: worth(line, min(1, left.pieces[line.id]), order.refunds) for line in order.lines},
        everything=url("staff.refund", number=order.number, everything="1"),
    )  # fmt: skip


def _written(made: Refund) -> dict[str, object]:
    pieces = {str(part.order_line_id): part.quantity for part in made.lines}
    return {
        "refund": made.number,
        "amount": made.amount,
        "pieces": pieces,
        "shipping": made.shipping,
        "fee": made.fee,
        "by_hand": made.state == RefundState.RECORDED,
    }
