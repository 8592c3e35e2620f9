"""Why a way to send cannot be had, and how parcels are called: in both languages."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from storefront.quoting.sending import NotSent, Parcel
from storefront.quoting.tariff import Sending
from storefront.shipping.limits import Excess, Limit, Limits
from storefront.shipping.load import Load, Temperature
from storefront.views.sending_words import (
    boxed_name,
    limit_words,
    pieces_words,
)
from storefront.views.shipping_words import centimetres, kilograms
from tests.support.shops import open_shop

WAY = Sending(
    "postbox",
    {"ja": "ポスト便", "en": "Letterbox parcel"},
    {"ja": "", "en": ""},
    False,
    (),
    {},
    limits=Limits(300, 200, 30, 1000, 3000),
)
THREE_BOXES = Sending(**{**vars(WAY), "limits": Limits(300, 200, 30, 1000, boxes=3)})
COOL = Sending(
    **{**vars(WAY), "temperature": Temperature.COOL, "name": {"ja": "クール便", "en": "Cool"}}
)


@pytest.fixture(scope="module", autouse=True)
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened, opened.app_context():
        yield opened


@pytest.mark.parametrize(
    ("way", "excess", "ja", "en"),
    [
        (
            WAY,
            Excess(Limit.THICKNESS, 30, 115),
            "厚さ3cmまでの便です。いちばん厚い品は11.5cmあります",
            "Takes goods up to 3cm thick. Your thickest measures 11.5cm",
        ),
        (
            WAY,
            Excess(Limit.LENGTH, 312, 313),
            "長さ31.2cmまでの便です。いちばん長い品は31.3cmあります",
            "Takes goods up to 31.2cm long. Your longest measures 31.3cm",
        ),
        (
            WAY,
            Excess(Limit.WIDTH, 228, 230),
            "幅22.8cmまでの便です。いちばん幅のある品は23cmあります",
            "Takes goods up to 22.8cm wide. Your widest measures 23cm",
        ),
        (
            WAY,
            Excess(Limit.WEIGHT, 1000, 1001),
            "重さ1kgまでの便です。梱包した重さは1.001kgあります",
            "Takes up to 1kg. Your goods weigh 1.001kg packed",
        ),
        (
            WAY,
            Excess(Limit.VALUE, 3000, 3001),
            "商品¥3,000までの便です。いまは¥3,001あります",
            "For goods up to ¥3,000. Yours come to ¥3,001",
        ),
        (
            WAY,
            Excess(Limit.VOLUME, 1_800_000, 1_800_001),
            "1箱に入る量までの便です。いまの量は2箱ぶんあります",
            "Takes what fits into one parcel. Your goods would fill 2",
        ),
        (
            THREE_BOXES,
            Excess(Limit.VOLUME, 5_400_000, 5_400_001),
            "一度のご注文で3箱までの便です。いまの量は4箱ぶんあります",
            "Takes up to 3 parcels an order. Your goods would fill 4",
        ),
        (
            WAY,
            Excess(Limit.REGION),
            "お届け先の地域では使えない便です",
            "Does not go to your region",
        ),
    ],
)
def test_a_way_that_cannot_be_had_says_what_it_takes_and_what_there_is(
    way: Sending, excess: Excess, ja: str, en: str
) -> None:
    for locale, words in (("ja", ja), ("en", en)):
        with force_locale(locale):
            assert limit_words(NotSent(way, excess)) == words


def test_every_limit_has_words() -> None:
    with force_locale("ja"):
        assert all(limit_words(NotSent(WAY, Excess(limit, 1, 2))) for limit in Limit)


def test_a_parcel_is_called_by_its_way_its_boxes_and_what_is_in_it() -> None:
    day = date(2026, 11, 25)
    ordinary = Parcel(WAY, Load(pieces=12), 2, 0, 0, day, day, None)
    cool = Parcel(COOL, Load(pieces=1), 1, 0, 0, day, day, None)
    with force_locale("ja"):
        assert _in_words(ordinary) == "ポスト便2箱（常温の品12点）"
        assert _in_words(cool) == "クール便（冷蔵の品1点）"
    with force_locale("en"):
        assert _in_words(ordinary) == "Letterbox parcel in 2 boxes (12 not chilled)"


def test_measures_stand_in_the_unit_people_use() -> None:
    assert [centimetres(30), centimetres(115), centimetres(1000)] == ["3cm", "11.5cm", "100cm"]
    assert [kilograms(1000), kilograms(1250), kilograms(15000)] == ["1kg", "1.25kg", "15kg"]


def _in_words(parcel: Parcel) -> str:
    return pieces_words(boxed_name(parcel), parcel.sending.temperature, parcel.load.pieces)
