"""Whether the database has every migration this code knows."""

from functools import lru_cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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
