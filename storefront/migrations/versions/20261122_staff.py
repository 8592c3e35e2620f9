"""Staff: who works here, their sessions, what they did."""

import sqlalchemy as sa
from alembic import op

revision = "staff"
down_revision = "shop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('password', sa.String(length=160), nullable=False),
    sa.Column('password_is_new', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_member')),
    sa.UniqueConstraint('email', name=op.f('uq_staff_member_email'))
    )

    op.create_table('staff_spent',
    sa.Column('digest', sa.String(length=40), nullable=False),
    sa.Column('spent_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_staff_spent'))
    )
    with op.batch_alter_table('staff_spent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_spent_spent_at'), ['spent_at'], unique=False)

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

    op.create_table('staff_factor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('secret', sa.String(length=400), nullable=False),
    sa.Column('credential', sa.String(length=1364), nullable=True),
    sa.Column('counter', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_staff_factor_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_factor')),
    sa.UniqueConstraint('credential', name=op.f('uq_staff_factor_credential'))
    )
    with op.batch_alter_table('staff_factor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_factor_member_id'), ['member_id'], unique=False)

    op.create_table('staff_recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=40), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_staff_recovery_code_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_recovery_code'))
    )
    with op.batch_alter_table('staff_recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_recovery_code_member_id'), ['member_id'], unique=False)

    op.create_table('staff_saved_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=24), nullable=False),
    sa.Column('query', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_staff_saved_view_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_saved_view'))
    )
    with op.batch_alter_table('staff_saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_saved_view_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_saved_view_shared'), ['shared'], unique=False)

    op.create_table('staff_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('browser', sa.String(length=40), nullable=False),
    sa.Column('caller', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['staff_member.id'], name=op.f('fk_staff_session_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_session')),
    sa.UniqueConstraint('digest', name=op.f('uq_staff_session_digest'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_ends_at'), ['ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_session_member_id'), ['member_id'], unique=False)


def downgrade() -> None:
    op.drop_table("staff_session")
    op.drop_table("staff_saved_view")
    op.drop_table("staff_recovery_code")
    op.drop_table("staff_factor")
    op.drop_table("audit_entry")
    op.drop_table("staff_spent")
    op.drop_table("staff_member")
