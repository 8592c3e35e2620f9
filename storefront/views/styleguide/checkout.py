"""Samples: the parts of the three steps of checkout."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from storefront.checkout.checkout import Checkout
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.card_box import StripeFrame
from storefront.views.card_form import PayForm
from storefront.views.checkout_confirm import confirmation_context
from storefront.views.checkout_delivery import delivery_context
from storefront.views.checkout_desk import Desk, desk_for, summary_of
from storefront.views.checkout_forms import DeliveryForm
from storefront.views.checkout_payment import pay_way
from storefront.views.payment_words import demo_cards
from storefront.views.styleguide import carts
from storefront.views.styleguide.costs import MORNING, OKINAWA, TOKYO
from storefront.views.styleguide.sample import Sample, both, fragment, said, within

Make = Callable[[], dict[str, Any]]
PAY_FORM = '<form class="form pay-form">{}</form>'


def samples() -> list[Sample]:
    """Fields with what they answer, ways to send and to pay, the summary, the confirmation."""
    wide = [
        *_fields(),
        *_addresses(),
        *_choices(),
        *_summaries(),
        *_methods(),
        *_cards(),
        *_confirmation(),
    ]
    return [replace(sample, narrow=True) for sample in wide]


def _fields() -> list[Sample]:
    file = "checkout/_field.html"
    return [
        fragment(file, "rest", both("ふつう", "At rest"), _field("email", "")),
        fragment(file, "good", both("よし", "Right"), _field("email", "minori@example.com", judged=True)),
        fragment(file, "meant", both("打ちまちがい？", "A slip?"), _field("email", "minori@gmial.com", judged=True)),
        fragment(file, "wrong", both("誤り", "Wrong"), _field("email", "minori", judged=True)),
        fragment(file, "building", both("任意", "Optional"), _field("building", "")),
        fragment(file, "phone", both("電話", "Telephone"), _field("phone", "09012345678")),
        fragment("checkout/_postcode.html", "rest", both("ふつう", "At rest"), _typed({})),
        fragment("checkout/_postcode.html", "wrong", both("誤り", "Wrong"), _typed({"postal_code": "15400"}, wrong=True)),
    ]  # fmt: skip


def _field(name: str, typed: str, **more: Any) -> Make:
    return lambda: {**_typed({name: typed}, wrong=bool(more))(), "name": name, **more}


def _typed(answers: dict[str, str], wrong: bool = False) -> Make:
    """The delivery form with these answers; `wrong` has it judged."""

    def make() -> dict[str, Any]:
        form = DeliveryForm(data=answers, locale=current.locale())
        if wrong:
            form.validate()
        return {"form": form}

    return make


def _addresses() -> list[Sample]:
    place = said("世田谷区若林", "Wakabayashi, Setagaya-ku")
    town = {"prefecture": "13", "address": place, "filled": place}
    file = "checkout/_address.html"
    return [
        fragment(file, "rest", both("ふつう", "At rest"), lambda: {**_typed({})(), "found": ""}),
        fragment(file, "found", both("見つかった", "Found"), lambda: {**_typed(town)(), "found": "found"}),
        fragment(file, "kept", both("書いたものを残した", "What was typed stays"), lambda: {**_typed(town)(), "found": "kept"}),
        fragment(file, "unknown", both("知らない郵便番号", "An unknown postcode"), lambda: {**_typed({})(), "found": "unknown"}),
    ]  # fmt: skip


def _choices() -> list[Sample]:
    file = "checkout/_choices.html"
    return [
        fragment(file, "unknown", both("地域がわかる前", "Before the region is known"), _offered(None)),
        fragment(file, "tokyo", both("東京", "Tokyo"), _offered(TOKYO)),
        fragment(file, "okinawa", both("沖縄", "Okinawa"), _offered(OKINAWA)),
        fragment(file, "wrong", both("選んでいない", "Nothing chosen"), _offered(TOKYO, wrong=True)),
        fragment(file, "split", both("二つに分ける", "Apart"), _offered(TOKYO, cool=True)),
        fragment(file, "nowhere", both("お届けできない", "Nothing goes there"), _offered(OKINAWA, cool=True)),
    ]  # fmt: skip


def _offered(there: Prefecture | None, wrong: bool = False, cool: bool = False) -> Make:
    def make() -> dict[str, Any]:
        form = DeliveryForm(data={}, locale=current.locale())
        if wrong:
            words = said("お届けの方法を選んでください", "Choose how it should come")
            form.shipping_rate.errors = [words]
        return delivery_context(form, _desk(there=there, cool=cool), "")

    return make


def _desk(
    payment: str = "", sending: str = "home", there: Prefecture | None = TOKYO, cool: bool = False
) -> Desk:
    """A tea and a mug on their way to `there`; `cool`: the tea is kept cool."""
    cart = carts.cart_of(carts.tea_line(), carts.mug_line())
    if cool:
        cart.lines[0].variant.temperature = Temperature.COOL
    answers = _answers(payment, sending) if there == TOKYO else None
    return desk_for(cart, answers, destination=there, sending=sending, payment=payment)


def _answers(payment: str, sending: str) -> Checkout:
    return Checkout(
        id=1, cart_id=1, email="minori@example.com", name=said("佐藤 みのり", "Minori Sato"), postal_code="1540023",
        prefecture=TOKYO.code, address=said("世田谷区若林1-2-3", "1-2-3 Wakabayashi, Setagaya-ku"), building=said("みどり荘201", "Midori-so 201"),
        phone="09012345678", shipping_method=sending, delivery_date=None, time_slot="14-16",
        payment_method=payment, card_token="sample", card_label="•••• 4242", updated_at=MORNING,
    )  # fmt: skip


def _summaries() -> list[Sample]:
    file = "checkout/_summary.html"
    return [
        fragment(file, "unknown", both("地域がわかる前", "Before the region is known"), lambda: summary_of(_desk(there=None))),
        fragment(file, "card", both("カード", "Card"), lambda: summary_of(_desk("card"))),
        fragment(file, "cash", both("代金引換", "Cash on delivery"), lambda: summary_of(_desk("cod"))),
    ]  # fmt: skip


def _methods() -> list[Sample]:
    file = "checkout/_methods.html"
    words = said("お支払い方法を選んでください", "Choose how to pay")
    shown = [
        fragment(file, "card", both("カード", "Card"), lambda: _paying(_desk("card"), "card")),
        fragment(file, "cash", both("代金引換", "Cash on delivery"), lambda: _paying(_desk("cod"), "cod")),
        fragment(file, "doorstep", both("置き配では代引なし", "No cash when left at the door"), lambda: _paying(_desk("card", "doorstep"), "card")),
        fragment(file, "kept", both("カードが決まっている", "A card is there already"), lambda: _paying(_desk("card"), "card", kept="•••• 4242")),
        fragment(file, "wrong", both("選んでいない", "Nothing chosen"), lambda: _paying(_desk("card"), "", error=words)),
    ]  # fmt: skip
    return [within(sample, PAY_FORM) for sample in shown]


def _paying(desk: Desk, code: str, kept: str = "", error: str = "") -> dict[str, Any]:
    form = PayForm(data={"payment_method": code})
    if error:
        form.payment_method.errors = [error]
    return {
        "form": form,
        "ways": [pay_way(choice, desk.quote.sending) for choice in desk.quote.payments],
        "kept_card": kept,
        "cards": demo_cards(),
        "stripe": None,
        "quote": desk.quote,
    }


def _cards() -> list[Sample]:
    return [
        fragment("checkout/_card.html", "rest", both("ふつう", "At rest"), lambda: _card("")),
        fragment("checkout/_card.html", "kept", both("カードが決まっている", "A card is there already"), lambda: _card("•••• 4242")),
        fragment("checkout/_card_fields.html", "rest", both("ふつう", "At rest"), lambda: _card("")),
        fragment("checkout/_card_fields.html", "wrong", both("誤り", "Wrong"), lambda: _card("", "4000 0000")),
        within(fragment("checkout/_card_stripe.html", "rest", both("Stripeの枠", "Stripe's frame"), lambda: _framed("")), PAY_FORM),
        within(fragment("checkout/_card_stripe.html", "kept", both("カードが決まっている", "A card is there already"), lambda: _framed("•••• 4242")), PAY_FORM),
        fragment("checkout/_keep_card.html", "rest", both("ふつう", "At rest"), lambda: _card("")),
    ]  # fmt: skip


def _card(kept: str, wrong_number: str = "") -> dict[str, Any]:
    form = PayForm(data={"payment_method": "card", "card_number": wrong_number})
    if wrong_number:
        form.judge_card()
    return {"form": form, "kept_card": kept, "cards": demo_cards()}


def _framed(kept: str) -> dict[str, Any]:
    """Without its script: here the frame stays empty."""
    frame = StripeFrame("pk_test_sample", 4280, current.locale())
    return {**_card(kept), "cards": [], "stripe": frame}


def _confirmation() -> list[Sample]:
    card, cash = _confirmed("card"), _confirmed("cod")
    split = _confirmed("card", cool=True)
    return [
        fragment("checkout/_review.html", "card", both("カード", "Card"), card),
        fragment("checkout/_review.html", "cash", both("代金引換", "Cash on delivery"), cash),
        fragment("checkout/_legal.html", "card", both("カード", "Card"), card),
        fragment("checkout/_legal.html", "cash", both("代金引換", "Cash on delivery"), cash),
        fragment("checkout/_review.html", "split", both("二つに分ける", "Apart"), split),
        fragment("checkout/_legal.html", "split", both("二つに分ける", "Apart"), split),
        fragment("checkout/_place.html", "rest", both("ふつう", "At rest"), card),
    ]


def _confirmed(payment: str, cool: bool = False) -> Make:
    def make() -> dict[str, Any]:
        desk = _desk(payment, cool=cool)
        assert desk.answers
        return confirmation_context(desk, desk.answers)

    return make
