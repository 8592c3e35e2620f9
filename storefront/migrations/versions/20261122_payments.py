"""Payments, what goes back of them, and what payment companies tell."""

import sqlalchemy as sa
from alembic import op

revision = "payments"
down_revision = "orders_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hearing',
    sa.Column('gateway', sa.String(length=16), nullable=False),
    sa.Column('heard_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('gateway', name=op.f('pk_hearing'))
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

    op.create_table('radar_sweep',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('swept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_radar_sweep'))
    )

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
        batch_op.create_index('ix_payment_made', ['method', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_payment_surplus', ['id'], unique=False, sqlite_where=sa.text('received > applied + returned'), postgresql_where=sa.text('received > applied + returned'))
        batch_op.create_index('uq_payment_live', ['order_id'], unique=True, sqlite_where=sa.text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')"), postgresql_where=sa.text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')"))

    op.create_table('dispute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_dispute_amount_positive')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_dispute_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute')),
    sa.UniqueConstraint('ref', name=op.f('uq_dispute_ref'))
    )
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_payment_id'), ['payment_id'], unique=False)

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

    op.create_table('webhook_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gateway', sa.String(length=16), nullable=False),
    sa.Column('event_id', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('type', sa.String(length=80), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('reimbursement_id', sa.Integer(), nullable=True),
    sa.Column('attempt_ref', sa.String(length=64), nullable=False),
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


def downgrade() -> None:
    op.drop_table("webhook_event")
    op.drop_table("bank_account")
    op.drop_table("reimbursement")
    op.drop_table("money_seen")
    op.drop_table("dispute")
    op.drop_table("payment")
    op.drop_table("radar_sweep")
    op.drop_table("radar_finding")
    op.drop_table("hearing")
