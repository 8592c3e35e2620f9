"""Orders, and what was added to them and given back."""

import sqlalchemy as sa
from alembic import op

revision = "orders"
down_revision = "carts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('place_key', sa.String(length=40), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('access_key', sa.String(length=32), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('goods', sa.Integer(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('adjustments', sa.JSON(), nullable=False),
    sa.Column('shipping', sa.Integer(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('taxes', sa.JSON(), nullable=False),
    sa.Column('service_tax', sa.Integer(), nullable=False),
    sa.Column('sending_code', sa.String(length=16), nullable=False),
    sa.Column('sending_name', sa.JSON(), nullable=False),
    sa.Column('parcels', sa.JSON(), nullable=False),
    sa.Column('cash_on_delivery_possible', sa.Boolean(), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('day_chosen', sa.Boolean(), nullable=False),
    sa.Column('promise_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('slot_name', sa.JSON(), nullable=False),
    sa.Column('payment_code', sa.String(length=16), nullable=False),
    sa.Column('payment_name', sa.JSON(), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('visitor_id', sa.Integer(), nullable=True),
    sa.Column('taken_by', sa.Integer(), nullable=True),
    sa.Column('reserved_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leave_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('first_sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('simulated', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['taken_by'], ['staff_member.id'], name=op.f('fk_order_taken_by')),
    sa.ForeignKeyConstraint(['visitor_id'], ['visitor.id'], name=op.f('fk_order_visitor_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order')),
    sa.UniqueConstraint('cart_id', name=op.f('uq_order_cart_id')),
    sa.UniqueConstraint('number', name=op.f('uq_order_number')),
    sa.UniqueConstraint('place_key', name=op.f('uq_order_place_key'))
    )
    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_confirmed_at'), ['confirmed_at'], unique=False)
        batch_op.create_index('ix_order_method_placed', ['payment_code', 'state', 'placed_at', 'id'], unique=False)
        batch_op.create_index('ix_order_not_paid', ['state', 'placed_at', 'id', 'paid_at'], unique=False, sqlite_where=sa.text('paid_at IS NULL'), postgresql_where=sa.text('paid_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_order_paid_on'), ['paid_on'], unique=False)
        batch_op.create_index('ix_order_placed', ['placed_at', 'id'], unique=False)
        batch_op.create_index('ix_order_state_leave', ['state', 'leave_on', 'id'], unique=False)
        batch_op.create_index('ix_order_state_placed', ['state', 'placed_at', 'id'], unique=False)
        batch_op.create_index('ix_order_taken', ['taken_by'], unique=False, sqlite_where=sa.text('taken_by IS NOT NULL'), postgresql_where=sa.text('taken_by IS NOT NULL'))
        batch_op.create_index('ix_order_total', ['total', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_visitor_id'), ['visitor_id'], unique=False)
        batch_op.create_index('ix_order_waiting', ['state', 'reserved_until'], unique=False)
        batch_op.create_index('ix_order_was_paid', ['state', 'placed_at', 'id', 'paid_at'], unique=False, sqlite_where=sa.text('paid_at IS NOT NULL'), postgresql_where=sa.text('paid_at IS NOT NULL'))

    op.create_table('amendment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('place_key', sa.String(length=40), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reserved_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('join_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('total > 0 AND fee >= 0', name=op.f('ck_amendment_total_positive')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_amendment_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sa.UniqueConstraint('order_id', 'number', name=op.f('uq_amendment_order_id_number')),
    sa.UniqueConstraint('place_key', name=op.f('uq_amendment_place_key'))
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index('uq_amendment_pending', ['order_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('order_contact',
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('postal_code', sa.String(length=7), nullable=False),
    sa.Column('prefecture', sa.String(length=2), nullable=False),
    sa.Column('address', sa.String(length=160), nullable=False),
    sa.Column('building', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=15), nullable=False),
    sa.Column('invoice_to', sa.String(length=80), nullable=False),
    sa.Column('invoice_to_company', sa.Boolean(), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_contact_order_id')),
    sa.PrimaryKeyConstraint('order_id', name=op.f('pk_order_contact'))
    )
    with op.batch_alter_table('order_contact', schema=None) as batch_op:
        batch_op.create_index('ix_order_contact_area', ['prefecture', 'order_id'], unique=False)

    op.create_table('order_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('detail', sa.String(length=160), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_event_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_event'))
    )
    with op.batch_alter_table('order_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_event_order_id'), ['order_id'], unique=False)

    op.create_table('order_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('write_key', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('for_packers', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_order_note_member_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_note_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_note')),
    sa.UniqueConstraint('write_key', name=op.f('uq_order_note_write_key'))
    )
    with op.batch_alter_table('order_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_note_order_id'), ['order_id'], unique=False)
        batch_op.create_index('uq_order_note_for_packers', ['order_id'], unique=True, sqlite_where=sa.text('for_packers'), postgresql_where=sa.text('for_packers'))

    op.create_table('order_search_term',
    sa.Column('term', sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql'), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_search_term_order_id')),
    sa.PrimaryKeyConstraint('term', 'order_id', name=op.f('pk_order_search_term')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('order_search_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_search_term_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_order_search_term_week', ['week', 'term', 'order_id'], unique=False, postgresql_ops={'term': 'varchar_pattern_ops'})

    op.create_table('refund',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=160), nullable=False),
    sa.Column('shipping', sa.Integer(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('taxes', sa.JSON(), nullable=False),
    sa.Column('refunded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('refunded_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_refund_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    sa.UniqueConstraint('order_id', 'number', name=op.f('uq_refund_order_id_number'))
    )
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_refunded_on'), ['refunded_on'], unique=False)

    op.create_table('shipment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('carrier', sa.String(length=16), nullable=False),
    sa.Column('tracking', sa.String(length=80), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_shipment_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipment')),
    sa.UniqueConstraint('order_id', 'number', name=op.f('uq_shipment_order_id_number'))
    )
    with op.batch_alter_table('shipment', schema=None) as batch_op:
        batch_op.create_index('ix_shipment_tracking', ['tracking'], unique=False)

    op.create_table('amendment_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('amendment_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('sku', sa.String(length=32), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_price', sa.Integer(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('impression_id', sa.Integer(), nullable=True),
    sa.Column('tax_percent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['amendment_id'], ['amendment.id'], name=op.f('fk_amendment_line_amendment_id')),
    sa.ForeignKeyConstraint(['impression_id'], ['offer_impression.id'], name=op.f('fk_amendment_line_impression_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_amendment_line_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment_line'))
    )
    with op.batch_alter_table('amendment_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amendment_line_amendment_id'), ['amendment_id'], unique=False)
        batch_op.create_index('ix_amendment_line_brought', ['impression_id'], unique=False, sqlite_where=sa.text('impression_id IS NOT NULL'), postgresql_where=sa.text('impression_id IS NOT NULL'))


def downgrade() -> None:
    op.drop_table("amendment_line")
    op.drop_table("shipment")
    op.drop_table("refund")
    op.drop_table("order_search_term")
    op.drop_table("order_note")
    op.drop_table("order_event")
    op.drop_table("order_contact")
    op.drop_table("amendment")
    op.drop_table("order")
