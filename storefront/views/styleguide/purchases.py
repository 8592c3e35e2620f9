"""Orders to show, in each way an order can stand: made in memory, never stored."""

from datetime import date, timedelta

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
from storefront.views import current
from storefront.views.styleguide import carts
from storefront.views.styleguide.costs import MORNING, SOME, TARIFF, TOKYO, priced
from storefront.views.styleguide.sample import both, said

NEVER = 0
"""An id that no stored order has."""

PROMISED = date(2026, 11, 25)


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
        locale=current.locale(), goods=figures.goods, discount=0, shipping=figures.shipping or 0,
        fee=figures.fee, total=figures.total,
        taxes=[FrozenTax(percent=p.percent, taxable=p.taxable, tax=p.tax) for p in figures.taxes], service_tax=10,
        sending_code="home", sending_name=figures.sending.sending.name,
        parcels=frozen_parcels(figures.sending, None, TARIFF),
        cash_on_delivery_possible=True, promised_on=PROMISED, day_chosen=False,
        slot_name=both("14時〜16時", "2–4 pm"), payment_code=payment, payment_name=paying.name,
        placed_at=MORNING, confirmed_at=None, paid_at=MORNING if paid else None, paid_on=None,
        reserved_until=MORNING + timedelta(minutes=30), lines=_lines(), contact=_contact(),
        events=[
            OrderEvent(id=number, kind=kind, detail="", happened_at=MORNING + timedelta(minutes=number))
            for number, kind in enumerate(told)
        ],
    )  # fmt: skip


def attempt(order: Order, state: PaymentState, failure: str = "") -> Payment:
    """The newest attempt to pay it with a card."""
    return Payment(
        id=1, order=order, order_id=order.id, method="card", gateway="demo", amount=order.total,
        state=state, idempotency_key="sample", source="", source_label="•••• 4242", failure=failure,
        action_path="/demo/3-d-secure/sample", created_at=MORNING, updated_at=MORNING,
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
