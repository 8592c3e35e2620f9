"""Suggestions in a real browser: by keyboard, by their names, down the whole ladder, and with scripts off."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storefront.offers.kinds import Kind, Placement
from tests.support.offered import offered, shown_offers
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]
ASKS = "おやすみブレンドの買い忘れはありませんか"
QUIET = "わかりました。ここには、しばらくおすすめを出しません。"


@pytest.fixture
def offers(site: Site, now: datetime) -> None:
    """What goes with a tea; ninety bags for fifteen, then the roasted tea; three for one."""
    with behind_the_counter(site[1]):
        dialog = (Placement.DIALOG, Placement.CART)
        offer(now, Kind.CROSS_SELL, *dialog, products=["sleep-blend"], title=ASKS)
        line = Placement.CART_LINE
        down = offer(now, Kind.DOWNSELL, line, goods=[("HOJICHA-80", 1)], title="軽い一杯なら")
        goods = [("SLEEP-90", 1)]
        up = offer(now, Kind.UP_SELL, line, goods=goods, variants=["SLEEP-15"], title="毎晩なら")
        up.next_id = down.id
        offer(now, Kind.SET_OF_N, line, goods=[("SLEEP-30", 3)], percent_off=10)


@pytest.fixture
def shopper(site: Site, offers: None, visitor: Visitor) -> Callable[..., Shopper]:
    """Somebody who is shown offers."""

    def come(width: str = "phone", scripts: bool = True) -> Shopper:
        return shown_offers(site, visitor(width, scripts), scripts=scripts)

    return come


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    for _stop in range(20):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(name)


def test_the_dialog_by_keyboard(site: Site, shopper: Callable[..., Shopper]) -> None:
    walk = shopper("desk").add()
    page = walk.page
    dialog = page.get_by_role("dialog", name="カートに入れました")
    expect(dialog.get_by_role("heading", name="カートに入れました")).to_be_focused()
    expect(offered(page, ASKS).get_by_role("button")).to_have_text(
        [
            "このおすすめを表示しない",
            "追加：アカシアはちみつ 一瓶 180g",
            "追加：耐熱ガラスのマグ マグ",
            "追加：ソイキャンドル あかり 一つ",
            "おすすめを表示しない",
        ]
    )
    tab_to(page, "追加：アカシアはちみつ")
    page.keyboard.press("Enter")
    said = page.locator("#offer-dialog .offer__said")
    expect(said).to_have_text("カートに入れました：アカシアはちみつ 一瓶 180g")
    expect(said).to_be_focused()
    expect(page.locator("#dialog-now")).to_contain_text("カートの合計（2点）")
    expect(page.locator("#dialog-now")).to_contain_text("¥2,680")
    expect(page.locator("#cart-count")).to_contain_text("2")
    tab_to(page, "追加：耐熱ガラスのマグ")
    page.keyboard.press("Enter")
    expect(page.locator("#cart-count")).to_contain_text("3")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(walk.button("add", page.locator("#buy-box"))).to_be_focused()
    assert [became for _place, _about, became in answers(site[1])] == ["accepted"]


def test_a_no_in_the_dialog_leaves_the_dialog(site: Site, shopper: Callable[..., Shopper]) -> None:
    page = shopper().add().page
    offered(page, ASKS).get_by_role("button", name="このおすすめを表示しない").click()
    expect(page.locator("#offer-dialog")).to_be_focused()
    expect(page.locator("#offer-dialog")).to_contain_text(QUIET)
    expect(page.get_by_role("dialog", name="カートに入れました")).to_be_visible()
    expect(offered(page, ASKS)).to_have_count(0)


def test_the_whole_ladder(site: Site, shopper: Callable[..., Shopper]) -> None:
    walk = shopper().add(sku="SLEEP-15")
    page = walk.go("/cart").page
    offered(page, "毎晩なら").get_by_role("button", name="このままにする").click()
    smaller = offered(page, "軽い一杯なら")
    expect(smaller.get_by_role("heading", name="軽い一杯なら")).to_be_focused()
    smaller.get_by_role("button", name="このままにする").click()
    expect(page.locator(".line .offer-quiet")).to_be_focused()
    expect(page.locator(".line .offer-quiet")).to_contain_text(QUIET)
    walk.go("/cart")
    expect(page.locator(".offer--swap")).to_have_count(0)


def test_a_set_and_the_way_back(site: Site, shopper: Callable[..., Shopper]) -> None:
    walk = shopper("desk").add()
    page = walk.go("/cart").page
    page.get_by_role("button", name="3点のセットに替える").click()
    said = page.locator(".flash")
    expect(said).to_be_focused()
    expect(said).to_contain_text("おやすみブレンド 30包を3点のセットにしました")
    expect(page.locator("#total")).to_contain_text("−¥384")
    said.get_by_role("button", name="1点に戻す").click()
    expect(page.locator(".qty__input")).to_have_value("1")
    expect(page.locator("#total")).not_to_contain_text("−¥384")


def test_the_cart_says_that_suggestions_are_off(
    site: Site, shopper: Callable[..., Shopper]
) -> None:
    page = shopper().add().go("/cart").page
    page.get_by_role("button", name="おすすめを表示しない", exact=True).click()
    said = page.locator(".flash")
    expect(said).to_be_focused()
    expect(said).to_contain_text("おすすめは表示しません。")
    expect(page.locator("section.offer")).to_have_count(0)
    said.get_by_role("button", name="元に戻す").click()
    expect(page.locator(".flash")).to_be_focused()
    expect(page.locator("section.offer").first).to_be_visible()


def test_the_page_tells_what_was_seen(site: Site, shopper: Callable[..., Shopper]) -> None:
    walk = shopper("desk", True)
    walk.add(sku="SLEEP-15")
    with walk.page.expect_response("**/offers/seen") as told:
        walk.go("/cart")
        walk.page.locator(".cart__more").scroll_into_view_if_needed()
        walk.page.mouse.wheel(0, 2000)
    assert told.value.status == 204
    places = {(place, became) for place, _about, became in answers(site[1])}
    assert places == {("dialog", "seen"), ("cart", "seen"), ("cart_line", "seen")}


def test_with_scripts_off(site: Site, shopper: Callable[..., Shopper]) -> None:
    walk = shopper("phone", False).add()
    page = walk.page
    walk.at("/cart")
    offered(page, ASKS).get_by_role("button", name="アカシアはちみつ").click()
    walk.at("/cart")
    expect(page.locator(".flash")).to_contain_text("カートに入れました：アカシアはちみつ")
    page.get_by_role("button", name="3点のセットに替える").click()
    page.get_by_role("button", name="1点に戻す").click()
    expect(page.locator("#line-SLEEP-30 .qty__input")).to_have_value("1")
    page.get_by_role("link", name="おすすめの表示").click()
    page.get_by_role("button", name="おすすめを表示しない").click()
    expect(page.get_by_role("heading", name="いまは表示していません")).to_be_visible()
    walk.go("/cart")
    expect(page.locator("section.offer")).to_have_count(0)
    page.get_by_role("button", name="おすすめを表示する").click()
    walk.go("/offers")
    expect(page.get_by_role("heading", name="いまは表示しています")).to_be_visible()


@pytest.mark.parametrize("where", ["dialog", "cart"])
def test_an_answer_copies_no_style_that_a_browser_put_on_a_field(
    shopper: Callable[..., Shopper], where: str
) -> None:
    """Password keepers and readers of pages style fields; copied to what is swapped in, the shop's own policy refuses it."""
    walk = shopper("desk").add()
    page = walk.page if where == "dialog" else walk.go("/cart").page
    page.evaluate("for (const one of document.querySelectorAll('[id]')) one.style.top = '0px'")
    if where == "dialog":
        offered(page, ASKS).get_by_role("button", name="アカシアはちみつ").click()
        expect(page.locator("#offer-dialog .offer__said")).to_contain_text("アカシアはちみつ")
    else:
        page.get_by_role("button", name="3点のセットに替える").click()
        expect(page.locator(".flash")).to_contain_text("3点のセットにしました")
    expect(page.locator("#cart-contents [style], #offer-dialog [style]")).to_have_count(0)
