"""A product page is light: counted as a phone with an empty cache receives it, before anything is scrolled."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

MOST_BYTES = 150 * 1024
MOST_REQUESTS = 10


@pytest.mark.browser
@pytest.mark.parametrize("slug", ["sleep-blend", "glass-mug"])
def test_a_product_page_is_light(visitor: Callable[..., Page], slug: str) -> None:
    page = visitor("phone", device_scale_factor=2)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: dict[str, float] = {}
    asked: dict[str, str] = {}
    network.on(
        "Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]["url"]})
    )
    network.on(
        "Network.loadingFinished",
        lambda e: received.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(f"/ja/products/{slug}", wait_until="networkidle")
    weights = {
        asked[one]: int(size)
        for one, size in received.items()
        if not asked[one].startswith("data:")
    }
    assert len(weights) <= MOST_REQUESTS, weights
    assert sum(weights.values()) <= MOST_BYTES, weights
