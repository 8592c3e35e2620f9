"""Every table the shop opens with."""

import sqlalchemy as sa
from alembic import op


revision = 'opening'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=16), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('way', 'day', name=op.f('uq_calendar_day_way_day'))
    )
    op.create_table('cart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cart')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('cart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cart_updated_at'), ['updated_at'], unique=False)

    op.create_table('demo_card',
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('behaviour', sa.String(length=16), nullable=False),
    sa.Column('last_four', sa.String(length=4), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_demo_card'))
    )
    op.create_table('demo_charge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('asked', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('order_number', sa.String(length=12), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('keep_card', sa.Boolean(), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('number', sa.String(length=10), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('failure', sa.String(length=32), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('disputed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('received >= 0', name=op.f('ck_demo_charge_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_charge')),
    sa.UniqueConstraint('key', name=op.f('uq_demo_charge_key')),
    sa.UniqueConstraint('number', name=op.f('uq_demo_charge_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_demo_charge_ref'))
    )
    op.create_table('demo_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('type', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('subject_ref', sa.String(length=40), nullable=False),
    sa.Column('charge_ref', sa.String(length=40), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deliver_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('delivered', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_event'))
    )
    with op.batch_alter_table('demo_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_event_deliver_at'), ['deliver_at'], unique=False)
        batch_op.create_index('ix_demo_event_held', ['charge_ref'], unique=False, sqlite_where=sa.text('held'), postgresql_where=sa.text('held'))

    op.create_table('demo_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('charge_ref', sa.String(length=40), nullable=False),
    sa.Column('happens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('failure', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_move'))
    )
    with op.batch_alter_table('demo_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_move_charge_ref'), ['charge_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_demo_move_happens_at'), ['happens_at'], unique=False)

    op.create_table('demo_refund',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('charge_key', sa.String(length=64), nullable=False),
    sa.Column('charge_ref', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('failure', sa.String(length=32), nullable=False),
    sa.Column('turns_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('turns_to', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_demo_refund_amount_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_refund')),
    sa.UniqueConstraint('key', name=op.f('uq_demo_refund_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_demo_refund_ref'))
    )
    with op.batch_alter_table('demo_refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_refund_charge_key'), ['charge_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_demo_refund_turns_at'), ['turns_at'], unique=False)

    op.create_table('demo_wish',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=40), nullable=False),
    sa.Column('what', sa.String(length=16), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_wish'))
    )
    with op.batch_alter_table('demo_wish', schema=None) as batch_op:
        batch_op.create_index('ix_demo_wish_about', ['about', 'id'], unique=False)

    op.create_table('hearing',
    sa.Column('gateway', sa.String(length=16), nullable=False),
    sa.Column('heard_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('gateway', name=op.f('pk_hearing'))
    )
    op.create_table('home_page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_page'))
    )
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=96), nullable=True),
    sa.Column('run_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dead_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_due', ['done_at', 'dead_at', 'run_at'], unique=False)

    op.create_table('legal_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(length=24), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_item')),
    sa.UniqueConstraint('key', name=op.f('uq_legal_item_key'))
    )
    with op.batch_alter_table('legal_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_legal_item_page'), ['page'], unique=False)

    op.create_table('limit_window',
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'starts_at', name=op.f('pk_limit_window'))
    )
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
    sa.Column('reserved_until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order')),
    sa.UniqueConstraint('cart_id', name=op.f('uq_order_cart_id')),
    sa.UniqueConstraint('number', name=op.f('uq_order_number')),
    sa.UniqueConstraint('place_key', name=op.f('uq_order_place_key'))
    )
    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_confirmed_at'), ['confirmed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_paid_on'), ['paid_on'], unique=False)
        batch_op.create_index('ix_order_waiting', ['state', 'reserved_until'], unique=False)

    op.create_table('outbox_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=96), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_message_key'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_state'), ['state'], unique=False)

    op.create_table('payment_method',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('gateway', sa.String(length=16), nullable=False),
    sa.Column('icon', sa.String(length=16), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('due', sa.JSON(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=True),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('at_the_door', sa.Boolean(), nullable=False),
    sa.Column('not_to', sa.JSON(), nullable=False),
    sa.Column('days_to_pay', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('days_to_pay IS NULL OR days_to_pay BETWEEN 1 AND 60', name=op.f('ck_payment_method_days_to_pay')),
    sa.CheckConstraint('least IS NULL OR least >= 0', name=op.f('ck_payment_method_least_not_negative')),
    sa.CheckConstraint('least IS NULL OR most IS NULL OR least <= most', name=op.f('ck_payment_method_limits_in_order')),
    sa.CheckConstraint('most IS NULL OR most > 0', name=op.f('ck_payment_method_most_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_method')),
    sa.UniqueConstraint('code', name=op.f('uq_payment_method_code'))
    )
    op.create_table('picture',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=16), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('alt', sa.JSON(), nullable=False),
    sa.Column('near', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_picture')),
    sa.UniqueConstraint('slug', name=op.f('uq_picture_slug'))
    )
    op.create_table('postcode',
    sa.Column('code', sa.String(length=7), nullable=False),
    sa.Column('prefecture', sa.String(length=2), nullable=False),
    sa.Column('city', sa.String(length=32), nullable=False),
    sa.Column('town', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('code', 'prefecture', 'city', 'town', name=op.f('pk_postcode')),
    sqlite_with_rowid=False
    )
    op.create_table('postcode_edition',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_postcode_edition'))
    )
    op.create_table('radar_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('order_number', sa.String(length=12), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=True),
    sa.Column('detail', sa.String(length=160), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_radar_finding')),
    sa.UniqueConstraint('kind', 'subject', name=op.f('uq_radar_finding_kind_subject'))
    )
    with op.batch_alter_table('radar_finding', schema=None) as batch_op:
        batch_op.create_index('ix_radar_finding_open', ['closed_at', 'seen_at', 'found_at'], unique=False)

    op.create_table('revision',
    sa.Column('part', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('part', name=op.f('pk_revision'))
    )
    op.create_table('seeding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seeding'))
    )
    op.create_table('shipping_method',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('temperature', sa.String(length=8), nullable=False),
    sa.Column('longest_mm', sa.Integer(), nullable=False),
    sa.Column('middle_mm', sa.Integer(), nullable=False),
    sa.Column('shortest_mm', sa.Integer(), nullable=False),
    sa.Column('weight_grams', sa.Integer(), nullable=False),
    sa.Column('most_value', sa.Integer(), nullable=True),
    sa.Column('fill_percent', sa.Integer(), nullable=False),
    sa.Column('most_boxes', sa.Integer(), nullable=False),
    sa.Column('cash_on_delivery', sa.Boolean(), nullable=False),
    sa.Column('days_to_choose', sa.Integer(), nullable=False),
    sa.Column('cutoff', sa.String(length=5), nullable=True),
    sa.Column('handling_days', sa.Integer(), nullable=False),
    sa.Column('slots', sa.JSON(), nullable=False),
    sa.Column('not_to', sa.JSON(), nullable=False),
    sa.CheckConstraint('days_to_choose >= 0 AND handling_days >= 0', name=op.f('ck_shipping_method_days_not_negative')),
    sa.CheckConstraint('fill_percent BETWEEN 1 AND 100', name=op.f('ck_shipping_method_fill_is_a_share')),
    sa.CheckConstraint('longest_mm >= middle_mm AND middle_mm >= shortest_mm AND shortest_mm > 0', name=op.f('ck_shipping_method_box_sides_in_order')),
    sa.CheckConstraint('most_value IS NULL OR most_value > 0', name=op.f('ck_shipping_method_most_value_positive')),
    sa.CheckConstraint('weight_grams > 0 AND most_boxes > 0', name=op.f('ck_shipping_method_box_takes_something')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipping_method')),
    sa.UniqueConstraint('code', name=op.f('uq_shipping_method_code'))
    )
    op.create_table('shop_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=120), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('registration_number', sa.String(length=14), nullable=False),
    sa.Column('cutoff', sa.String(length=5), nullable=False),
    sa.Column('weekdays', sa.JSON(), nullable=False),
    sa.Column('returns_days', sa.Integer(), nullable=False),
    sa.Column('account', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_profile'))
    )
    op.create_table('staff_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('password', sa.String(length=160), nullable=False),
    sa.Column('password_is_new', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_member')),
    sa.UniqueConstraint('email', name=op.f('uq_staff_member_email'))
    )
    op.create_table('tax_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tax_class', sa.String(length=16), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.CheckConstraint('percent BETWEEN 0 AND 100', name=op.f('ck_tax_rate_percent_is_a_share')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_rate')),
    sa.UniqueConstraint('tax_class', 'starts_on', name=op.f('uq_tax_rate_tax_class_starts_on'))
    )
    op.create_table('timer',
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('next_run', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_timer'))
    )
    op.create_table('amendment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('place_key', sa.String(length=40), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reserved_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('total > 0', name=op.f('ck_amendment_total_positive')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_amendment_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sa.UniqueConstraint('order_id', 'number', name=op.f('uq_amendment_order_id_number')),
    sa.UniqueConstraint('place_key', name=op.f('uq_amendment_place_key'))
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index('uq_amendment_pending', ['order_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=96), nullable=False),
    sa.Column('before', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('after', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('caller', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_audit_entry_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_happened_at'), ['happened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject'), ['subject'], unique=False)

    op.create_table('category',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('lead', sa.JSON(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['category.id'], name=op.f('fk_category_parent_id')),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_category_picture_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('slug', name=op.f('uq_category_slug'))
    )
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_category_parent_id'), ['parent_id'], unique=False)

    op.create_table('checkout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('postal_code', sa.String(length=7), nullable=False),
    sa.Column('prefecture', sa.String(length=2), nullable=False),
    sa.Column('address', sa.String(length=160), nullable=False),
    sa.Column('building', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=15), nullable=False),
    sa.Column('shipping_method', sa.String(length=16), nullable=False),
    sa.Column('delivery_date', sa.Date(), nullable=True),
    sa.Column('time_slot', sa.String(length=16), nullable=False),
    sa.Column('payment_method', sa.String(length=16), nullable=False),
    sa.Column('card_token', sa.String(length=64), nullable=False),
    sa.Column('card_label', sa.String(length=32), nullable=False),
    sa.Column('keep_card', sa.Boolean(), nullable=False),
    sa.Column('agreed_sending', sa.JSON(), nullable=True),
    sa.Column('agreed_payment', sa.JSON(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_checkout_cart_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkout')),
    sa.UniqueConstraint('cart_id', name=op.f('uq_checkout_cart_id'))
    )
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
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_contact_order_id')),
    sa.PrimaryKeyConstraint('order_id', name=op.f('pk_order_contact'))
    )
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

    op.create_table('payment_fee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('method_id', sa.Integer(), nullable=False),
    sa.Column('up_to', sa.Integer(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=False),
    sa.CheckConstraint('fee >= 0 AND up_to > 0', name=op.f('ck_payment_fee_fee_not_negative')),
    sa.ForeignKeyConstraint(['method_id'], ['payment_method.id'], name=op.f('fk_payment_fee_method_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_fee')),
    sa.UniqueConstraint('method_id', 'up_to', name=op.f('uq_payment_fee_method_id_up_to'))
    )
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

    op.create_table('shipping_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('method_id', sa.Integer(), nullable=False),
    sa.Column('region', sa.String(length=16), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('transit_days', sa.Integer(), nullable=False),
    sa.Column('free_from', sa.Integer(), nullable=True),
    sa.CheckConstraint('free_from IS NULL OR free_from > 0', name=op.f('ck_shipping_rate_free_from_positive')),
    sa.CheckConstraint('price >= 0 AND transit_days >= 0', name=op.f('ck_shipping_rate_rate_not_negative')),
    sa.ForeignKeyConstraint(['method_id'], ['shipping_method.id'], name=op.f('fk_shipping_rate_method_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipping_rate')),
    sa.UniqueConstraint('method_id', 'region', name=op.f('uq_shipping_rate_method_id_region'))
    )
    op.create_table('staff_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('caller', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_staff_session_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_session')),
    sa.UniqueConstraint('digest', name=op.f('uq_staff_session_digest'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_ends_at'), ['ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_session_member_id'), ['member_id'], unique=False)

    op.create_table('payment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('amendment_id', sa.Integer(), nullable=True),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('gateway', sa.String(length=16), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('provider_ref', sa.String(length=64), nullable=True),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('source_label', sa.String(length=32), nullable=False),
    sa.Column('failure', sa.String(length=32), nullable=False),
    sa.Column('action_path', sa.String(length=2000), nullable=False),
    sa.Column('voucher', sa.JSON(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('keep_card', sa.Boolean(), nullable=False),
    sa.Column('kept_card', sa.String(length=120), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('applied', sa.Integer(), nullable=False),
    sa.Column('refunded', sa.Integer(), nullable=False),
    sa.Column('returned', sa.Integer(), nullable=False),
    sa.Column('disputed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ask_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('applied IN (0, amount)', name=op.f('ck_payment_applied_whole')),
    sa.CheckConstraint('received >= 0 AND refunded >= 0 AND returned >= 0', name=op.f('ck_payment_not_negative')),
    sa.CheckConstraint('refunded <= applied', name=op.f('ck_payment_refunded_within')),
    sa.CheckConstraint('returned <= received - applied', name=op.f('ck_payment_returned_within')),
    sa.ForeignKeyConstraint(['amendment_id'], ['amendment.id'], name=op.f('fk_payment_amendment_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_payment_order_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_payment_idempotency_key')),
    sa.UniqueConstraint('provider_ref', name=op.f('uq_payment_provider_ref'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_amendment_id'), ['amendment_id'], unique=False)
        batch_op.create_index('ix_payment_disputed', ['id'], unique=False, sqlite_where=sa.text('disputed_at IS NOT NULL'), postgresql_where=sa.text('disputed_at IS NOT NULL'))
        batch_op.create_index('ix_payment_made', ['method', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_payment_surplus', ['id'], unique=False, sqlite_where=sa.text('received > applied + returned'), postgresql_where=sa.text('received > applied + returned'))
        batch_op.create_index('uq_payment_live', ['order_id'], unique=True, sqlite_where=sa.text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')"), postgresql_where=sa.text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')"))

    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=96), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('kana', sa.String(length=120), nullable=False),
    sa.Column('trait', sa.JSON(), nullable=False),
    sa.Column('lead', sa.JSON(), nullable=False),
    sa.Column('description', sa.JSON(), nullable=False),
    sa.Column('choice', sa.JSON(), nullable=False),
    sa.Column('compare', sa.Boolean(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('keywords', sa.JSON(), nullable=False),
    sa.Column('price_from', sa.Integer(), nullable=False),
    sa.Column('price_to', sa.Integer(), nullable=False),
    sa.Column('in_stock', sa.Boolean(), nullable=False),
    sa.Column('variant_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_product_category_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('slug', name=op.f('uq_product_slug'))
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index('ix_product_by_price', ['published', 'price_from', 'id'], unique=False)
        batch_op.create_index('ix_product_shelf', ['published', 'category_id', 'position', 'id'], unique=False)
        batch_op.create_index('ix_product_shop_order', ['published', 'position', 'id'], unique=False)

    op.create_table('money_seen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_money_seen_amount_positive')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_money_seen_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_money_seen')),
    sa.UniqueConstraint('payment_id', 'reference', name=op.f('uq_money_seen_payment_id_reference'))
    )
    op.create_table('product_picture',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_product_picture_picture_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_picture_product_id')),
    sa.PrimaryKeyConstraint('product_id', 'position', name=op.f('pk_product_picture'))
    )
    op.create_table('product_tag',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_tag_product_id')),
    sa.PrimaryKeyConstraint('product_id', 'tag', name=op.f('pk_product_tag'))
    )
    with op.batch_alter_table('product_tag', schema=None) as batch_op:
        batch_op.create_index('ix_product_tag_tag', ['tag', 'product_id'], unique=False)

    op.create_table('reimbursement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('refund_id', sa.Integer(), nullable=True),
    sa.Column('cause', sa.String(length=8), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('provider_ref', sa.String(length=64), nullable=True),
    sa.Column('failure', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('succeeded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_reimbursement_amount_positive')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_reimbursement_payment_id')),
    sa.ForeignKeyConstraint(['refund_id'], ['refund.id'], name=op.f('fk_reimbursement_refund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reimbursement')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_reimbursement_idempotency_key')),
    sa.UniqueConstraint('provider_ref', name=op.f('uq_reimbursement_provider_ref'))
    )
    with op.batch_alter_table('reimbursement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reimbursement_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reimbursement_refund_id'), ['refund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reimbursement_state'), ['state'], unique=False)

    op.create_table('top_seller',
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('second', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_top_seller_category_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_top_seller_product_id')),
    sa.PrimaryKeyConstraint('category_id', name=op.f('pk_top_seller'))
    )
    op.create_table('variant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('sku', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('benefit', sa.JSON(), nullable=False),
    sa.Column('adds', sa.JSON(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('stock', sa.Integer(), nullable=False),
    sa.Column('tax_class', sa.String(length=16), nullable=False),
    sa.Column('unit', sa.String(length=8), nullable=False),
    sa.Column('unit_count', sa.Integer(), nullable=False),
    sa.Column('weight_grams', sa.Integer(), nullable=False),
    sa.Column('length_mm', sa.Integer(), nullable=False),
    sa.Column('width_mm', sa.Integer(), nullable=False),
    sa.Column('height_mm', sa.Integer(), nullable=False),
    sa.Column('temperature', sa.String(length=8), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('length_mm >= width_mm AND width_mm >= height_mm AND height_mm >= 0', name=op.f('ck_variant_sides_in_order')),
    sa.CheckConstraint('price > 0', name=op.f('ck_variant_price_positive')),
    sa.CheckConstraint('stock >= 0', name=op.f('ck_variant_stock_not_negative')),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_variant_picture_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_variant_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_variant')),
    sa.UniqueConstraint('sku', name=op.f('uq_variant_sku'))
    )
    with op.batch_alter_table('variant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_variant_product_id'), ['product_id'], unique=False)
        batch_op.create_index('ix_variant_shelf', ['product_id', 'position'], unique=False)

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
    sa.Column('tax_percent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['amendment_id'], ['amendment.id'], name=op.f('fk_amendment_line_amendment_id')),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_amendment_line_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment_line'))
    )
    with op.batch_alter_table('amendment_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amendment_line_amendment_id'), ['amendment_id'], unique=False)

    op.create_table('bank_account',
    sa.Column('reimbursement_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('bank', sa.String(length=40), nullable=False),
    sa.Column('bank_code', sa.String(length=4), nullable=False),
    sa.Column('branch', sa.String(length=40), nullable=False),
    sa.Column('branch_code', sa.String(length=3), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('number', sa.String(length=7), nullable=False),
    sa.Column('holder', sa.String(length=48), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reimbursement_id'], ['reimbursement.id'], name=op.f('fk_bank_account_reimbursement_id')),
    sa.PrimaryKeyConstraint('reimbursement_id', name=op.f('pk_bank_account'))
    )
    op.create_table('cart_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('seen_price', sa.Integer(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_cart_line_quantity_positive')),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_cart_line_cart_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_cart_line_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cart_line')),
    sa.UniqueConstraint('cart_id', 'variant_id', name=op.f('uq_cart_line_cart_id_variant_id'))
    )
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cart_line_variant_id'), ['variant_id'], unique=False)

    op.create_table('claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_claim_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim')),
    sa.UniqueConstraint('variant_id', 'kind', name=op.f('uq_claim_variant_id_kind'))
    )
    op.create_table('order_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('amendment_id', sa.Integer(), nullable=True),
    sa.Column('sku', sa.String(length=32), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_price', sa.Integer(), nullable=False),
    sa.Column('discount', sa.Integer(), nullable=False),
    sa.Column('tax_percent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['amendment_id'], ['amendment.id'], name=op.f('fk_order_line_amendment_id')),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name=op.f('fk_order_line_order_id')),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_order_line_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line'))
    )
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_line_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_line_variant_id'), ['variant_id'], unique=False)

    op.create_table('price',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.String(length=160), nullable=False),
    sa.CheckConstraint('price > 0', name=op.f('ck_price_price_row_positive')),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_price_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price')),
    sa.UniqueConstraint('variant_id', 'starts_at', name=op.f('uq_price_variant_id_starts_at'))
    )
    with op.batch_alter_table('price', schema=None) as batch_op:
        batch_op.create_index('ix_price_waiting', ['applied_at', 'starts_at'], unique=False)

    op.create_table('stock_movement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('delta', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('reference', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_stock_movement_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_movement')),
    sa.UniqueConstraint('reference', 'variant_id', 'reason', name=op.f('uq_stock_movement_reference_variant_id_reason'))
    )
    with op.batch_alter_table('stock_movement', schema=None) as batch_op:
        batch_op.create_index('ix_stock_movement_variant_id', ['variant_id'], unique=False)

    op.create_table('webhook_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gateway', sa.String(length=16), nullable=False),
    sa.Column('event_id', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('type', sa.String(length=80), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('reimbursement_id', sa.Integer(), nullable=True),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_webhook_event_payment_id')),
    sa.ForeignKeyConstraint(['reimbursement_id'], ['reimbursement.id'], name=op.f('fk_webhook_event_reimbursement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_event')),
    sa.UniqueConstraint('gateway', 'event_id', name=op.f('uq_webhook_event_gateway_event_id'))
    )
    with op.batch_alter_table('webhook_event', schema=None) as batch_op:
        batch_op.create_index('ix_webhook_event_happened_at', ['gateway', 'happened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_event_payment_id'), ['payment_id'], unique=False)

    op.create_table('refund_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('refund_id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_refund_line_order_line_id')),
    sa.ForeignKeyConstraint(['refund_id'], ['refund.id'], name=op.f('fk_refund_line_refund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund_line'))
    )
    with op.batch_alter_table('refund_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_line_order_line_id'), ['order_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_line_refund_id'), ['refund_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('refund_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refund_line_refund_id'))
        batch_op.drop_index(batch_op.f('ix_refund_line_order_line_id'))

    op.drop_table('refund_line')
    with op.batch_alter_table('webhook_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_event_payment_id'))
        batch_op.drop_index('ix_webhook_event_happened_at')

    op.drop_table('webhook_event')
    with op.batch_alter_table('stock_movement', schema=None) as batch_op:
        batch_op.drop_index('ix_stock_movement_variant_id')

    op.drop_table('stock_movement')
    with op.batch_alter_table('price', schema=None) as batch_op:
        batch_op.drop_index('ix_price_waiting')

    op.drop_table('price')
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_line_variant_id'))
        batch_op.drop_index(batch_op.f('ix_order_line_order_id'))

    op.drop_table('order_line')
    op.drop_table('claim')
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cart_line_variant_id'))

    op.drop_table('cart_line')
    op.drop_table('bank_account')
    with op.batch_alter_table('amendment_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_amendment_line_amendment_id'))

    op.drop_table('amendment_line')
    with op.batch_alter_table('variant', schema=None) as batch_op:
        batch_op.drop_index('ix_variant_shelf')
        batch_op.drop_index(batch_op.f('ix_variant_product_id'))

    op.drop_table('variant')
    op.drop_table('top_seller')
    with op.batch_alter_table('reimbursement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reimbursement_state'))
        batch_op.drop_index(batch_op.f('ix_reimbursement_refund_id'))
        batch_op.drop_index(batch_op.f('ix_reimbursement_payment_id'))

    op.drop_table('reimbursement')
    with op.batch_alter_table('product_tag', schema=None) as batch_op:
        batch_op.drop_index('ix_product_tag_tag')

    op.drop_table('product_tag')
    op.drop_table('product_picture')
    op.drop_table('money_seen')
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index('ix_product_shop_order')
        batch_op.drop_index('ix_product_shelf')
        batch_op.drop_index('ix_product_by_price')

    op.drop_table('product')
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.drop_index('uq_payment_live', sqlite_where=sa.text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')"), postgresql_where=sa.text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')"))
        batch_op.drop_index('ix_payment_surplus', sqlite_where=sa.text('received > applied + returned'), postgresql_where=sa.text('received > applied + returned'))
        batch_op.drop_index(batch_op.f('ix_payment_order_id'))
        batch_op.drop_index('ix_payment_made')
        batch_op.drop_index('ix_payment_disputed', sqlite_where=sa.text('disputed_at IS NOT NULL'), postgresql_where=sa.text('disputed_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_payment_amendment_id'))

    op.drop_table('payment')
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_session_member_id'))
        batch_op.drop_index(batch_op.f('ix_staff_session_ends_at'))

    op.drop_table('staff_session')
    op.drop_table('shipping_rate')
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refund_refunded_on'))

    op.drop_table('refund')
    op.drop_table('payment_fee')
    with op.batch_alter_table('order_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_event_order_id'))

    op.drop_table('order_event')
    op.drop_table('order_contact')
    op.drop_table('checkout')
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_category_parent_id'))

    op.drop_table('category')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_member_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_happened_at'))

    op.drop_table('audit_entry')
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.drop_index('uq_amendment_pending', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.drop_table('amendment')
    op.drop_table('timer')
    op.drop_table('tax_rate')
    op.drop_table('staff_member')
    op.drop_table('shop_profile')
    op.drop_table('shipping_method')
    op.drop_table('seeding')
    op.drop_table('revision')
    with op.batch_alter_table('radar_finding', schema=None) as batch_op:
        batch_op.drop_index('ix_radar_finding_open')

    op.drop_table('radar_finding')
    op.drop_table('postcode_edition')
    op.drop_table('postcode')
    op.drop_table('picture')
    op.drop_table('payment_method')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_message_state'))
        batch_op.drop_index(batch_op.f('ix_outbox_message_created_at'))

    op.drop_table('outbox_message')
    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.drop_index('ix_order_waiting')
        batch_op.drop_index(batch_op.f('ix_order_paid_on'))
        batch_op.drop_index(batch_op.f('ix_order_confirmed_at'))

    op.drop_table('order')
    op.drop_table('limit_window')
    with op.batch_alter_table('legal_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_legal_item_page'))

    op.drop_table('legal_item')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_due')

    op.drop_table('job')
    op.drop_table('home_page')
    op.drop_table('hearing')
    with op.batch_alter_table('demo_wish', schema=None) as batch_op:
        batch_op.drop_index('ix_demo_wish_about')

    op.drop_table('demo_wish')
    with op.batch_alter_table('demo_refund', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_refund_turns_at'))
        batch_op.drop_index(batch_op.f('ix_demo_refund_charge_key'))

    op.drop_table('demo_refund')
    with op.batch_alter_table('demo_move', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demo_move_happens_at'))
        batch_op.drop_index(batch_op.f('ix_demo_move_charge_ref'))

    op.drop_table('demo_move')
    with op.batch_alter_table('demo_event', schema=None) as batch_op:
        batch_op.drop_index('ix_demo_event_held', sqlite_where=sa.text('held'), postgresql_where=sa.text('held'))
        batch_op.drop_index(batch_op.f('ix_demo_event_deliver_at'))

    op.drop_table('demo_event')
    op.drop_table('demo_charge')
    op.drop_table('demo_card')
    with op.batch_alter_table('cart', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cart_updated_at'))

    op.drop_table('cart')
    op.drop_table('calendar_day')
