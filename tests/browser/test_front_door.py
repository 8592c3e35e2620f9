"""The first look: pages stand still, pictures are there, nothing overflows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

ADDRESSES = [
    "/ja/",
    "/en/",
    "/ja/products",
    "/en/products/sleep-blend",
    "/ja/cart",
    "/ja/legal/delivery",
]
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 400);
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", ["phone", "desk"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_stands_still_and_does_not_scroll_sideways(
    visitor: Callable[..., Page], address: str, width: str
) -> None:
    page = visitor(width)
    answer = page.goto(address, wait_until="load")
    assert answer is not None and answer.status == 200
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    broken = page.evaluate(
        "[...document.images].filter(i => i.complete && !i.naturalWidth && i.loading !== 'lazy').map(i => i.src)"
    )
    assert broken == []


@pytest.mark.browser
def test_the_language_switch_keeps_the_page(visitor: Callable[..., Page]) -> None:
    page = visitor("desk")
    page.goto("/ja/products/sleep-blend?sku=SLEEP-90")
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url("**/en/products/sleep-blend?sku=SLEEP-90")
    assert page.get_by_role("radio", name="90 bags").is_checked()
