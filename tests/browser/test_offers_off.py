"""One click that silences all of it: product, dialog, cart, line, thank-you page and mail; and one that brings it back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from storefront import worker
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.offers.kinds import Kind, Placement
from tests.support.offered import shown_offers
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter
from tests.support.walking import PAYS

pytestmark = pytest.mark.browser
TITLE = "ごいっしょに"


@pytest.fixture
def offers(site: tuple[str, Flask], now: datetime) -> None:
    """Something everywhere."""
    with behind_the_counter(site[1]):
        goods = [("HONEY-180", 1)]
        for place in (Placement.PRODUCT, Placement.DIALOG, Placement.CART, Placement.MAIL):
            offer(now, Kind.CROSS_SELL, place, goods=goods, title=TITLE)
        offer(now, Kind.SET_OF_N, Placement.CART_LINE, goods=[("SLEEP-30", 3)], percent_off=10)
        offer(now, Kind.THANK_YOU, Placement.THANK_YOU, goods=goods, percent_off=5, title=TITLE)


def mail(app: Flask, number: str, now: datetime) -> str:
    with behind_the_counter(app):
        while worker.run_due(now):
            pass
        key = f"order:{number}:confirmation"
        return db.session.scalars(select(OutboxMessage.text).where(OutboxMessage.key == key)).one()


def offered(page: Page) -> list[str]:
    """The places at which something is offered on the page."""
    found = page.locator("section.offer").evaluate_all("all => all.map(one => one.id)")
    return [one.split("-")[1] for one in found]


@pytest.mark.parametrize("scripts", [True, False])
def test_off_everywhere_and_on_again(
    site: tuple[str, Flask],
    offers: None,
    visitor: Callable[..., Page],
    now: datetime,
    scripts: bool,
) -> None:
    page = visitor("desk", scripts)
    walk = shown_offers(site, page, scripts=scripts).go("/products/sleep-blend?sku=SLEEP-30")
    assert offered(page) == ["product"]

    page.locator("footer").get_by_role("link", name="おすすめの表示").click()
    page.get_by_role("button", name="おすすめを表示しない").click()
    expect(page.get_by_role("heading", name="いまは表示していません")).to_be_visible()
    walk.add(sku="SLEEP-30")
    assert offered(page) == []
    walk.go("/cart")
    assert offered(page) == []
    number = walk.to_delivery().delivery().pay_by_card(PAYS).order().thanked()
    assert offered(page) == []
    assert TITLE not in mail(site[1], number, now)
    told = {became for _place, _about, became in answers(site[1])}
    assert told <= {"seen", "withheld: off"} and told != {"seen"}

    walk.go(f"/orders/{number}")
    page.locator(".order__offers").get_by_role("button", name="おすすめを表示する").click()
    expect(page.get_by_role("button", name="おすすめを表示しない")).to_be_visible()
    walk.go("/products/sleep-blend?sku=SLEEP-30")
    assert offered(page) == ["product"]
    walk.add(sku="SLEEP-30").go("/cart")
    assert offered(page) == ["cart_line", "cart"]
    assert page.locator(".cart__more").get_by_role("button", name="おすすめを表示しない").count()
    number = walk.to_delivery().delivery().pay_by_card(PAYS).order().thanked()
    assert offered(page) == ["thank_you"]
    assert TITLE in mail(site[1], number, now)
