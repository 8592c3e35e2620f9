"""The order's pages in a real browser: waiting for the bank, copying the number, mails in their frame."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from storefront import worker
from storefront.orders.finding import order_by_number
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.settling import last_payment, settle
from tests.support.live import serve
from tests.support.orders import Placed, behind_the_counter, paid, placed, unanswered

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path, now: datetime) -> Iterator[tuple[str, Flask]]:
    with serve(tmp_path) as shop:
        yield shop


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP", viewport={"width": 390, "height": 844})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def answered(app: Flask, order: Placed, status: OutcomeStatus, now: datetime) -> None:
    with behind_the_counter(app):
        row = order_by_number(order.number)
        assert row is not None
        payment = last_payment(row)
        assert payment is not None
        settle(payment, Outcome(status, failure="card_declined"), now)


@pytest.mark.parametrize(
    ("status", "ends_at", "says"),
    [
        (OutcomeStatus.CAPTURED, "/thank-you", "ご注文ありがとうございます"),
        (OutcomeStatus.DECLINED, "/pay", "お支払い"),
    ],
)
def test_the_waiting_page_goes_on_by_itself_once_the_bank_has_answered(
    served: tuple[str, Flask],
    page: Page,
    now: datetime,
    status: OutcomeStatus,
    ends_at: str,
    says: str,
) -> None:
    address, app = served
    order = placed(app, unanswered, now)
    page.goto(address + order.thank_you)
    expect(page.get_by_role("heading", level=1)).to_have_text("お支払いを確認しています")
    answered(app, order, status, now)
    page.wait_for_url(lambda url: f"{ends_at}?key=" in url, timeout=15_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text(says, timeout=15_000)


def test_the_order_s_page_changes_in_place_and_stops_asking(
    served: tuple[str, Flask], page: Page, now: datetime
) -> None:
    address, app = served
    order = placed(app, unanswered, now)
    page.goto(address + order.show)
    answered(app, order, OutcomeStatus.CAPTURED, now)
    expect(page.locator("#order-state")).to_have_text("発送の準備をしています", timeout=15_000)
    expect(page.locator("[data-hx-trigger]")).to_have_count(0)
    expect(page.locator("[aria-live=polite] #order-status")).to_have_count(1)


def test_the_number_can_be_copied(served: tuple[str, Flask], page: Page, now: datetime) -> None:
    address, app = served
    order = placed(app, paid, now)
    page.goto(address + order.thank_you)
    page.get_by_role("button", name="写す").click()
    expect(page.locator("#status")).to_have_text("写しました")
    assert page.evaluate("navigator.clipboard.readText()") == order.number


def test_a_mail_s_link_leaves_the_frame_and_opens_the_order(
    served: tuple[str, Flask], page: Page, now: datetime
) -> None:
    address, app = served
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], site_url=address)
    placed(app, paid, now)
    with behind_the_counter(app):
        worker.run_due(now)
    page.goto(address + "/outbox")
    page.locator(".mails__subject").first.click()
    page.frame_locator("iframe").get_by_role("link", name="ご注文の状況を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ご注文 10001")
