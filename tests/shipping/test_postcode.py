"""What a buyer types as a postcode, and the beginning of the address the shop offers for it."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from storefront.shipping.postcode import (
    Place,
    Postcode,
    common_address,
    lookup,
    normalise_postcode,
)
from storefront.shipping.prefectures import by_name

SHOWS_NOTHING = [
    "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "ー", "ｰ", "﹣", "─", "〜", "～", "⸺", "゠",
    " ", "　", "\t", "\n", "\u00a0", "\u200b", "\u2060", "\ufeff", "\u202d", "〒", "〶",
]  # fmt: skip
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def place(prefecture: str, city: str, town: str) -> Place:
    found = by_name(prefecture)
    assert found is not None
    return Place(found, city, town)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Postcode.metadata.create_all(engine, tables=[Postcode.metadata.tables["postcode"]])
    with Session(engine) as opened:
        opened.add_all(
            Postcode(code=code, prefecture=prefecture, city=city, town=town)
            for code, prefecture, city, town in [
                ("1540023", "13", "世田谷区", "若林"),
                ("0600000", "01", "札幌市中央区", ""),
                ("0294503", "03", "胆沢郡金ケ崎町", "永沢"),
                ("0294503", "03", "胆沢郡金ケ崎町", "三ケ尻"),
                ("4980000", "24", "桑名郡木曽岬町", ""),
                ("4980000", "23", "弥富市", ""),
                ("9999999", "99", "どこか", ""),
            ]
        )
        yield opened
    engine.dispose()


@pytest.mark.parametrize(
    "typed",
    [
        "1540023",
        "154-0023",
        "〒154-0023",
        "１５４－００２３",
        "〒１５４ー００２３",
        "154 0023",
        " 154‐0023\n",
        "1-5-4-0-0-2-3",
        "1️⃣540023",
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed):
    assert normalise_postcode(typed) == "1540023"


@given(
    st.text("0123456789", min_size=7, max_size=7),
    st.lists(st.lists(st.sampled_from(SHOWS_NOTHING), max_size=5), min_size=8, max_size=8),
    st.booleans(),
)
def test_no_decoration_changes_the_digits(digits, decorations, wide):
    written = digits.translate(WIDE) if wide else digits
    typed = "".join("".join(d) + c for d, c in zip(decorations, [*written, ""], strict=True))
    assert normalise_postcode(typed) == digits


@given(st.text(max_size=70))
def test_whatever_is_typed_gives_seven_ascii_digits_or_nothing(typed):
    found = normalise_postcode(typed)
    assert found is None or (len(found) == 7 and found.isascii() and found.isdigit())
    if found is not None:
        assert not any(
            letter.isalpha() for letter in unicodedata.normalize("NFKC", typed) if letter != "ー"
        )


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "〒",
        "154002",
        "15400231",
        "154-002",
        "154.0023",
        "154/0023",
        "154-0023a",
        "T154-0023",
        "一五四〇〇二三",
        "١٥٤٠٠٢٣",
        "½540023",
        "+1540023",
        "1540023" + " " * 60,
        "1" * 1_000_000,
    ],
)
def test_what_is_no_postcode_is_nothing(typed):
    assert normalise_postcode(typed) is None


def test_a_postcode_leads_to_its_place(session):
    assert lookup(session, "〒154-0023") == [place("東京都", "世田谷区", "若林")]
    assert common_address(lookup(session, "1540023")) == place("東京都", "世田谷区", "若林")
    assert lookup(session, "1540023")[0].address == "世田谷区若林"


def test_a_postcode_of_a_whole_city_has_no_town(session):
    assert lookup(session, "0600000") == [place("北海道", "札幌市中央区", "")]


def test_a_postcode_of_several_towns_gives_them_all_and_leaves_the_city_in_common(session):
    places = lookup(session, "029-4503")
    assert places == [
        place("岩手県", "胆沢郡金ケ崎町", "三ケ尻"),
        place("岩手県", "胆沢郡金ケ崎町", "永沢"),
    ]
    assert common_address(places) == place("岩手県", "胆沢郡金ケ崎町", "")


def test_a_postcode_of_two_prefectures_has_nothing_in_common(session):
    places = lookup(session, "4980000")
    assert places == [place("愛知県", "弥富市", ""), place("三重県", "桑名郡木曽岬町", "")]
    assert common_address(places) is None


@pytest.mark.parametrize("typed", ["1540024", "154", "", "世田谷", "' OR 1=1 --"])
def test_an_unknown_postcode_leads_nowhere(session, typed):
    assert lookup(session, typed) == []
    assert common_address([]) is None


def test_a_row_without_a_true_prefecture_is_passed_over(session):
    assert lookup(session, "9999999") == []


@pytest.mark.parametrize(
    ("prefecture", "cities", "shared"),
    [
        ("北海道", ["札幌市清田区", "札幌市厚別区"], "札幌市"),
        ("青森県", ["三戸郡三戸町", "三戸郡南部町"], "三戸郡"),
        ("青森県", ["むつ市", "下北郡東通村"], ""),
        ("福島県", ["郡山市", "郡上市"], ""),
        ("北海道", ["余市郡余市町", "余市郡仁木町"], "余市郡"),
        ("東京都", ["千代田区", "千代川区"], ""),
        ("奈良県", ["大和郡山市", "大和高田市"], ""),
    ],
)
def test_cities_share_only_whole_names(prefecture, cities, shared):
    places = [place(prefecture, city, "本町") for city in cities]
    assert common_address(places) == place(prefecture, shared, "")
