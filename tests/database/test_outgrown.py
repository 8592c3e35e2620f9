"""A database that an earlier state of the code made: setup says so, and touches nothing."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from storefront.cli import setup
from storefront.extensions import db
from storefront.migrations_state import missing
from tests.support.shops import open_shop


def test_a_database_of_this_code_lacks_nothing(
    database_kind: str, tmp_path: Path, now: datetime
) -> None:
    with open_shop(database_kind, tmp_path) as shop, shop.app_context():
        assert missing() == []


def test_one_that_lacks_a_column_is_named_and_left_alone(tmp_path: Path, now: datetime) -> None:
    with open_shop("sqlite", tmp_path) as shop, shop.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE product DROP COLUMN trait"))
        told = shop.test_cli_runner().invoke(setup)
        assert told.exit_code == 1
        assert "lacks product.trait" in told.output
        assert "make clean" in told.output
