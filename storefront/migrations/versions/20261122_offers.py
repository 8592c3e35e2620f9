"""Visitors, and what is suggested to them."""

import sqlalchemy as sa
from alembic import op

revision = "offers"
down_revision = "staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('stopped_because', sa.String(length=40), nullable=False),
    sa.Column('audience', sa.String(length=12), nullable=False),
    sa.Column('goods_from', sa.Integer(), nullable=False),
    sa.Column('goods_to', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('placements', sa.JSON(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('percent_off', sa.Integer(), nullable=False),
    sa.Column('next_id', sa.Integer(), nullable=True),
    sa.Column('rollout_percent', sa.Integer(), nullable=False),
    sa.Column('most_ignored', sa.Integer(), nullable=False),
    sa.Column('quiet_days', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('most_ignored > 0 AND quiet_days > 0', name=op.f('ck_offer_silence_is_possible')),
    sa.CheckConstraint('percent_off BETWEEN 0 AND 90', name=op.f('ck_offer_percent_off_is_a_share')),
    sa.CheckConstraint('rollout_percent BETWEEN 0 AND 100', name=op.f('ck_offer_rollout_is_a_share')),
    sa.ForeignKeyConstraint(['next_id'], ['offer.id'], name=op.f('fk_offer_next_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('code', name=op.f('uq_offer_code'))
    )

    op.create_table('offer_group_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('placement', sa.String(length=12), nullable=False),
    sa.Column('control', sa.Boolean(), nullable=False),
    sa.Column('visitors', sa.Integer(), nullable=False),
    sa.Column('buyers', sa.Integer(), nullable=False),
    sa.Column('orders', sa.Integer(), nullable=False),
    sa.Column('goods', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'placement', 'control', name=op.f('pk_offer_group_day'))
    )

    op.create_table('visitor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offers_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visitor')),
    sa.UniqueConstraint('key', name=op.f('uq_visitor_key'))
    )
    with op.batch_alter_table('visitor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visitor_seen_at'), ['seen_at'], unique=False)

    op.create_table('offer_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('placement', sa.String(length=12), nullable=False),
    sa.Column('withheld', sa.String(length=20), nullable=False),
    sa.Column('made', sa.Integer(), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('clicked', sa.Integer(), nullable=False),
    sa.Column('accepted', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_day_offer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('day', 'offer_id', 'placement', 'withheld', name=op.f('pk_offer_day'))
    )

    op.create_table('offer_impression',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visitor_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('placement', sa.String(length=12), nullable=False),
    sa.Column('context', sa.String(length=64), nullable=False),
    sa.Column('withheld', sa.String(length=20), nullable=False),
    sa.Column('chance', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('clicked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_impression_offer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['visitor_id'], ['visitor.id'], name=op.f('fk_offer_impression_visitor_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_impression')),
    sa.UniqueConstraint('visitor_id', 'offer_id', 'placement', 'context', name=op.f('uq_offer_impression_visitor_id_offer_id_placement_context'))
    )
    with op.batch_alter_table('offer_impression', schema=None) as batch_op:
        batch_op.create_index('ix_offer_impression_made', ['made_at', 'offer_id'], unique=False)

    op.create_table('offer_tally',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('placement', sa.String(length=12), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('accepted', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_tally_offer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('offer_id', 'placement', name=op.f('pk_offer_tally'))
    )

    op.create_table('offer_show',
    sa.Column('impression_id', sa.Integer(), nullable=False),
    sa.Column('visit', sa.String(length=16), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('clicked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_goods', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['impression_id'], ['offer_impression.id'], name=op.f('fk_offer_show_impression_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('impression_id', 'visit', name=op.f('pk_offer_show'))
    )

    op.create_table('also_bought',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('pair_orders', sa.Integer(), nullable=False),
    sa.Column('product_orders', sa.Integer(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['other_id'], ['product.id'], name=op.f('fk_also_bought_other_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_also_bought_product_id')),
    sa.PrimaryKeyConstraint('product_id', 'rank', name=op.f('pk_also_bought')),
    sa.UniqueConstraint('product_id', 'other_id', name=op.f('uq_also_bought_product_id_other_id'))
    )

    op.create_table('related_product',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('position > 0', name=op.f('ck_related_product_position_from_one')),
    sa.CheckConstraint('product_id <> other_id', name=op.f('ck_related_product_not_itself')),
    sa.ForeignKeyConstraint(['other_id'], ['product.id'], name=op.f('fk_related_product_other_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_related_product_product_id')),
    sa.PrimaryKeyConstraint('product_id', 'position', name=op.f('pk_related_product')),
    sa.UniqueConstraint('product_id', 'other_id', name=op.f('uq_related_product_product_id_other_id'))
    )

    op.create_table('offer_trigger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('variant_id', sa.Integer(), nullable=True),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('CASE WHEN product_id IS NULL THEN 0 ELSE 1 END + CASE WHEN variant_id IS NULL THEN 0 ELSE 1 END + CASE WHEN category_id IS NULL THEN 0 ELSE 1 END = 1', name=op.f('ck_offer_trigger_one_trigger')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_offer_trigger_category_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_trigger_offer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_offer_trigger_product_id')),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_offer_trigger_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_trigger'))
    )
    with op.batch_alter_table('offer_trigger', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_trigger_offer_id'), ['offer_id'], unique=False)

    op.create_table('offered_good',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('percent_off', sa.Integer(), nullable=False),
    sa.CheckConstraint('percent_off BETWEEN 0 AND 90', name=op.f('ck_offered_good_step_is_a_share')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_offered_good_offered_quantity_positive')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offered_good_offer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_offered_good_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offered_good')),
    sa.UniqueConstraint('offer_id', 'variant_id', 'quantity', name=op.f('uq_offered_good_offer_id_variant_id_quantity'))
    )
    with op.batch_alter_table('offered_good', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offered_good_variant_id'), ['variant_id'], unique=False)


def downgrade() -> None:
    op.drop_table("offered_good")
    op.drop_table("offer_trigger")
    op.drop_table("related_product")
    op.drop_table("also_bought")
    op.drop_table("offer_show")
    op.drop_table("offer_tally")
    op.drop_table("offer_impression")
    op.drop_table("offer_day")
    op.drop_table("visitor")
    op.drop_table("offer_group_day")
    op.drop_table("offer")
