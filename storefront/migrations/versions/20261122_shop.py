"""The shop itself: who it is, taxes, delivery, ways to pay."""

import sqlalchemy as sa
from alembic import op

revision = "shop"
down_revision = "catalogue"
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
    sa.Column('spike', sa.JSON(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('days_to_pay IS NULL OR days_to_pay BETWEEN 1 AND 60', name=op.f('ck_payment_method_days_to_pay')),
    sa.CheckConstraint('least IS NULL OR least >= 0', name=op.f('ck_payment_method_least_not_negative')),
    sa.CheckConstraint('least IS NULL OR most IS NULL OR least <= most', name=op.f('ck_payment_method_limits_in_order')),
    sa.CheckConstraint('most IS NULL OR most > 0', name=op.f('ck_payment_method_most_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_method')),
    sa.UniqueConstraint('code', name=op.f('uq_payment_method_code'))
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
    sa.Column('carrier', sa.String(length=16), nullable=False),
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

    op.create_table('tax_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tax_class', sa.String(length=16), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.CheckConstraint('percent BETWEEN 0 AND 100', name=op.f('ck_tax_rate_percent_is_a_share')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_rate')),
    sa.UniqueConstraint('tax_class', 'starts_on', name=op.f('uq_tax_rate_tax_class_starts_on'))
    )

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


def downgrade() -> None:
    op.drop_table("shipping_rate")
    op.drop_table("payment_fee")
    op.drop_table("tax_rate")
    op.drop_table("shop_profile")
    op.drop_table("shipping_method")
    op.drop_table("seeding")
    op.drop_table("revision")
    op.drop_table("postcode_edition")
    op.drop_table("postcode")
    op.drop_table("payment_method")
    op.drop_table("legal_item")
    op.drop_table("calendar_day")
