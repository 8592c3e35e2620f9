"""What stands beside a product, in a real browser: the whole ladder, steps, the variant, scripts off, and nothing moves."""

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
HERE = Placement.PRODUCT
TEA = "/products/sleep-blend?sku=SLEEP-30"
HONEY = "/products/acacia-honey?sku=HONEY-180"
QUIET = "わかりました。ここには、しばらくおすすめを出しません。"
MOVED = """() => new Promise(told => new PerformanceObserver(list => told(
    list.getEntries().reduce((sum, one) => sum + one.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => told(0), 500))"""


@pytest.fixture
def offers(site: Site, now: datetime) -> None:
    """Ninety bags for thirty, then the roasted tea; and honey for less from three jars on."""
    with behind_the_counter(site[1]):
        down = offer(now, Kind.DOWNSELL, HERE, goods=[("HOJICHA-80", 1)], title="軽い一杯なら")
        goods, jars = [("SLEEP-90", 1)], [("HONEY-180", 3, 5), ("HONEY-180", 5, 10)]
        up = offer(now, Kind.UP_SELL, HERE, goods=goods, variants=["SLEEP-30"], title="毎晩なら")
        up.next_id = down.id
        title = "まとめて"
        offer(now, Kind.QUANTITY_LADDER, HERE, goods=jars, variants=["HONEY-180"], title=title)


@pytest.fixture
def shopper(site: Site, offers: None, visitor: Visitor) -> Callable[..., Shopper]:
    def come(width: str = "phone", scripts: bool = True) -> Shopper:
        return shown_offers(site, visitor(width, scripts), scripts=scripts)

    return come


def test_the_whole_ladder(site: Site, shopper: Callable[..., Shopper]) -> None:
    walk = shopper().go(TEA)
    page = walk.page
    first = offered(page, "毎晩なら")
    expect(first).to_contain_text("見ているお品より＋")
    with page.expect_response("**/offers/seen"):
        first.scroll_into_view_if_needed()
    first.get_by_role("button", name="このままにする").press("Enter")
    smaller = offered(page, "軽い一杯なら")
    expect(smaller.get_by_role("heading", name="軽い一杯なら")).to_be_focused()
    smaller.get_by_role("button", name="このおすすめを表示しない").click()
    expect(page.locator(".offer-quiet")).to_be_focused()
    expect(page.locator(".offer-quiet")).to_contain_text(QUIET)
    walk.go(TEA)
    expect(page.locator("section.offer")).to_have_count(0)
    assert [became for _place, _about, became in answers(site[1])] == ["refused", "refused"]


def test_the_whole_ladder_with_scripts_off(shopper: Callable[..., Shopper]) -> None:
    page = shopper("phone", False).go(TEA).page
    offered(page, "毎晩なら").get_by_role("button", name="このままにする").click()
    page.wait_for_url("**/products/sleep-blend?*refused=*")
    offered(page, "軽い一杯なら").get_by_role("button", name="このままにする").click()
    expect(page.locator("section.offer")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("おやすみブレンド")


def test_a_step_goes_into_the_cart_where_one_looks(shopper: Callable[..., Shopper]) -> None:
    walk = shopper("desk").go(HONEY)
    page = walk.page
    offered(page, "まとめて").get_by_role("button", name="3点にする").click()
    said = page.locator("#offer-product .offer__said")
    expect(said).to_be_focused()
    expect(said).to_contain_text("カートに入れました：アカシアはちみつ 一瓶 180g")
    expect(page.locator("#cart-count")).to_contain_text("3")
    said.get_by_role("link", name="カートを見る").click()
    walk.at("/cart")
    expect(page.locator("#total")).to_contain_text("¥3,990")


def test_it_follows_the_variant_and_nothing_moves_while_loading(
    shopper: Callable[..., Shopper],
) -> None:
    page = shopper().go(TEA).page
    expect(offered(page, "毎晩なら")).to_be_visible()
    assert page.evaluate(MOVED) == 0
    page.locator('label:has(input[name="sku"][value="SLEEP-15"])').click()
    expect(offered(page, "毎晩なら")).to_have_count(0)
    page.locator('label:has(input[name="sku"][value="SLEEP-30"])').click()
    expect(offered(page, "毎晩なら")).to_be_visible()
    offered(page, "毎晩なら").get_by_role("button", name="こちらをカートに入れる").click()
    expect(page.locator("#cart-count")).to_contain_text("1")
