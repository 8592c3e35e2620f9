"""Files with a fault are not loaded: the command names the fault, fails, and leaves every table empty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from seeds import run
from storefront import create_app
from storefront.database import writing
from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.payment_method import PaymentMethod
from storefront.shipping.method import ShippingMethod
from storefront.shop.profile import LegalItem, ShopProfile
from tests.support.shops import settings_for

TABLES = (TaxRate, ShippingMethod, PaymentMethod, ShopProfile, LegalItem)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the seed files that a test may spoil."""
    copy = tmp_path / "seeds"
    for name in ("shop", "catalog", "pictures"):
        shutil.copytree(run.FOLDER / name, copy / name, ignore=shutil.ignore_patterns("*.webp"))
    monkeypatch.setattr(run, "FOLDER", copy)
    return copy


@pytest.fixture
def command(tmp_path: Path) -> Iterator[FlaskCliRunner]:
    """The commands of a shop whose database is not there yet."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path))
    token = writing.set(False)
    with app.app_context():
        yield app.test_cli_runner()
        db.session.remove()
        db.engine.dispose()
    writing.reset(token)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_setup_names_every_fault_fails_and_writes_nothing(
    files: Path, command: FlaskCliRunner
) -> None:
    replace(
        files / "shop" / "shipping.toml",
        'regions = ["kanto"], price = 650',
        "regions = [], price = 650",
    )
    replace(files / "shop" / "payment.toml", "fee = 330", "fee = -330")
    answer = command.invoke(args=["setup"])
    assert answer.exit_code == 1
    assert "shipping home kanto" in answer.output
    assert "region kanto stands in no zone" in answer.output
    assert "payment cod: 10000円までの手数料-330円" in answer.output
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in TABLES]
    assert counts == [0, 0, 0, 0, 0]


BAD_FILES = {
    "a word nobody knows": ("free_from = 5500 }", "free_form = 5500 }", "unknown: free_form"),
    "a word left out": ("grams = 15000\n", "", "grams is missing"),
    "no table at all": ("zones = [", "zones = ", "cannot be read"),
}


@pytest.mark.parametrize("case", BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_read_is_named(
    files: Path, command: FlaskCliRunner, case: tuple[str, str, str]
) -> None:
    old, new, said = case
    replace(files / "shop" / "shipping.toml", old, new)
    answer = command.invoke(args=["tariff", "check", str(files / "shop")])
    assert answer.exit_code == 1
    assert "shipping.toml" in answer.output
    assert said in answer.output


def test_the_files_are_found_right_before_there_is_a_database(
    files: Path, command: FlaskCliRunner
) -> None:
    answer = command.invoke(args=["tariff", "check", str(files / "shop")])
    assert (answer.exit_code, answer.output) == (0, "Nothing is wrong with the tariff\n")


def test_a_hole_in_the_tables_is_found_where_they_are(shop: Flask) -> None:
    command = shop.test_cli_runner()
    assert command.invoke(args=["tariff", "check"]).exit_code == 0
    cod = db.session.scalars(select(PaymentMethod).where(PaymentMethod.code == "cod")).one()
    db.session.delete(cod.fees[-1])
    db.session.commit()
    answer = command.invoke(args=["tariff", "check"])
    assert answer.exit_code == 1
    assert "payment cod" in answer.output
    assert "no fee for sums above 100000 and up to 300000 yen" in answer.output
