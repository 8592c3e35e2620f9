"""An order at the desk in a real browser: a note without a reload, choices that follow the prefecture, and the change itself."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.clerk import Clerk
from tests.support.orders import paid, placed

pytestmark = pytest.mark.browser


def test_a_note_and_another_address_on_a_phone(
    site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime
) -> None:
    number = placed(site[1], paid, now).number
    clerk = Clerk(visitor("phone"), site[1], now).open(number)
    page = clerk.page
    page.evaluate("document.body.dataset.same = 'page'")
    page.locator("#note").fill("玄関先に置いてよいとのこと")
    page.locator("[name=for_packers]").check()
    page.locator(".note-form button").click()
    first = page.locator(".told-list li").first
    expect(first).to_contain_text("玄関先に置いてよいとのこと")
    expect(first).to_contain_text("出荷の注意")
    expect(page.locator("#note")).to_have_value("")
    expect(page.locator("body")).to_have_attribute("data-same", "page")
    clerk.act("change").at(f"/staff/orders/{number}/change")
    page.locator("#prefecture").select_option("01")
    expect(page.locator(".choice").first).to_contain_text("¥1,000")
    page.locator("#postal_code").fill("0600001")
    page.locator("#address").fill("札幌市中央区北一条西1")
    clerk.sure().at(f"/staff/orders/{number}/change")
    expect(page.locator("main")).to_contain_text("差額の¥350は店が負担します")
    clerk.sure().at(f"/staff/orders/{number}")
    expect(page.locator(".facts")).to_contain_text("北海道札幌市中央区北一条西1")
    expect(page.locator(".told-list")).to_contain_text("お届けの内容を変えました")
