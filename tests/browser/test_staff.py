"""The staff area on a phone and on a desk, with scripts and without."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.desk import EMAIL, NAME, PASSWORD, hire
from tests.support.looking import at_fault

pytestmark = pytest.mark.browser
RIGHT_EDGES = "links => links.map(link => link.getBoundingClientRect().right)"


@pytest.mark.parametrize(("width", "scripts"), [("phone", False), ("desk", True)])
def test_a_day_begins_and_ends(
    site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime, width: str, scripts: bool
) -> None:
    hire(site[1], now)
    page = visitor(width, scripts, locale="ja-JP")
    page.goto("/staff/account")
    assert not scripts or at_fault(page) == []
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_label("パスワード").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("パスワードがちがいます")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインインする").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("自分の設定")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your settings")
    for size in (320, 390, 1280):
        page.set_viewport_size({"width": size, "height": 844})
        for path in ("/staff/", "/staff/account", "/staff/confirm", "/staff/methods"):
            page.goto(path)
            ends = page.locator(".staff-nav a").evaluate_all(RIGHT_EDGES)
            assert max(ends) <= size, (path, size)
            if path == "/staff/methods":
                expect(page.locator(".staff-nav [aria-current]")).to_be_in_viewport(ratio=1)
            expect(page.get_by_role("link", name=NAME)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= size, (path, size)
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")
