"""Orders to show, in each way an order can stand: made in memory, never stored."""

from datetime import UTC, date, datetime, timedelta

from storefront.checkout.placing import frozen_parcels
from storefront.orders.order import (
    FrozenTax,
    Order,
    OrderContact,
    OrderEvent,
    OrderLine,
    OrderState,
)
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.voucher import Account, Store, Stores
from storefront.shop.account import AccountKind, BankAccount
from storefront.views import current
from storefront.views.styleguide import carts
from storefront.views.styleguide.costs import MORNING, SOME, TARIFF, TOKYO, priced
from storefront.views.styleguide.sample import both, said

NEVER = 0
"""An id that no stored order has."""

PROMISED = date(2026, 11, 25)


DUE = datetime(2026, 11, 27, 14, 59, 59, tzinfo=UTC)
SHOPS_OWN = BankAccount(
    "葉っぱ銀行", "0000", "茶の木支店", "001", AccountKind.ORDINARY, "1234567", "ハッパサボウ"
)
VOUCHERS = {
    "konbini": Stores(
        (
            Store("seven", "9876543210123"),
            Store("familymart", "01234567890", "0312345678"),
            Store("lawson", "123456", "0312345678"),
        )
    ).as_json(),
    "bank_transfer": Account(
        "葉っぱ銀行", "本店", "futsu", "7654321", "ハッパサボウ", "0000", "001"
    ).as_json(),
    "transfer": {},
}
GATEWAYS = {"transfer": "offline", "cod": "offline"}


def purchase(
    state: OrderState,
    *,
    paid: bool = False,
    payment: str = "card",
    told: tuple[str, ...] = ("placed",),
) -> Order:
    """A tea and a mug for Tokyo, placed this morning; `told` are the events of its timeline."""
    figures = priced(SOME, TOKYO, payment)
    paying = TARIFF.paying(payment)
    assert figures.payment
    assert figures.sending
    assert paying
    return Order(
        id=NEVER, number="10234", state=state, place_key="sample", cart_id=1, access_key="sample",
        locale=current.locale(), goods=figures.goods, discount=0, adjustments=[], shipping=figures.shipping or 0,
        fee=figures.fee, total=figures.total,
        taxes=[FrozenTax(percent=p.percent, taxable=p.taxable, tax=p.tax) for p in figures.taxes], service_tax=10,
        sending_code="home", sending_name=figures.sending.sending.name,
        parcels=frozen_parcels(figures.sending, None, TARIFF),
        cash_on_delivery_possible=True, promised_on=PROMISED, day_chosen=False,
        promise_until=MORNING + timedelta(hours=5),
        slot_name=both("14時〜16時", "2–4 pm"), payment_code=payment, payment_name=paying.name,
        placed_at=MORNING, confirmed_at=None, paid_at=MORNING if paid else None, paid_on=None,
        reserved_until=MORNING + timedelta(minutes=30), lines=_lines(), contact=_contact(),
        events=[
            OrderEvent(id=number, kind=kind, detail="", happened_at=MORNING + timedelta(minutes=number))
            for number, kind in enumerate(told)
        ],
    )  # fmt: skip


def attempt(
    order: Order, state: PaymentState, failure: str = "", method: str = "card", came: int = 0
) -> Payment:
    """The newest attempt to pay it; `came` yen of it are here already."""
    paid = state is PaymentState.CAPTURED and order.paid_at is not None
    return Payment(
        id=1, order=order, order_id=order.id, method=method, gateway=GATEWAYS.get(method, "demo"), amount=order.total,
        state=state, idempotency_key="sample", source="", source_label="•••• 4242" if method == "card" else "",
        failure=failure, action_path="/demo/3-d-secure/sample", voucher=VOUCHERS.get(method, {}),
        received=order.total if state is PaymentState.CAPTURED else came, applied=order.total if paid else 0,
        refunded=0, returned=0, due_at=DUE if method in VOUCHERS else None, created_at=MORNING, updated_at=MORNING,
    )  # fmt: skip


def _lines() -> list[OrderLine]:
    held = (carts.tea_line(), carts.mug_line())
    return [
        OrderLine(
            id=line.id, variant=line.variant, variant_id=line.variant_id, sku=line.variant.sku,
            name=line.variant.product.name, label=line.variant.label, quantity=line.quantity,
            unit_price=line.variant.price, discount=0, tax_percent=TARIFF.tax[line.variant.tax_class],
        )
        for line in held
    ]  # fmt: skip


def _contact() -> OrderContact:
    return OrderContact(
        order_id=NEVER, email="minori@example.com", name=said("佐藤 みのり", "Minori Sato"), postal_code="1540023",
        prefecture=TOKYO.code, address=said("世田谷区若林1-2-3", "1-2-3 Wakabayashi, Setagaya-ku"), building=said("みどり荘201", "Midori-so 201"), phone="09012345678",
    )  # fmt: skip
