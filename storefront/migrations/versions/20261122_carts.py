"""Carts and checkouts."""

import sqlalchemy as sa
from alembic import op

revision = "carts"
down_revision = "offers"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    sa.Column('by_phone', sa.Boolean(), nullable=False),
    sa.Column('agreed_sending', sa.JSON(), nullable=True),
    sa.Column('agreed_payment', sa.JSON(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_checkout_cart_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkout')),
    sa.UniqueConstraint('cart_id', name=op.f('uq_checkout_cart_id'))
    )

    op.create_table('phone_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_phone_draft_cart_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_phone_draft_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_phone_draft')),
    sa.UniqueConstraint('cart_id', name=op.f('uq_phone_draft_cart_id'))
    )
    with op.batch_alter_table('phone_draft', schema=None) as batch_op:
        batch_op.create_index('ix_phone_draft_member', ['member_id'], unique=False)

    op.create_table('cart_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('seen_price', sa.Integer(), nullable=False),
    sa.Column('impression_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_cart_line_quantity_positive')),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], name=op.f('fk_cart_line_cart_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['impression_id'], ['offer_impression.id'], name=op.f('fk_cart_line_impression_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_cart_line_variant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cart_line')),
    sa.UniqueConstraint('cart_id', 'variant_id', name=op.f('uq_cart_line_cart_id_variant_id'))
    )
    with op.batch_alter_table('cart_line', schema=None) as batch_op:
        batch_op.create_index('ix_cart_line_brought', ['impression_id'], unique=False, sqlite_where=sa.text('impression_id IS NOT NULL'), postgresql_where=sa.text('impression_id IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_cart_line_variant_id'), ['variant_id'], unique=False)


def downgrade() -> None:
    op.drop_table("cart_line")
    op.drop_table("phone_draft")
    op.drop_table("checkout")
    op.drop_table("cart")
