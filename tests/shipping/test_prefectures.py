"""The 47 prefectures: their codes, names, regions, and the ways people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.shipping.prefectures import (
    PREFECTURES,
    Prefecture,
    Region,
    by_code,
    by_name,
    find,
    in_region,
)

TOKYO = Prefecture("13", "東京都", "Tokyo", Region.KANTO)


def test_all_47_stand_in_the_order_of_the_standard():
    assert [each.code for each in PREFECTURES] == [f"{number:02}" for number in range(1, 48)]
    assert "".join(each.ja for each in PREFECTURES) == (
        "北海道青森県岩手県宮城県秋田県山形県福島県茨城県栃木県群馬県埼玉県千葉県東京都神奈川県新潟県富山県石川県福井県山梨県長野県"
        "岐阜県静岡県愛知県三重県滋賀県京都府大阪府兵庫県奈良県和歌山県鳥取県島根県岡山県広島県山口県徳島県香川県愛媛県高知県"
        "福岡県佐賀県長崎県熊本県大分県宮崎県鹿児島県沖縄県"
    )
    assert len({each.en for each in PREFECTURES}) == 47
    assert all(each.en.isascii() and each.en.istitle() for each in PREFECTURES)


@pytest.mark.parametrize(
    ("code", "name", "region"),
    [
        ("01", "Hokkaido", Region.HOKKAIDO),
        ("07", "Fukushima", Region.TOHOKU),
        ("08", "Ibaraki", Region.KANTO),
        ("14", "Kanagawa", Region.KANTO),
        ("15", "Niigata", Region.HOKURIKU),
        ("18", "Fukui", Region.HOKURIKU),
        ("19", "Yamanashi", Region.CHUBU),
        ("23", "Aichi", Region.CHUBU),
        ("24", "Mie", Region.KANSAI),
        ("30", "Wakayama", Region.KANSAI),
        ("31", "Tottori", Region.CHUGOKU),
        ("35", "Yamaguchi", Region.CHUGOKU),
        ("36", "Tokushima", Region.SHIKOKU),
        ("39", "Kochi", Region.SHIKOKU),
        ("40", "Fukuoka", Region.KYUSHU),
        ("46", "Kagoshima", Region.KYUSHU),
        ("47", "Okinawa", Region.OKINAWA),
    ],
)
def test_a_code_gives_name_and_region(code, name, region):
    found = by_code(code)
    assert found is not None
    assert (found.en, found.region) == (name, region)


@pytest.mark.parametrize("code", ["", "0", "1", "00", "48", "013", " 13", "１３", "東京都"])
def test_what_is_no_code_gives_nothing(code):
    assert by_code(code) is None


def test_every_prefecture_is_in_one_region():
    grouped = [each for region in Region for each in in_region(region)]
    assert sorted(grouped, key=lambda each: each.code) == list(PREFECTURES)
    assert [len(in_region(region)) for region in Region] == [1, 6, 7, 5, 4, 7, 5, 4, 7, 1]


@pytest.mark.parametrize(
    "typed",
    [
        "東京都",
        "東京",
        " 東京 都 ",
        "Tokyo",
        "tokyo",
        "TOKYO",
        "ＴＯＫＹＯ",
        "Tōkyō",
        "Tokyo-to",
        "Tokyo to",
        "tokyo prefecture",
    ],
)
def test_a_name_is_known_however_it_is_written(typed):
    assert by_name(typed) == TOKYO


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("京都", "26"),
        ("京都府", "26"),
        ("Kyoto", "26"),
        ("Kyoto-fu", "26"),
        ("Hyōgo", "28"),
        ("Ōita-ken", "44"),
        ("Osaka Prefecture", "27"),
        ("北海道", "01"),
        ("kumamoto", "43"),
    ],
)
def test_endings_that_look_like_prefecture_are_not_cut_off_names(typed, code):
    assert by_name(typed) == by_code(code)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "都", "県", "京", "北海", "kyo", "kumamo", "東京県", "Tokyo-ken", "Edo", "13", "-"],
)
def test_what_is_no_name_gives_nothing(typed):
    assert by_name(typed) is None


@pytest.mark.parametrize("typed", ["13", " 13 ", "東京", "Tokyo"])
def test_a_form_may_hold_a_code_or_a_name(typed):
    assert find(typed) == TOKYO


def test_a_form_may_hold_nonsense():
    assert find("48") is None
    assert find("東京" * 100_000) is None


@given(st.sampled_from(PREFECTURES), st.booleans(), st.booleans())
def test_every_name_finds_its_prefecture(prefecture, upper, spaced):
    for name in (prefecture.ja, prefecture.en):
        written = name.upper() if upper else name.lower()
        assert by_name(" ".join(written) if spaced else written) == prefecture
