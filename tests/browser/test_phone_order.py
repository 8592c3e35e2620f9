"""An order taken by phone in a real browser: goods while typing, the whole cost beside it, one order in the end."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.clerk import Clerk
from tests.support.looking import sticking_out
from tests.support.orders import paid, placed

pytestmark = pytest.mark.browser


def test_a_call_from_the_first_word_to_the_order(
    site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime
) -> None:
    placed(site[1], paid, now)
    page = visitor("phone", locale="ja-JP")
    clerk = Clerk(page, site[1], now)
    page.goto("/staff/phone-orders")
    clerk.press(page.locator("main .btn--primary"))
    page.locator("#find").press_sequentially("オヤスミ")
    expect(page.locator("#many-SLEEP-30")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.locator("#many-SLEEP-30").fill("3")
    page.locator("button[value=add-SLEEP-30]").click()
    expect(page.locator("#phone-lines")).to_contain_text("おやすみブレンド 30包を3点入れました")
    expect(page.locator("#phone-sum")).to_contain_text("¥3,840")
    page.locator("#count-SLEEP-30").fill("2")
    page.locator("#email").fill("minori@example.jp")
    expect(page.locator("#phone-sum")).to_contain_text("¥2,560")
    page.locator("#name").fill("若葉 みのり")
    expect(page.locator("#phone-earlier")).to_contain_text("渋谷区神南1-2-3")
    page.locator("#postal_code").press_sequentially("9000001")
    expect(page.locator("#address")).to_have_value("那覇市港町")
    expect(page.locator("#address")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("1-2")
    page.locator("#phone").fill("0988887777")
    expect(page.locator("#phone-sum")).to_contain_text("¥4,060")
    page.locator("#payment_method-5").check()
    expect(page.locator("#phone-sum")).to_contain_text("手数料（代金引換）¥330")
    expect(page.locator("#payment_method-5")).to_be_focused()
    assert sticking_out(page) == []
    page.reload()
    expect(page.locator("#address")).to_have_value("那覇市港町1-2"), "kept without a press"
    clerk.press(page.locator("button[value=review]"))
    clerk.at("/staff/phone-orders/1/review")
    expect(page.locator(".review")).to_contain_text("沖縄県")
    clerk.press(page.locator(".call__end .btn--primary"))
    clerk.at("/staff/orders/10002")
    expect(page.locator("#told")).to_contain_text("電話で承りました")
