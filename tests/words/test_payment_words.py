"""Why a way to pay cannot be had, how far the order is from it, and which way to send would open it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale

from storefront.quoting.paying import PaymentChoice, Refusal
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Rate
from storefront.views.payment_words import opener_words, refusal_words
from tests.quoting.tariffs import CARD, COD, DOOR, HOME, TARIFF, TUESDAY_MORNING, place, tea
from tests.support.shops import open_shop

NAMED = replace(HOME, name={"ja": "宅配便", "en": "Home delivery"})
CHEAP = replace(DOOR, rates={"kanto": Rate(330, 1, None)})


@pytest.fixture(scope="module", autouse=True)
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened, opened.app_context():
        yield opened


def refused(goods: int, code: str, **more: object) -> PaymentChoice:
    tariff = replace(TARIFF, **more)  # type: ignore[arg-type]
    priced = quote([tea(goods)], tariff, TUESDAY_MORNING, place("Tokyo"), payment=code)
    assert priced.payment is not None
    return priced.payment


@pytest.mark.parametrize(
    ("choice", "ja", "en"),
    [
        (
            ("cod", 312_000, {}),
            "商品と送料の合計が¥300,000までのご注文で選べます。いまは¥12,000超えています",
            "For goods and shipping up to ¥300,000. Yours are ¥12,000 above that",
        ),
        (
            ("card", 300, {"payings": (replace(CARD, least=1000), COD)}),
            "商品と送料の合計が¥1,000以上のご注文で選べます。あと¥50です",
            "For goods and shipping of ¥1,000 or more. ¥50 to go",
        ),
        (
            ("cod", 1280, {"payings": (CARD, replace(COD, not_to=frozenset({"kanto"})))}),
            "お届け先の地域では選べません",
            "Not available in your region",
        ),
        (
            ("cod", 1280, {"sendings": (DOOR,)}),
            "いまのお届けの方法では選べません",
            "Not with the delivery you chose",
        ),
    ],
)
def test_a_refusal_says_why_and_how_far_it_is(
    choice: tuple[str, int, dict[str, object]], ja: str, en: str
) -> None:
    code, goods, more = choice
    found = refused(goods, code, **more)
    assert found.refusal is not None
    for language, said in (("ja", ja), ("en", en)):
        with force_locale(language):
            assert refusal_words(found) == said


def test_what_can_be_had_has_no_refusal_and_every_refusal_has_words() -> None:
    with force_locale("ja"):
        assert refusal_words(refused(1280, "card")) == ""
        for refusal in Refusal:
            assert refusal_words(replace(refused(1280, "cod"), refusal=refusal, limit=100))


@pytest.mark.parametrize(
    ("door", "ja", "en"),
    [
        (
            CHEAP,
            "宅配便（送料+¥320）にすると選べます",
            "Choose Home delivery to use it (shipping +¥320)",
        ),
        (
            replace(CHEAP, rates={"kanto": Rate(650, 1, None)}),
            "宅配便にすると選べます（送料は同じです）",
            "Choose Home delivery to use it (same shipping)",
        ),
        (
            replace(CHEAP, rates={"kanto": Rate(700, 1, None)}),
            "宅配便（送料−¥50）にすると選べます",
            "Choose Home delivery to use it (shipping −¥50)",
        ),
    ],
)
def test_the_way_that_opens_it_is_named_with_what_it_costs_more(
    door: object, ja: str, en: str
) -> None:
    priced = at_the_door(door)
    assert priced.payment is not None
    for language, said in (("ja", ja), ("en", en)):
        with force_locale(language):
            assert opener_words(priced.payment, priced.sending) == said


def test_where_no_way_would_help_nothing_is_promised() -> None:
    found = refused(1280, "cod", sendings=(DOOR,))
    assert opener_words(found, None) == ""


def at_the_door(door: object) -> Quote:
    tariff = replace(TARIFF, sendings=(NAMED, door))  # type: ignore[arg-type]
    return quote([tea(1280)], tariff, TUESDAY_MORNING, place("Tokyo"), "door", "cod")
