"""What the databases keep sorted so that staff's list of orders is as quick over a million orders as over a thousand.

`listing` says which of them serves which question.
"""

from sqlalchemy import Index

from storefront.orders.order import Order, OrderContact

Index("ix_order_placed", Order.placed_at, Order.id)
Index("ix_order_state_placed", Order.state, Order.placed_at, Order.id)
Index("ix_order_method_placed", Order.payment_code, Order.state, Order.placed_at, Order.id)
Index("ix_order_state_leave", Order.state, Order.leave_on, Order.id)
Index("ix_order_total", Order.total, Order.id)
_UNPAID = Order.paid_at.is_(None)
Index(
    "ix_order_not_paid",
    Order.state,
    Order.placed_at,
    Order.id,
    sqlite_where=_UNPAID,
    postgresql_where=_UNPAID,
)
Index("ix_order_contact_area", OrderContact.prefecture, OrderContact.order_id)
