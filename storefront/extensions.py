"""The Flask extensions, not yet bound to an app."""

from typing import Any

from flask import current_app
from flask_babel import Babel
from flask_htmx import HTMX
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The declarative base; its naming convention lets migrations drop constraints by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(directory="storefront/migrations", render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()
htmx = HTMX()


def kept_by_app(name: str) -> Any:
    """What the present app keeps under a name: for rules that need it and are to know nothing of HTTP."""
    return current_app.extensions[name]
