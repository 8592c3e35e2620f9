"""What htmx is answered: fragments with one root each, the count beside them, and words for the status line."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront.extensions import db
from tests.cart.visitor import Visitor, read, variant, words


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


def status(page: BeautifulSoup) -> str:
    region = page.select_one("#status")
    assert region is not None
    assert region["data-hx-swap-oob"] == "innerHTML"
    return words(region)


def count(page: BeautifulSoup) -> str:
    fragment = page.select_one("#cart-count")
    assert fragment is not None
    assert fragment["data-hx-swap-oob"] == "true"
    return words(fragment)


def test_a_first_addition_opens_the_dialog(visitor: Visitor) -> None:
    visitor.post("/delivery-area", prefecture="13")
    answer = visitor.add("SLEEP-30", 2, htmx=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == (
        "#dialog-slot",
        "innerHTML",
    )
    page = read(answer)
    dialog = page.select_one("modal-dialog dialog")
    assert dialog is not None
    heading = dialog.select_one("h2")
    assert heading is not None
    assert (words(heading), heading["tabindex"]) == ("カートに入れました", "-1")
    assert dialog["aria-labelledby"] == heading["id"]
    said = words(dialog.select_one(".dialog__body"))
    for part in (
        "おやすみブレンド 30包 2点 ¥2,560",
        "カートの合計（2点） ¥2,560",
        "送料（東京都・宅配便） ¥650",
        "あと5時間以内のご注文で、11月25日(水)にお届けします",
        "あと ¥2,940 で送料¥650が当社負担になります",
    ):
        assert part in said
    assert (status(page), count(page)) == ("カートに入れました：おやすみブレンド 30包", "2 点")


def test_the_ways_out_of_the_dialog_are_equal(visitor: Visitor) -> None:
    page = read(visitor.add("SLEEP-30", htmx=True))
    leave, go = page.select(".dialog__foot .btn")
    assert (words(leave), words(go)) == ("買い物を続ける", "カートを見る")
    assert leave["class"] == go["class"] == ["btn", "btn--block"]
    assert words(page.select_one(".dialog__head button")) == "閉じる"


def test_nothing_is_offered_that_nobody_chose(visitor: Visitor) -> None:
    page = read(visitor.add("SLEEP-30", htmx=True))
    assert len(page.select("dialog .line")) == 1
    assert page.select("dialog form[action]") == []


def test_more_of_the_same_is_told_in_a_sentence(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", htmx=True)
    page = read(visitor.add("SLEEP-30", htmx=True))
    assert page.select_one("dialog") is None
    assert words(page.select_one(".said")).startswith(
        "おやすみブレンド 30包の数量を2にしました カートを見る"
    )
    assert (status(page), count(page)) == ("おやすみブレンド 30包の数量を2にしました", "2 点")


def test_the_dialog_comes_once_for_a_product(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", htmx=True)
    assert read(visitor.add("SLEEP-90", htmx=True)).select_one("dialog") is None
    assert read(visitor.add("HONEY-180", htmx=True)).select_one("dialog") is not None
    visitor.change("HONEY-180", 0)
    again = read(visitor.add("HONEY-180", htmx=True))
    assert again.select_one("dialog") is None
    assert status(again) == "カートに入れました：アカシアはちみつ 一瓶 180g"


@pytest.mark.parametrize("typed", ["0", "1000", "abc"])
def test_a_refusal_brings_the_buy_box_back(visitor: Visitor, typed: str) -> None:
    answer = visitor.add("SLEEP-90", typed, htmx=True)
    assert answer.status_code == 422
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#buy-box", "outerHTML")
    page = read(answer)
    box = page.select_one("#buy-box")
    assert box is not None
    assert box.select_one('input[value="SLEEP-90"]').has_attr("checked")  # type: ignore[union-attr]
    assert box.select_one("[data-focus]") is not None
    assert words(page.select_one("#dialog-slot")) == "", "an earlier success is not left standing"
    assert page.select_one("#status") is None


def test_a_change_swaps_lines_and_panel_together(visitor: Visitor) -> None:
    visitor.post("/delivery-area", prefecture="13")
    visitor.add("SLEEP-30", 2)
    page = read(visitor.change("SLEEP-30", 2, step="1", htmx=True))
    root = page.select_one("#cart-contents")
    assert root is not None
    assert root.select_one(".panel") is not None
    assert root.select_one(".qty__input")["value"] == "3"  # type: ignore[index]
    assert "商品の合計（3点） ¥3,840" in words(root)
    assert (status(page), count(page)) == ("おやすみブレンド 30包の数量を3にしました", "3 点")
    assert page.select_one("header") is None


def test_controls_keep_their_ids_so_that_the_focus_stays(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    before = [tag["id"] for tag in visitor.get("/cart").select("#cart-contents .qty [id]")]
    after = read(visitor.change("SLEEP-30", 3, htmx=True))
    assert [tag["id"] for tag in after.select(".qty [id]")] == before
    assert len(before) == 3
    assert after.select_one("[data-focus]") is None


def test_a_removal_is_told_in_the_place_of_the_line(visitor: Visitor) -> None:
    for sku in ("SLEEP-30", "HONEY-180", "HOJICHA-80"):
        visitor.add(sku)
    page = read(visitor.change("HONEY-180", 0, htmx=True))
    items = page.select("ul.lines > li")
    assert [str(item.get("id", "said")) for item in items] == [
        "line-SLEEP-30",
        "said",
        "line-HOJICHA-80",
    ]
    assert items[1].select_one(".flash[data-focus]") is not None
    undo = items[1].select_one("form")
    assert undo is not None
    assert undo["data-hx-post"] == "/ja/cart/lines/HONEY-180/restore"
    back = read(visitor.post("/cart/lines/HONEY-180/restore", htmx=True, quantity=1))
    assert words(back.select_one("a[data-focus]")) == "アカシアはちみつ"
    assert status(back) == "アカシアはちみつ 一瓶 180gをカートに戻しました"


def test_removing_the_last_line_leaves_the_way_back(visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    page = read(visitor.change("SLEEP-30", 0, htmx=True))
    assert page.select_one("#cart-contents .empty") is not None
    assert page.select_one("#cart-contents .flash form") is not None
    assert count(page) == "カートは空です"


def test_a_wrong_number_is_told_beside_it(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    answer = visitor.change("SLEEP-30", "1000", htmx=True)
    field = read(answer).select_one(".qty__input")
    assert answer.status_code == 422
    assert field is not None
    assert (field["value"], field["aria-invalid"]) == ("1000", "true")
    assert field.has_attr("data-focus")


def test_seen_prices_leave_the_focus_with_the_lines(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    with app.app_context():
        variant("SLEEP-30").price += 100
        db.session.commit()
    page = read(visitor.post("/cart/notes", htmx=True))
    assert page.select_one("ul.lines[data-focus]") is not None
    assert page.select_one(".line__note") is None


def test_a_line_gone_elsewhere_is_no_failure(visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    visitor.change("SLEEP-30", 0)
    answer = visitor.change("SLEEP-30", 2, htmx=True)
    assert answer.status_code == 409
    assert read(answer).select_one("#cart-contents .flash") is not None
