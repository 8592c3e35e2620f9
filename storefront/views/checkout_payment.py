"""The second step: how to pay, each way with its fee and total."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _

from storefront.checkout.agreed import agree_on_payment, agree_on_sending
from storefront.checkout.checkout import Checkout
from storefront.checkout.steps import Step
from storefront.extensions import db, htmx
from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.quoting.quote import PaymentChoice, SendingChoice
from storefront.views import current
from storefront.views.card_box import card_box, with_frame
from storefront.views.card_form import PayForm
from storefront.views.checkout_desk import Desk, current_desk, desk_for, summary_of
from storefront.views.checkout_forms import amounts_shown, shown_amounts
from storefront.views.checkout_news import news_of_payment, news_of_region, news_of_sending
from storefront.views.how_to_pay import moment_words
from storefront.views.payment_words import opener_words, refusal_words
from storefront.views.responses import fragments, own_page, see_other

PAGE = "checkout/payment.html"


@dataclass(frozen=True)
class PayWay:
    """A payment method as a radio: the fee in words and the total with it, or neither and why it cannot be had."""

    code: str
    title: str
    text: str
    total: Yen | None
    fee: str
    off: bool
    due: str = ""
    """Until when the money is to be brought, in words; "" where it moves at once."""
    opener: str = ""
    """The code of the way to send that would open it, with `opener_text`; empty where none would."""
    opener_text: str = ""


def show() -> Response:
    """The ways to pay, the one chosen before marked; to htmx only the sums with another one."""
    desk = current_desk()
    if desk is None or desk.step in {Step.CART, Step.DELIVERY}:
        return missing(desk)
    chosen = request.args.get("payment_method", "") if htmx else ""
    code = chosen or offered_first(desk)
    desk = desk_for(desk.cart, desk.answers, payment=code)
    if htmx:
        return fragments("checkout/_summary.html", **summary_of(desk))
    kept = {"payment_method": code, "keep_card": bool(desk.answers and desk.answers.keep_card)}
    return _page(PayForm(data=kept), desk)


def submit() -> Response:
    """Save the choice, a card as the gateway's token, and go on to the confirmation."""
    desk = current_desk()
    if desk is None or desk.answers is None or desk.step in {Step.CART, Step.DELIVERY}:
        return missing(desk)
    form = PayForm(request.form)
    chosen = desk_for(desk.cart, desk.answers, payment=form.payment_method.data or "none")
    if not _judge(form, chosen, desk.answers):
        form.hide_secrets()
        return _page(form, chosen, status=422)
    desk.answers.payment_method = form.payment_method.data or ""
    if form.payment_method.data == "card" and form.card_typed:
        desk.answers.card_token, desk.answers.card_label = form.swap_for_token()
    if form.payment_method.data == "card":
        desk.answers.keep_card = bool(form.keep_card.data)
    desk.answers.updated_at = current.now()
    shown = shown_amounts(form.amounts.data)
    agree_on_sending(desk.answers, chosen.quote, shown.get(desk.answers.shipping_method))
    agree_on_payment(desk.answers, chosen.quote, shown.get(desk.answers.payment_method))
    db.session.commit()
    return see_other("checkout.confirm")


def missing(desk: Desk | None) -> Response:
    """To the first step that is still open."""
    step = desk.step if desk else Step.CART
    if step is Step.DELIVERY and desk and desk.answers and desk.answers.payment_method:
        return see_other("checkout.delivery", back="confirm")
    return see_other("cart.show" if step is Step.CART else f"checkout.{step.value}")


def offered_first(desk: Desk) -> str:
    """The method chosen before if it still applies, else the first that does."""
    chosen = desk.quote.payment
    if chosen and not chosen.refusal:
        return chosen.paying.code
    return next((one.paying.code for one in desk.quote.payments if not one.refusal), "")


def pay_way(choice: PaymentChoice, chosen: SendingChoice | None = None) -> PayWay:
    """A method with its words; `chosen` is how the order is sent now, without which nothing is said to open it."""
    way = choice.opened_by if chosen else None
    due = None if choice.refusal else choice.paying.due_at(current.now())
    return PayWay(
        choice.paying.code,
        translate(choice.paying.name),
        refusal_words(choice) if choice.refusal else translate(choice.paying.note),
        None if choice.refusal else choice.total,
        "" if choice.refusal else _("手数料%(fee)s", fee=yen(choice.fee)),
        choice.refusal is not None,
        _("%(due)sまでにお支払い", due=moment_words(due)) if due else "",
        way.sending.code if way else "",
        opener_words(choice, chosen) if way else "",
    )


def _judge(form: PayForm, desk: Desk, answers: Checkout) -> bool:
    choice = desk.quote.payment
    if choice is None:
        form.payment_method.errors = [_("お支払い方法を選んでください")]
        return False
    if choice.refusal:
        form.payment_method.errors = [refusal_words(choice)]
        return False
    if choice.paying.code != "card" or (answers.card_token and not form.card_typed):
        return True
    return form.judge_card()


def _page(form: PayForm, desk: Desk, status: int = 200) -> Response:
    """News is for those who come; whoever posts has read it."""
    form.amounts.data = _amounts(desk)
    came = request.method == "GET"
    ways = [pay_way(choice, desk.quote.sending) for choice in desk.quote.payments]
    news = (news_of_region(desk), news_of_sending(desk), news_of_payment(desk)) if came else ()
    page = own_page(
        PAGE,
        status=status,
        form=form,
        ways=ways,
        kept_card=desk.answers.card_label if desk.answers else "",
        **card_box(next((way.total for way in ways if way.code == "card"), None)),
        back=request.values.get("back", ""),
        news=[words for words in news if words],
        **summary_of(desk),
    )
    return with_frame(page)


def _amounts(desk: Desk) -> str:
    """What this page says sending and each method cost."""
    way = desk.quote.sending
    fees = {one.paying.code: one.fee for one in desk.quote.payments}
    return amounts_shown({**({way.sending.code: way.price} if way else {}), **fees})
