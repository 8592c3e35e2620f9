"""Samples: an order in each way it can stand."""

from typing import Any

from flask import url_for

from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState
from storefront.views import current
from storefront.views.order_sheet import sheet_of
from storefront.views.snapshot import Profile, Snapshot
from storefront.views.styleguide import additions, money_back, papers
from storefront.views.styleguide.costs import MORNING, TARIFF, TOKYO
from storefront.views.styleguide.purchases import SHOPS_OWN, attempt, purchase
from storefront.views.styleguide.sample import Sample, both, fragment

Case = tuple[Order, Payment | None]


def samples() -> list[Sample]:
    """State and progress, goods and sums, papers, money that goes back, help."""
    return [
        *_standings(),
        *_ways_to_bring(),
        *_summaries(),
        _ordered(),
        *additions.samples(),
        *papers.samples(),
        *money_back.samples(),
        _help(),
    ]


def _standings() -> list[Sample]:
    cases: list[tuple[str, str, str, Case]] = [
        ("to-pay", "お支払い待ち", "Waiting for its payment", _pending(PaymentState.FAILED)),
        ("action", "本人確認待ち", "The bank waits", _pending(PaymentState.NEEDS_ACTION)),
        ("approve", "承認待ち", "The wallet waits", _pending(PaymentState.NEEDS_ACTION, "wallet")),
        ("awaiting", "コンビニ払い待ち", "A store is awaited", _pending(PaymentState.PROCESSING, "konbini")),
        ("in-parts", "一部ご入金", "Part of a transfer came", _pending(PaymentState.PROCESSING, "bank_transfer", 1000)),
        ("checking", "確認中", "Being checked", _pending(PaymentState.UNKNOWN)),
        ("paid", "お支払い済み", "Paid", _card(OrderState.PLACED)),
        ("at-the-door", "代金引換", "Cash on delivery", _cash(OrderState.PLACED)),
        ("sent", "発送ずみ", "Sent", _card(OrderState.FULFILLED)),
        ("expired", "期限切れ", "Expired", (purchase(OrderState.EXPIRED), None)),
        ("returning", "ご返金", "Money comes back", _late()),
        ("cancelled", "取り消し", "Cancelled", (purchase(OrderState.CANCELLED), None)),
    ]  # fmt: skip
    return [_status(*case) for case in cases]


def _ways_to_bring() -> list[Sample]:
    cases: list[tuple[str, str, str, Case]] = [
        ("store", "コンビニの番号", "Numbers for stores", _pending(PaymentState.PROCESSING, "konbini")),
        ("account", "振込先と残りの額", "An account, and what is missing", _pending(PaymentState.PROCESSING, "bank_transfer", 1000)),
        ("shops-own", "当店の口座", "The shop's own account", _pending(PaymentState.PROCESSING, "transfer")),
        ("wallet", "スマホ決済", "A wallet", _pending(PaymentState.NEEDS_ACTION, "wallet")),
    ]  # fmt: skip
    return [_how(*case) for case in cases]


def _how(state: str, ja: str, en: str, case: Case) -> Sample:
    file = "orders/_how_to_pay.html"
    return fragment(file, state, both(ja, en), lambda: _sheet(case), area=TOKYO)


def _status(state: str, ja: str, en: str, case: Case) -> Sample:
    return fragment("orders/_status.html", state, both(ja, en), lambda: _sheet(case), area=TOKYO)


def _summaries() -> list[Sample]:
    card, cash = _card(OrderState.PLACED), _cash(OrderState.PLACED)
    file = "orders/_summary.html"
    return [
        fragment(file, "card", both("カード", "Card"), lambda: _sheet(card)),
        fragment(file, "cash", both("代金引換", "Cash on delivery"), lambda: _sheet(cash)),
    ]


def _ordered() -> Sample:
    case = _pending(PaymentState.PROCESSING, "konbini")
    ends = both("待っている画面の終わり", "The end of a page that waits")
    return fragment("orders/_ordered.html", "waiting", ends, lambda: _sheet(case), area=TOKYO)


def _help() -> Sample:
    return fragment("orders/_help.html", "rest", both("案内", "Help"), dict)


def _pending(state: PaymentState, method: str = "card", came: int = 0) -> Case:
    order = purchase(OrderState.PENDING)
    return order, attempt(order, state, method=method, came=came)


def _card(state: OrderState) -> Case:
    order = purchase(state, paid=True, told=("placed", "paid"))
    return order, attempt(order, PaymentState.CAPTURED)


def _cash(state: OrderState) -> Case:
    return purchase(state, payment="cod", told=("placed", "cod_confirmed")), None


def _late() -> Case:
    order = purchase(OrderState.EXPIRED)
    return order, attempt(order, PaymentState.CAPTURED)


def _sheet(case: Case) -> dict[str, Any]:
    order, payment = case
    number = order.number
    pages = {"show": "orders.show", "pay": "paying.pay", "thank_you": "orders.thank_you"}
    asked = url_for("orders.status", number=number)
    change = url_for("paying.pay", number=number, change="1")
    shop = Snapshot(
        TARIFF,
        Profile(both("はっぱ茶房", "Happa Tea House"), "", "", both("", ""), 8, SHOPS_OWN),
        (),
        (),
    )
    return {
        "sheet": sheet_of(order, payment, True, shop, MORNING, current.locale()),
        "link": {
            **{name: url_for(endpoint, number=number) for name, endpoint in pages.items()},
            "change": change,
            "cancel": url_for("cancelling.cancel", number=number),
            "status": asked,
            "wait": asked,
        },
    }
