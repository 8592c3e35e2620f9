"""The shop's own rules, read once for all tests of a file."""

from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.database import writing
from storefront.quoting.item import QuoteItem
from storefront.quoting.tariff import Tariff
from storefront.quoting.tariff_reading import load_tariff
from tests.quoting.carts import shelf_of
from tests.quoting.tariffs import TUESDAY_MORNING
from tests.support.shops import open_shop


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for a whole file; whatever a test changes it rolls back."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as app, app.app_context():
        token = writing.set(True)
        yield app
        writing.reset(token)


@pytest.fixture(scope="module")
def published(seeded: Flask) -> Tariff:
    """The tariff the shop is seeded with."""
    return load_tariff(TUESDAY_MORNING)


@pytest.fixture(scope="module")
def everything(seeded: Flask) -> Tariff:
    """The same with the ways to pay that are not switched on yet."""
    return load_tariff(TUESDAY_MORNING, everything=True)


@pytest.fixture(scope="module")
def shelf(seeded: Flask) -> list[QuoteItem]:
    """One piece of everything the shop is seeded with."""
    return shelf_of()
