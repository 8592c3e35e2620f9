"""Whether the database has every migration this code knows."""

from functools import lru_cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from storefront.extensions import db

FOLDER = Path(__file__).parent / "migrations"


@lru_cache(maxsize=1)
def newest() -> str | None:
    """The newest migration in the code."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def applied() -> str | None:
    """The newest migration the database has; None for an empty one."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def is_current() -> bool:
    """Whether nothing is left to migrate."""
    return applied() == newest()


def missing() -> list[str]:
    """Tables and columns the code knows and the database lacks, as "order.visitor_id"; none where it was migrated by this code.

    A database can be at the newest migration and lack some all the same: made before the opening migrations were final.
    """
    there = {
        table: {column["name"] for column in columns}
        for (_schema, table), columns in inspect(db.engine).get_multi_columns().items()
    }
    return [
        f"{table.name}.{column.name}" if table.name in there else table.name
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name not in there.get(table.name, set())
    ]
