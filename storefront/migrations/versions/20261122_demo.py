"""The books of the demo's payment company."""

import sqlalchemy as sa
from alembic import op

revision = "demo"
down_revision = "payments"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    sa.Column('dispute', sa.String(length=8), nullable=False),
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


def downgrade() -> None:
    op.drop_table("demo_wish")
    op.drop_table("demo_refund")
    op.drop_table("demo_move")
    op.drop_table("demo_event")
    op.drop_table("demo_charge")
    op.drop_table("demo_card")
