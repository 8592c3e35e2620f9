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
for _name, _is in (("not_paid", Order.paid_at.is_(None)), ("was_paid", Order.paid_at.is_not(None))):
    Index(
        f"ix_order_{_name}",
        Order.state,
        Order.placed_at,
        Order.id,
        Order.paid_at,
        sqlite_where=_is,
        postgresql_where=_is,
    )
Index("ix_order_contact_area", OrderContact.prefecture, OrderContact.order_id)
