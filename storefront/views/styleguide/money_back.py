"""Samples: money on its way back to the buyer."""

from storefront.orders.order import OrderState
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import (
    BY_BANK,
    BY_HAND,
    Cause,
    Reimbursement,
    ReimbursementState,
)
from storefront.views.money_back import MoneyBack
from storefront.views.money_back_words import account_words, standing_words, way_words, why_words
from storefront.views.styleguide.costs import MORNING
from storefront.views.styleguide.purchases import purchase
from storefront.views.styleguide.sample import Sample, both, fragment

PATH = "/styleguide/orders"
Case = tuple[str, Cause, ReimbursementState, str]


def samples() -> list[Sample]:
    """To an account that is wanted, named, and served; to a card; written down by staff."""
    wanted, ready = ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY
    sent, under_way = ReimbursementState.SUCCEEDED, ReimbursementState.SUBMITTED
    account: list[Case] = [
        ("konbini", Cause.OVER, wanted, ""),
        ("transfer", Cause.SHORT, ready, ""),
        ("cod", Cause.DOUBLE, sent, ""),
    ]
    source: list[Case] = [
        ("card", Cause.LATE, under_way, ""),
        ("wallet", Cause.OVER, sent, ""),
        ("card", Cause.OVER, sent, BY_HAND),
        ("card", Cause.OVER, sent, BY_BANK),
    ]
    return [
        _sample("account", "口座へ", "To an account", account),
        _sample("source", "お支払いの方法へ", "To where it came from", source),
    ]


def _sample(state: str, ja: str, en: str, cases: list[Case]) -> Sample:
    return fragment(
        "orders/_money_back.html", state, both(ja, en), lambda: {"money_back": _sums(cases)}
    )


def _sums(cases: list[Case]) -> list[MoneyBack]:
    return [_sum(number, *case) for number, case in enumerate(cases, 1)]


def _sum(
    number: int, method: str, cause: Cause, state: ReimbursementState, failure: str
) -> MoneyBack:
    order = purchase(OrderState.EXPIRED)
    row = Reimbursement(
        payment=Payment(order=order, method=method), cause=cause, state=state, failure=failure,
        amount=1540 * number, succeeded_at=MORNING, updated_at=MORNING,
    )  # fmt: skip
    wanted = state in {ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY}
    return MoneyBack(
        number, row.amount, state, why_words(row), way_words(row), standing_words(row),
        account_words(row) if wanted else "", PATH if wanted else "",
    )  # fmt: skip
