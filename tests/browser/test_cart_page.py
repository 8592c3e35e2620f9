"""The cart with scripts: lines change without a new page, the focus stays where the hand is, a removal can be undone."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from storefront.cart.cart import CartLine
from storefront.catalog.variant import Variant
from storefront.extensions import db
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]


def lines(site: Site) -> dict[str, int]:
    """What the only cart of the shop holds."""
    with site[1].app_context():
        rows = select(Variant.sku, CartLine.quantity).join(CartLine.variant).order_by(CartLine.id)
        return {row.sku: row.quantity for row in db.session.execute(rows)}


def test_the_quantity_changes_in_place_and_the_focus_stays(site: Site, visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone")).add()
    page = shopper.go("/cart").page
    page.evaluate("window.same = true")
    more = page.get_by_role("button", name=re.compile("30包 数量をひとつ増やす"))
    for count in (2, 3):
        more.click()
        expect(page.locator("#cart-count")).to_contain_text(str(count))
        expect(page.get_by_role("spinbutton")).to_have_value(str(count))
        expect(more).to_be_focused()
    expect(page.locator("#status")).to_contain_text("数量を3にしました")
    expect(page.locator(".line .price")).to_have_text("¥3,840")
    less = page.get_by_role("button", name=re.compile("30包 数量をひとつ減らす"))
    less.press("Enter")
    expect(page.locator("#cart-count")).to_contain_text("2")
    expect(less).to_be_focused()
    page.get_by_role("spinbutton").fill("5")
    page.get_by_role("spinbutton").press("Enter")
    expect(page.locator("#cart-count")).to_contain_text("5")
    assert page.evaluate("window.same") is True
    assert lines(site) == {"SLEEP-30": 5}


def test_more_than_there_is_is_refused_in_words_at_the_line(site: Site, visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone")).add()
    page = shopper.go("/cart").page
    number = page.get_by_role("spinbutton")
    number.fill("999")
    number.press("Enter")
    expect(page.locator(".line .field__error")).to_be_visible()
    expect(page.get_by_role("spinbutton")).to_be_focused()
    expect(page.locator("#cart-count")).to_contain_text("1")
    assert lines(site) == {"SLEEP-30": 1}


def test_a_removal_moves_the_focus_to_its_words_and_is_undone(site: Site, visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone")).add()
    page = shopper.add("glass-mug").go("/cart").page
    page.evaluate("window.same = true")
    page.get_by_role("button", name="おやすみブレンド 30包を取り除く").click()
    expect(page.locator(".line")).to_have_count(1)
    expect(page.locator(".flash")).to_be_focused()
    expect(page.locator(".flash")).to_contain_text("おやすみブレンド 30包を取り除きました")
    expect(page.locator("#cart-count")).to_contain_text("1")
    assert lines(site) == {"GLASS-MUG": 1}
    shopper.button("undo").click()
    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator("#line-SLEEP-30 a")).to_be_focused()
    expect(page.locator("#cart-count")).to_contain_text("2")
    expect(page.locator("#status")).to_contain_text("カートに戻しました")
    assert page.evaluate("window.same") is True
    assert sorted(lines(site)) == ["GLASS-MUG", "SLEEP-30"]


def test_the_last_line_removed_leaves_words_and_ways_on(site: Site, visitor: Visitor) -> None:
    shopper = Shopper(visitor("desk"), "en").add()
    page = shopper.go("/cart").page
    page.get_by_role("button", name=re.compile("^Remove|Take out")).click()
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(".flash")).to_be_focused()
    expect(page.locator("#cart-count")).to_have_text(re.compile("empty"))
    assert lines(site) == {}
    shopper.button("undo").click()
    expect(page.locator(".line")).to_have_count(1)
    assert lines(site) == {"SLEEP-30": 1}


def test_without_scripts_the_same_buttons_post_and_lead_back(site: Site, visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone", scripts=False), scripts=False).add()
    page = shopper.go("/cart").page
    page.get_by_role("button", name=re.compile("数量をひとつ増やす")).click()
    expect(page.get_by_role("spinbutton")).to_have_value("2")
    page.get_by_role("spinbutton").fill("4")
    page.get_by_role("button", name=re.compile("^更新")).click()
    expect(page.locator(".line .price")).to_have_text("¥5,120")
    page.get_by_role("button", name=re.compile("を取り除く$")).click()
    expect(page.locator(".empty")).to_be_visible()
    assert lines(site) == {}
    shopper.button("undo").click()
    expect(page.get_by_role("spinbutton")).to_have_value("4")
    assert lines(site) == {"SLEEP-30": 4}
