"""The first step: what people type is understood, what is wrong is said where it is, nothing typed is lost."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from flask import Flask

from tests.cart.visitor import HTMX, read, words
from tests.checkout.buyer import ADDRESS, Buyer, values_of
from tests.support.shops import open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all guests of this file: each has a cart of their own."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened:
        yield opened


@pytest.fixture
def buyer(shop: Flask, now: datetime) -> Buyer:
    return Buyer(shop).take("SLEEP-30")


def test_without_goods_there_is_nothing_to_check_out(shop: Flask, now: datetime) -> None:
    for path in ("/checkout/delivery", "/checkout/payment", "/checkout/confirm"):
        answer = Buyer(shop).get(path)
        assert (answer.status_code, answer.location) == (303, "/ja/cart")


def test_everything_empty_is_422_with_a_summary_that_leads_to_each_field(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    assert buyer.form().has_attr("novalidate")
    assert buyer.post().status_code == 422
    assert words(buyer.page.title).startswith("エラー：")
    assert list(buyer.errors()) == [
        "email",
        "name",
        "postal_code",
        "prefecture",
        "address",
        "phone",
    ]
    for field, said in buyer.errors().items():
        control = buyer.page.find(id=field)
        assert control is not None and control["aria-invalid"] == "true"
        assert f"{field}-error" in control["aria-describedby"]
        assert said in words(buyer.page.find(id=f"{field}-error"))
    summary = buyer.page.select_one("main .error-summary")
    assert summary["tabindex"] == "-1" and summary.find(role="alert") is not None
    assert summary.find_next("h1") is not None


def test_one_mistake_keeps_all_other_answers(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    typed = {**ADDRESS, "time_slot": "18-20", "phone": "12345"}
    assert buyer.post(**typed).status_code == 422
    again = values_of(buyer.form())
    assert {name: again[name] for name in typed} == typed
    assert list(buyer.errors()) == ["phone"]
    assert buyer.answers() is None


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("email", " ｍｉｎｏｒｉ＠Example.JP ", "minori@example.jp"),
        ("email", "a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
        ("name", "佐藤　みのり", "佐藤 みのり"),
        ("name", "髙﨑 ﾐﾉﾘ", "髙﨑 ミノリ"),
        ("postal_code", "〒１５４ー００２３", "1540023"),
        ("postal_code", "154 0023", "1540023"),
        ("prefecture", "東京都", "13"),
        ("prefecture", "Tokyo", "13"),
        ("address", "世田谷区若林４ー１２−８", "世田谷区若林4-12-8"),
        ("building", "", ""),
        ("phone", "０９０－１２３４－５６７８", "09012345678"),
        ("phone", "+81 90 1234 5678", "09012345678"),
        ("phone", "(03) 1234-5678", "0312345678"),
    ],
)
def test_what_people_type_is_understood(buyer: Buyer, field: str, typed: str, stored: str) -> None:
    buyer.to_payment(**{field: typed})
    assert getattr(buyer.answers(), field) == stored


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "minori", "メールアドレスの形をお確かめください（例：minori@example.jp）"),
        (
            "email",
            "minori@example",
            "メールアドレスの形をお確かめください（例：minori@example.jp）",
        ),
        ("name", "茶" * 81, "80文字までで入力してください"),
        ("postal_code", "12345", "郵便番号は7桁の数字で入力してください（例：154-0023）"),
        ("prefecture", "99", "都道府県を一覧から選んでください"),
        ("address", "あ" * 161, "160文字までで入力してください"),
        ("building", "あ" * 121, "120文字までで入力してください"),
        ("phone", "090-1234", "電話番号は10桁か11桁の数字で入力してください（例：090-1234-5678）"),
        ("shipping_rate", "drone", "お届けの方法を選んでください"),
        (
            "delivery_date",
            "2026-11-24",
            "11月25日(水)からお届けできます。お届け日を選びなおしてください",
        ),
        ("delivery_date", "soon", "11月25日(水)からお届けできます。お届け日を選びなおしてください"),
        ("time_slot", "midnight", "宅配便の時間帯から選んでください"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    buyer: Buyer, field: str, typed: str, said: str
) -> None:
    buyer.get("/checkout/delivery")
    assert buyer.post(**{**ADDRESS, field: typed}).status_code == 422
    assert list(buyer.errors().values()) == [said]
    assert buyer.page.find(id=next(iter(buyer.errors()))) is not None
    assert buyer.answers() is None


def test_a_program_that_knows_only_the_field_names_gets_through_at_once(buyer: Buyer) -> None:
    assert buyer.get("/checkout/delivery").status_code == 200
    answer = buyer.post(**ADDRESS, delivery_date=None, time_slot=None, shown=None, filled=None)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/ja/checkout/payment")


def test_before_the_region_is_known_the_range_is_shown_and_then_the_price_is_said(
    buyer: Buyer,
) -> None:
    buyer.get("/checkout/delivery")
    assert "¥650〜¥1,500" in buyer.said() and "¥1,930–¥2,780" in buyer.said()
    assert buyer.page.find(id="delivery_date-0") is None
    buyer.post(**ADDRESS)
    buyer.follow()
    assert "東京都への送料は¥650、お届けは11月25日(水)からです。" in buyer.said()


def test_another_region_than_shown_is_told_with_both_prices(buyer: Buyer) -> None:
    buyer.client.set_cookie("area", "13")
    buyer.get("/checkout/delivery")
    assert values_of(buyer.form())["prefecture"] == "13"
    assert "宅配便 11月25日(水)から" in buyer.said() and "¥650" in buyer.said()
    buyer.post(**{**ADDRESS, "postal_code": "900-0001", "prefecture": "47"})
    buyer.follow()
    told = (
        "お届け先が沖縄県になり、送料が¥650から¥1,500に変わりました。お届けは11月28日(土)からです。"
    )
    assert told in buyer.said()
    assert buyer.client.get_cookie("area").value == "47"


def test_a_day_that_is_too_early_for_the_new_region_is_asked_again(buyer: Buyer) -> None:
    buyer.client.set_cookie("area", "13")
    buyer.get("/checkout/delivery")
    there = {**ADDRESS, "prefecture": "47", "delivery_date": "2026-11-25"}
    assert buyer.post(**there).status_code == 422
    assert list(buyer.errors()) == ["delivery_date-0"]
    assert "11月28日(土)" in buyer.errors()["delivery_date-0"]


def test_the_day_and_time_asked_for_are_kept(buyer: Buyer) -> None:
    buyer.to_payment(delivery_date="2026-11-28", time_slot="18-20")
    kept = buyer.answers()
    assert (kept.delivery_date, kept.time_slot) == (date(2026, 11, 28), "18-20")
    buyer.get("/checkout/delivery")
    again = values_of(buyer.form())
    assert (again["delivery_date"], again["time_slot"]) == ("2026-11-28", "18-20")
    assert {name: again[name] for name in ADDRESS} == ADDRESS


def test_a_way_without_time_slots_takes_none(buyer: Buyer) -> None:
    buyer.to_payment(shipping_rate="doorstep", time_slot="18-20")
    kept = buyer.answers()
    assert (kept.shipping_method, kept.time_slot) == ("doorstep", "")


def test_the_button_fills_in_the_address_without_scripts(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    answer = buyer.post(postal_code="１５４００２３", email="half typed", lookup="1")
    assert answer.status_code == 200
    filled = values_of(buyer.form())
    assert (filled["prefecture"], filled["address"]) == ("13", "世田谷区若林")
    assert filled["email"] == "halftyped" and buyer.errors() == {}
    assert "宅配便 11月25日(水)から" in buyer.said()
    assert buyer.answers() is None


def test_a_new_postcode_changes_only_the_beginning_that_was_filled_in(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    buyer.post(postal_code="154-0023", lookup="1")
    buyer.post(postal_code="154-0004", address="世田谷区若林4-12-8", lookup="1")
    assert values_of(buyer.form())["address"] == "世田谷区太子堂4-12-8"


def test_an_address_typed_by_hand_is_never_overwritten(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    buyer.post(postal_code="154-0023", address="港区芝公園4-2-8", lookup="1")
    assert values_of(buyer.form())["address"] == "港区芝公園4-2-8"
    assert "入力ずみの住所はそのまま残しました" in buyer.said()


def test_an_unknown_postcode_blocks_nothing(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    assert buyer.post(postal_code="999-9999", lookup="1").status_code == 200
    assert "見つかりませんでした" in buyer.said()
    buyer.get("/checkout/delivery")
    assert buyer.post(**{**ADDRESS, "postal_code": "999-9999"}).status_code == 303


def test_with_scripts_seven_digits_bring_the_parts_that_change(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    sent = {**values_of(buyer.form()), "postal_code": "1540023"}
    answer = buyer.client.post("/ja/checkout/delivery?lookup=1", data=sent, headers=HTMX)
    part = read(answer)
    assert answer.status_code == 200
    assert part.find(id="address")["value"] == "世田谷区若林"
    assert part.find(id="address").has_attr("data-focus")
    for name in ("delivery-choices", "order-summary", "field-postal_code"):
        assert part.find(id=name)["data-hx-swap-oob"] == "true"
    six = {**sent, "postal_code": "154002"}
    assert (
        buyer.client.post("/ja/checkout/delivery?lookup=1", data=six, headers=HTMX).status_code
        == 204
    )


def test_the_postcode_address_gives_the_same_parts(buyer: Buyer) -> None:
    answer = buyer.get("/checkout/postcode?postal_code=1540023", headers=HTMX)
    assert answer.status_code == 200
    assert buyer.page.find(id="address")["value"] == "世田谷区若林"
    buyer.get("/checkout/postcode?prefecture=47", headers=HTMX)
    assert "宅配便 11月28日(土)から" in words(buyer.page) and "¥1,500" in words(buyer.page)


def test_a_field_is_judged_when_it_is_left(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    sent = {**values_of(buyer.form()), "email": "minori@gmial.com"}
    part = read(buyer.client.post("/ja/checkout/delivery?check=email", data=sent, headers=HTMX))
    assert "minori@gmail.com ではありませんか" in words(part)
    assert part.find(id="email")["value"] == "minori@gmial.com"
    sent["email"] = "minori"
    part = read(buyer.client.post("/ja/checkout/delivery?check=email", data=sent, headers=HTMX))
    assert part.find(id="email")["aria-invalid"] == "true"


def test_a_slip_in_the_address_never_blocks_and_is_shown_again_before_ordering(
    buyer: Buyer,
) -> None:
    buyer.to_confirmation(email="minori@gmial.com")
    assert "メールアドレスはminori@gmail.comではありませんか" in buyer.said()
