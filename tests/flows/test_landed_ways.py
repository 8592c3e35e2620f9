"""The product page says which way a thing goes, by when, what else there is, and what cannot be had and why."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront import clock
from storefront.extensions import db
from tests.cart.visitor import Visitor, variant, words

POUCH = "/products/sleep-blend?sku=SLEEP-15"
MUG = "/products/stoneware-mug"
WITHOUT_FEE = "クレジットカード／コンビニ払い／スマホ決済／銀行振込／銀行振込（当店の口座へ）"
HONEY = "/products/acacia-honey?sku=HONEY-180"


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    client.set_cookie("area", "13")
    return Visitor(client)


@pytest.fixture
def cool(app: Flask) -> None:
    """One jar of honey is kept cool on the way."""
    with app.app_context():
        variant("HONEY-180").temperature = "cool"
        db.session.commit()


def tables(page: BeautifulSoup) -> list[list[str]]:
    found = page.select("#landed .sums")
    return [[words(row) for row in table.select("tbody tr")] for table in found]


def at(monkeypatch: pytest.MonkeyPatch, *moment: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(*moment, tzinfo=UTC))  # type: ignore[arg-type]


def test_a_flat_thing_goes_through_the_letterbox(visitor: Visitor) -> None:
    page = visitor.get(POUCH)
    landed = words(page.select_one("#landed"))
    assert "送料 ¥330 ポスト便・東京都" in landed
    assert "お届け いちばん早くて 11月26日(木)" in landed
    assert tables(page) == [
        [
            f"{WITHOUT_FEE} ¥0 ¥1,110",
            "代金引換 ポスト便では使えません 宅配便（送料¥650）なら選べます。手数料込みで¥1,760",
        ],
        ["宅配便、宅配便・置き配 送料¥650・早ければ 11月25日(水) ¥1,430"],
    ]
    chosen = words(page.select_one("#chosen"))
    assert "あと5時間以内のご注文で、11月26日(木)にお届けします 東京都へ、ポスト便で" in chosen
    assert "東京都への送料 ¥330 。あわせて ¥1,110 （税込）" in chosen


def test_before_the_region_is_known_the_letterbox_costs_the_same_everywhere(
    client: FlaskClient,
) -> None:
    page = Visitor(client).get(POUCH)
    assert "送料 ¥330 （ポスト便・全国同じ）。あわせて ¥1,110 （税込）" in words(
        page.select_one("#chosen")
    )
    pay, ways, regions = tables(page)
    assert pay[1] == (
        "代金引換 ポスト便では使えません"
        " 宅配便（送料¥650〜¥1,500）なら選べます。手数料込みで¥1,760〜¥2,610"
    )
    assert ways == ["宅配便、宅配便・置き配 送料¥650〜¥1,500・早ければ 11月25日(水) ¥1,430〜¥2,280"]
    assert regions[-1] == "沖縄 ¥330 11月30日(月)"


def test_a_thick_thing_says_why_the_letterbox_does_not_take_it(visitor: Visitor) -> None:
    assert tables(visitor.get(MUG)) == [
        [f"{WITHOUT_FEE} ¥0 ¥3,370", "代金引換 ¥330 ¥3,700"],
        [
            "宅配便・置き配 送料¥650・早ければ 11月25日(水) ¥3,370",
            "ポスト便 厚さ3cmまでの便です。いちばん厚い品は10.5cmあります",
        ],
    ]


@pytest.mark.usefixtures("cool")
def test_a_cool_thing_says_how_it_travels_and_where_it_cannot_go(
    visitor: Visitor, client: FlaskClient
) -> None:
    landed = words(visitor.get(HONEY).select_one("#landed"))
    assert "送料 ¥925 クール便・東京都" in landed
    assert "冷蔵（0〜10℃）で、対面でお渡しします" in landed
    assert "今日12時まで（あと2時間）のご注文の場合" in landed
    assert "当社" not in landed
    client.delete_cookie("area")
    unknown = visitor.get(HONEY)
    assert words(unknown.select_one("#landed .notice")) == (
        "クール便で運ぶ品のため、沖縄県へはお届けできません"
    )
    assert tables(unknown)[0][0] == f"{WITHOUT_FEE} ¥0 ¥2,325〜¥2,675"
    assert tables(unknown)[-1][-1] == "沖縄 お届けできません"


@pytest.mark.usefixtures("cool")
def test_where_it_cannot_go_there_is_no_total_but_it_can_still_be_kept(client: FlaskClient) -> None:
    client.set_cookie("area", "47")
    page = Visitor(client, "en").get(HONEY)
    assert words(page.select_one("#landed .notice")) == (
        "This travels as “Refrigerated parcel”, which does not go to Okinawa"
    )
    assert "We cannot send this to Okinawa" in words(page.select_one("#chosen"))
    assert page.select("#landed .sums") == []
    assert "¥0" not in words(page.select_one("#landed"))
    assert page.select_one("#buy-box button[type=submit]") is not None


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ((2026, 11, 24, 3, 47), "あと2時間13分以内のご注文で、11月25日(水)にお届けします"),
        ((2026, 11, 24, 5, 59, 30), "まもなく締め切りです。いまのご注文で、11月25日(水)にお届けします"),
        ((2026, 11, 24, 6, 0), "11月25日(水)に発送し、11月26日(木)にお届けします"),
        ((2026, 11, 27, 6, 0), "11月30日(月)に発送し、12月1日(火)にお届けします"),
    ],
)  # fmt: skip
def test_the_time_left_is_told_to_the_minute_and_then_the_next_day(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, moment: tuple[int, ...], told: str
) -> None:
    visitor.get(MUG)  # the page is kept from before
    at(monkeypatch, *moment)
    assert told in words(visitor.get(MUG).select_one("#chosen"))


def test_a_kept_page_is_the_same_within_a_minute_and_another_after_it(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> str:
        return visitor.client.get("/ja" + MUG).headers["ETag"]

    at(monkeypatch, 2026, 11, 24, 3, 47, 5)
    first = ask()
    at(monkeypatch, 2026, 11, 24, 3, 47, 55)
    assert ask() == first
    at(monkeypatch, 2026, 11, 24, 3, 48, 5)
    assert ask() != first


def test_one_piece_more_says_what_it_changes_before(visitor: Visitor) -> None:
    visitor.add("SLEEP-15")
    gap = words(visitor.get(MUG).select_one("#gap"))
    assert gap.startswith(
        "これを足すと宅配便になり、送料が+¥320（¥330から¥650）になります。 カートの中の¥780とあわせると"
    )
    english = Visitor(visitor.client, "en").get(MUG)
    assert words(english.select_one("#gap")).startswith(
        "With this your order goes as “Home delivery”: shipping +¥320, from ¥330 to ¥650."
    )
    assert "これを足すと" not in words(visitor.get(POUCH).select_one("#gap"))


@pytest.mark.usefixtures("cool")
def test_one_cool_piece_more_may_keep_the_cart_from_being_sent(visitor: Visitor) -> None:
    visitor.add("SLEEP-15")
    visitor.client.set_cookie("area", "47")
    gap = words(visitor.get(HONEY).select_one("#gap"))
    assert gap == "カートの中身とあわせると、沖縄県へはお届けできません。"
