"""What autogeneration cannot make: the search index (FTS5 or tsvector with GIN), e-mail in any case."""

import sqlalchemy as sa
from alembic import op

revision = "search"
down_revision = "work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_order_contact_email", "order_contact", [sa.text("lower(email)")])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE product_search (id INTEGER PRIMARY KEY REFERENCES product (id), "
            "name TSVECTOR NOT NULL, pairs TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_product_search_name ON product_search USING GIN (name)")
        op.execute("CREATE INDEX ix_product_search_pairs ON product_search USING GIN (pairs)")
        return
    op.execute("CREATE VIRTUAL TABLE product_search USING fts5(name, pairs, prefix='6')")


def downgrade() -> None:
    op.drop_index("ix_order_contact_email", "order_contact")
    op.execute("DROP TABLE product_search")
