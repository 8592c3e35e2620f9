"""Runs migrations against the shop's database, inside one transaction each where the database can."""

from alembic import context
from flask import current_app

from storefront.database import Model
from storefront.extensions import db


def mine(name: str | None, kind: str, _parent: dict[str, str | None]) -> bool:
    """Leave the search index alone: it is made by hand, differently on each database."""
    return not (kind == "table" and str(name).startswith("product_search"))


def run() -> None:
    """Migrate with the shop's own engine."""
    config = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Model.metadata, include_name=mine, **config
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
