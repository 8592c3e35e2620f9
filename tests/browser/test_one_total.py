"""What it costs is one figure, from the product page to the mail."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.books import let_work, mails, the_order
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "code", "total"), [("ja", "card", "¥1,930"), ("en", "cod", "¥2,260")]
)
def test_the_total_is_the_same_everywhere(
    site: tuple[str, Flask],
    visitor: Callable[..., Page],
    now: datetime,
    language: str,
    code: str,
    total: str,
) -> None:
    shopper = Shopper(visitor("phone"), language).go("/products/sleep-blend").lives_in("13")
    page = shopper.page
    rows = page.locator("#landed .sums__total")
    expect(rows).to_have_text(["¥1,930", "¥2,260"])
    shopper.add_here()
    expect(page.locator("dialog .dialog__sums")).to_contain_text("¥1,280")
    expect(page.locator("dialog .dialog__sums")).to_contain_text("¥650")
    shopper.go("/cart")
    assert shopper.grand_total() == "¥1,930"
    expect(page.locator("[aria-labelledby=pay-sums] .pay-sums__sum")).to_have_text(
        ["¥1,930", "¥2,260"]
    )
    shopper.to_delivery()
    expect(page.locator(".summary .price").first).to_have_text("¥1,930")
    shopper.delivery()
    shopper.choose("payment_method", code)
    expect(page.locator(".summary .price").first).to_have_text(total)
    _ = shopper.pay_by_card() if code == "card" else shopper.pay_at_the_door()
    assert shopper.grand_total() == total
    expect(page.locator("button .btn__sum:visible").first).to_have_text(total)
    expect(page.locator(".legal")).to_contain_text(total)
    shopper.order().thanked()
    assert shopper.grand_total() == total
    page.locator(".block__head a").click()
    shopper.at("/orders/10001")
    assert shopper.grand_total() == total
    assert f"¥{the_order(site[1]).total:,}" == total
    let_work(site[1], now)
    mail = mails(site[1])[0]
    assert total in mail.text and total in mail.html
