"""An owner's day in a real browser: an order in two parcels, a part of its bundle back, one taken by phone, another price."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.pricing.adjustment import Adjustment
from storefront.staff.member import Member
from tests.support.clerk import Clerk
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.phone import review

pytestmark = pytest.mark.browser
GOODS = {"SLEEP-30": 1280, "GLASS-MUG": 1540}
BUNDLE = Adjustment("tea-time", -501, {"ja": "お茶の時間", "en": "Tea time"}, GOODS)


@pytest.fixture
def clerk(site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime) -> Clerk:
    """The owner at the desk, with one order for a bundle."""
    placed(site[1], paid, now, bought=tuple((sku, 1) for sku in GOODS), off=(BUNDLE,))
    return Clerk(visitor("desk", locale="ja-JP"), site[1], now)


def leave(clerk: Clerk, tracking: str, *, without: int | None = None) -> None:
    """Send off what is left, or all but a line."""
    clerk.open().act("sent")
    clerk.page.locator("#tracking-0").fill(tracking)
    if without is not None:
        clerk.page.locator(".fold summary").click()
        clerk.page.locator(f"#pieces-{without}").fill("0")
    clerk.sure().at("/staff/orders/10001")


def test_two_parcels_then_a_part_of_the_bundle_back_on_the_shelf(clerk: Clerk) -> None:
    page = clerk.page
    leave(clerk, "4912-3456-7890", without=1)
    expect(page.locator("#told")).to_contain_text("4912-3456-7890")
    expect(page.locator(".staff-head")).to_contain_text("一部発送")
    leave(clerk, "4912-3456-7901")
    expect(page.locator("#told")).to_contain_text("4912-3456-7901")
    clerk.refund("袋が破れていた", pieces="1", shelf="1")
    expect(page.locator("main")).to_contain_text("¥1,053")
    page.goto("/staff/stock/SLEEP-30")
    line = page.locator("main tbody tr").first
    expect(line).to_contain_text("+1")
    expect(line).to_contain_text("10001")


def test_a_call_ends_in_a_link_to_pay_and_a_price_in_its_history_and_on_its_page(
    site: tuple[str, Flask], clerk: Clerk, now: datetime
) -> None:
    app, page = site[1], clerk.page
    with behind_the_counter(app):
        member = db.session.scalars(select(Member.id)).one()
        sheet = review(member, now)
    page.goto(f"{sheet}/review")
    clerk.press(page.locator(".call__end .btn--primary"))
    clerk.at("/staff/orders/10002")
    expect(page.locator("#told")).to_contain_text("電話で承りました")
    with app.app_context():
        kinds = set(db.session.scalars(select(Job.kind)))
        assert "mail.pay_link" in kinds
    page.goto("/staff/products/skus/SLEEP-30/prices")
    page.locator("#price").fill("1,380円")
    page.locator("#why").fill("収穫が少なかったため")
    clerk.press(page.get_by_role("button", name="この値段にする"))
    expect(page.locator(".pastprice").first).to_contain_text("¥1,380")
    page.goto("/ja/products/sleep-blend?sku=SLEEP-30")
    expect(page.locator(".buy")).to_contain_text("¥1,380")
