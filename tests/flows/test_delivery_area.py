"""Where it goes, asked once: a prefecture or a postcode, remembered for a year."""

import pytest
from flask.testing import FlaskClient

from tests.cart.visitor import Visitor, read, words


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.mark.parametrize(
    "typed", ["13", "東京都", "東京", "Tokyo", "tokyo", "TOKYO", "Tokyo-to", " 13 ", "1540023"]
)
def test_a_prefecture_is_remembered_however_it_is_written(visitor: Visitor, typed: str) -> None:
    answer = visitor.post("/delivery-area", prefecture=typed)
    assert (answer.status_code, answer.location) == (303, "/ja/delivery-area")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("area=13;")
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie
    assert "東京都への送料 ¥330 から" in words(visitor.get("/cart").select_one(".delivery-line"))


@pytest.mark.parametrize(
    "typed", ["1540023", "154-0023", "〒154-0023", "１５４−００２３", " 154 0023 "]
)
def test_a_postcode_does_as_well(visitor: Visitor, typed: str) -> None:
    answer = visitor.post("/delivery-area", postal_code=typed)
    assert answer.status_code == 303
    assert answer.headers["Set-Cookie"].startswith("area=13;")


def test_a_postcode_is_more_exact_than_the_list_beside_it(visitor: Visitor) -> None:
    answer = visitor.post("/delivery-area", prefecture="47", postal_code="154-0023")
    assert answer.headers["Set-Cookie"].startswith("area=13;")


def test_it_comes_back_to_where_it_was_asked(visitor: Visitor) -> None:
    there = "/ja/products/sleep-blend?sku=SLEEP-30"
    assert visitor.post("/delivery-area", prefecture="13", next=there).location == there


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]
)
def test_it_never_leads_out_of_the_shop(visitor: Visitor, elsewhere: str) -> None:
    answer = visitor.post("/delivery-area", prefecture="13", next=elsewhere)
    assert answer.location == "/ja/delivery-area"
    page = read(visitor.post("/delivery-area", prefecture="?", next=elsewhere))
    assert page.select_one('main [name="next"]')["value"] == "/ja/delivery-area"  # type: ignore[index]


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({}, "prefecture", "都道府県を選ぶか、郵便番号を入力してください"),
        ({"prefecture": ""}, "prefecture", "都道府県を選ぶか、郵便番号を入力してください"),
        ({"prefecture": "99"}, "prefecture", "都道府県が見つかりません"),
        ({"prefecture": "Atlantis"}, "prefecture", "都道府県が見つかりません"),
        ({"prefecture": "東" * 5000}, "prefecture", "都道府県が見つかりません"),
        ({"postal_code": "123"}, "postal_code", "郵便番号は7桁の数字で入力してください"),
        ({"postal_code": "abc"}, "postal_code", "郵便番号は7桁の数字で入力してください"),
        ({"postal_code": "0000000"}, "postal_code", "この郵便番号は見つかりません"),
        ({"postal_code": "4980000"}, "postal_code", "二つの県にまたがっています"),
    ],
)
def test_what_means_no_place_is_refused_in_words(
    visitor: Visitor, fields: dict[str, str], field: str, told: str
) -> None:
    answer = visitor.post("/delivery-area", **fields)
    page = read(answer)
    assert answer.status_code == 422
    assert "area=" not in answer.headers.get("Set-Cookie", "")
    assert words(page.title).startswith("エラー：")
    link = page.select_one(".error-summary a")
    assert link is not None
    assert (link["href"], told in words(link)) == (f"#{field}", True)
    assert page.select_one(f"main #{field}") is not None
    if "postal_code" in fields:
        assert page.select_one("#postal_code")["value"] == fields["postal_code"]  # type: ignore[index]


def test_the_page_shows_every_region_from_north_to_south(visitor: Visitor) -> None:
    page = visitor.get("/delivery-area")
    table = page.select("table tbody tr")
    said = words(page.select_one("main"))
    assert "宅配便は、常温の品が¥5,500以上なら送料を当社が負担します（沖縄を除く）。" in said
    assert "宅配便・置き配の料金とお届け日は、宅配便と同じです。" in said
    assert "ポスト便の送料は、金額にかかわらずお客様のご負担です。" in said
    assert "クール便の送料は、金額にかかわらずお客様のご負担です。" in said
    assert [words(cell) for cell in page.select("table thead th")] == [
        "地域", "宅配便", "ポスト便", "クール便",
    ]  # fmt: skip
    assert [words(row.select_one("th")).split()[0] for row in table] == [
        "北海道", "東北", "関東", "中部", "北陸", "関西", "中国", "四国", "九州", "沖縄",
    ]  # fmt: skip
    assert [words(cell) for cell in table[2].select("td")] == [
        "¥650 11月25日(水)", "¥330 11月26日(木)", "¥925 11月25日(水)",
    ]  # fmt: skip
    assert [words(cell) for cell in table[9].select("td")] == [
        "¥1,500 11月28日(土)", "¥330 11月30日(月)", "対象外",
    ]  # fmt: skip


def test_the_visitors_own_region_stands_out(visitor: Visitor) -> None:
    assert visitor.get("/delivery-area").select_one(".rates__own") is None
    visitor.post("/delivery-area", prefecture="Osaka")
    page = visitor.get("/delivery-area")
    assert words(page.select_one(".rates__own th")).startswith("関西")
    assert words(page.select_one("main .notice")) == (
        "大阪府への送料とお届け日 宅配便 ¥800、早ければ11月25日(水)"
        " ポスト便 ¥330、早ければ11月26日(木) クール便 ¥1,075、早ければ11月25日(水)"
    )
    assert words(page.select_one("main #prefecture option[selected]")) == "大阪府"


def test_an_address_can_name_where_to_go_back_to(visitor: Visitor) -> None:
    page = visitor.get("/delivery-area?next=/ja/cart")
    assert page.select_one('main [name="next"]')["value"] == "/ja/cart"  # type: ignore[index]


def test_the_choice_holds_in_both_languages(client: FlaskClient) -> None:
    Visitor(client).post("/delivery-area", prefecture="Okinawa")
    assert "Okinawa" in words(Visitor(client, "en").get("/cart").select_one(".delivery-line"))
