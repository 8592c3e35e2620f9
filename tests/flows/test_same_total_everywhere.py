"""One cart, one destination, one way, one payment: one total, on every page, in the order's row, its mail, its invoice."""

from collections.abc import Iterator

import pytest
from flask import Flask

from storefront import clock
from storefront.shipping.prefectures import by_name
from tests.conftest import TUESDAY_MORNING
from tests.support.same_total import Walk
from tests.support.shops import open_shop

CARTS: tuple[dict[str, int], ...] = (
    {"SLEEP-30": 1},
    {"SLEEP-15": 1},
    {"SLEEP-30": 4},
    {"SLEEP-30": 1, "GLASS-MUG": 2},
    {"HONEY-180": 3, "BISCUIT-6": 2},
    {"LINEN-NATURAL": 1, "SENCHA-50": 1},
    {"MATCHA-GANACHE-9": 1},
    {"MATCHA-GANACHE-16": 1, "SLEEP-15": 1},
    {"HOJICHA-GANACHE-9": 2, "TUMBLER-SAGE-350": 1, "SLEEP-30": 2},
    {"POT-SET-1": 1, "MUG-SAGE": 2},
    {"SLEEP-90": 2},
    {"RELAX-15": 1, "HONEY-180": 1, "STRAINER-S": 1, "BISCUIT-12": 1, "FIVE-30": 3},
)
BROUGHT_OR_APPROVED = ("konbini", "wallet", "bank_transfer", "transfer")
PLACES = ("Tokyo", "Osaka", "Fukuoka", "Okinawa")
WALKS = [(cart, place) for cart in range(len(CARTS)) for place in range(len(PLACES))]
ALSO_ON_POSTGRESQL = WALKS[::7]


@pytest.fixture(scope="module")
def still() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(clock, "now", lambda: TUESDAY_MORNING)
        yield


@pytest.fixture(scope="module")
def on_sqlite(still: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as app:
        yield app


@pytest.fixture(scope="module")
def on_postgresql(still: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_shop("postgresql", tmp_path_factory.mktemp("shop")) as app:
        yield app


def named(walk: tuple[int, int]) -> str:
    cart, place = walk
    return f"{' '.join(f'{count}x{sku}' for sku, count in CARTS[cart].items())} to {PLACES[place]}"


@pytest.mark.parametrize("walk", WALKS, ids=named)
def test_the_total_is_the_same_everywhere(walk: tuple[int, int], on_sqlite: Flask) -> None:
    walk_through(on_sqlite, *walk)


@pytest.mark.parametrize("walk", ALSO_ON_POSTGRESQL, ids=named)
def test_on_postgresql_as_well(walk: tuple[int, int], on_postgresql: Flask) -> None:
    walk_through(on_postgresql, *walk)


def test_every_way_to_send_and_to_pay_is_walked(on_sqlite: Flask) -> None:
    """The carts are not worth much if none of them is cool, thin, or more than the shop asks shipping for."""
    walked = [
        pair
        for cart, place in WALKS
        for pair in steps_of(walk_of(on_sqlite, cart, place).combinations(), cart + place)
    ]
    assert {way for way, _method in walked} == {"home", "doorstep", "postbox", "cool"}
    assert {method for _way, method in walked} == {"card", "cod", *BROUGHT_OR_APPROVED}
    quotes = [walk_of(on_sqlite, cart, place).expected() for cart, place in WALKS]
    assert any(one.sending and one.sending.split for one in quotes)
    assert any(one.shipping == 0 for one in quotes)
    assert any(not one.sendable for one in quotes)


def walk_of(app: Flask, cart: int, place: int) -> Walk:
    """A walk before its first step; every second one is in English."""
    prefecture = by_name(PLACES[place])
    assert prefecture is not None
    language = ("ja", "en")[(cart + place) % 2]
    return Walk(app, CARTS[cart], prefecture, language, TUESDAY_MORNING)


def walk_through(app: Flask, cart: int, place: int) -> None:
    """All pages; back and forth through every way to send and to pay; the order by one of them."""
    walk = walk_of(app, cart, place)
    walk.product_pages()
    walk.fill()
    if not walk.expected().sendable:
        assert walk.combinations() == []
        return
    walk.cart()
    for way, method in steps_of(walk.combinations(), cart + place):
        if walk.way != way:
            walk.choose_way(way)
        walk.choose_payment(method)
        walk.confirmation()
    walk.order()


def steps_of(pairs: list[tuple[str, str]], turn: int) -> list[tuple[str, str]]:
    """Card and cash by every way, another one of the other methods by each; the last one, which orders, is settled at once."""
    settled = [pair for pair in pairs if pair[1] not in BROUGHT_OR_APPROVED]
    others = [
        (way, BROUGHT_OR_APPROVED[(turn + place) % len(BROUGHT_OR_APPROVED)])
        for place, way in enumerate(dict.fromkeys(way for way, _method in pairs))
    ]
    start = turn % max(len(settled), 1)
    return [pair for pair in others if pair in pairs] + settled[start:] + settled[:start]
