"""A parcel becomes another one: said before, said after, with the same figures."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.walking import Shopper

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_the_change_of_the_parcel_is_told_before_and_after(
    visitor: Callable[..., Page], scripts: bool
) -> None:
    shopper = Shopper(visitor("phone", scripts), scripts=scripts)
    page = shopper.page
    shopper.go("/products/sleep-blend?sku=SLEEP-15").lives_in("13")
    expect(page.locator("#landed .sums__total")).to_have_text(["¥1,110"])
    shopper.add_here().go("/cart")
    assert shopper.grand_total() == "¥1,110"
    shopper.go("/products/stoneware-mug")
    expect(page.locator("#gap .shipping-change")).to_have_text(
        "これを足すと宅配便になり、送料が+¥320（¥330から¥650）になります。"
    )
    shopper.add_here()
    after = "お届けが宅配便になり、送料が¥320増えました（¥330から¥650）。"
    place = "dialog .shipping-change" if scripts else "#cart-contents .shipping-change"
    expect(page.locator(place)).to_have_text(after)
    shopper.go("/cart")
    assert shopper.grand_total() == "¥4,150"
    expect(page.locator(".totals")).to_contain_text("送料（東京都・宅配便）")
    page.locator("#line-MUG-NAVY").get_by_role("button", name="を取り除く").click()
    expect(page.locator("#cart-contents .shipping-change")).to_have_text(
        "お届けがポスト便になり、送料が¥650から¥330に下がりました。"
    )
    assert shopper.grand_total() == "¥1,110"
