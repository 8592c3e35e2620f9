"""Samples: what can still join an order, and additions in each way they can stand."""

from typing import Any

from storefront.orders.amendment import Amendment, AmendmentLine, AmendmentState
from storefront.orders.order import OrderState
from storefront.payments.payment import PaymentState
from storefront.payments.standing import standing_of_addition
from storefront.views.addition_sheet import AdditionSheet
from storefront.views.how_to_pay import how_to_pay, moment_words
from storefront.views.offer_view import Shown
from storefront.views.styleguide import carts
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.offered import beside_order
from storefront.views.styleguide.purchases import DUE, SHOPS_OWN, attempt, purchase
from storefront.views.styleguide.sample import Sample, both, fragment
from storefront.views.thanks_offer import ThanksOffer


def samples() -> list[Sample]:
    """One thing or several to choose from, nothing chosen, and what waits for its money."""
    return [
        _offer("one", "ひとつ", "One thing", beside_order(1)),
        _offer("three", "三つから選ぶ", "Some of three", beside_order(3)),
        _offer("unchosen", "選ばれていない", "None was chosen", beside_order(3), unchosen=True),
        _waiting("konbini", "コンビニ払い待ち", "A store is awaited", PaymentState.PROCESSING),
        _waiting("card", "本人確認待ち", "The bank waits", PaymentState.NEEDS_ACTION),
    ]


def _offer(state: str, ja: str, en: str, shown: Shown, unchosen: bool = False) -> Sample:
    def offer() -> dict[str, Any]:
        until = moment_words(DUE)
        return {"offer": ThanksOffer(shown, until, [], "#", "#", "/", "", unchosen)}

    return fragment("orders/_offer.html", state, both(ja, en), offer)


def _waiting(method: str, ja: str, en: str, state: PaymentState) -> Sample:
    def added() -> dict[str, Any]:
        order = purchase(OrderState.PLACED, paid=True)
        payment = attempt(order, state, method=method)
        made = Amendment(
            order=order, number=1, state=AmendmentState.PENDING, place_key="sample", total=order.total, fee=0, code="",
            reason={}, placed_at=MORNING, reserved_until=DUE, join_until=DUE, lines=[_line()],
        )  # fmt: skip
        stands = standing_of_addition(made.state, payment)
        return {
            "added": AdditionSheet(order, made, payment, stands, how_to_pay(payment, SHOPS_OWN), MORNING)
        }  # fmt: skip

    return fragment("orders/_addition.html", method, both(ja, en), added)


def _line() -> AmendmentLine:
    mug = carts.mug_line().variant
    return AmendmentLine(
        variant_id=mug.id, sku=mug.sku, name=mug.product.name, label=mug.label, quantity=1, unit_price=mug.price,
        discount=0, tax_percent=10,
    )  # fmt: skip
