"""Looking into an offer: the page its link leads to tells it, once, and only for who was shown it."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from storefront.clock import shop_day
from storefront.offers.impression import note
from storefront.offers.kinds import Answer, Kind, Placement
from storefront.reports.offer_results import last_days
from storefront.reports.offers import figures_of_offers
from storefront.visitors.visitor import visitor_for
from tests.cart.visitor import HTMX, Visitor
from tests.flows.offered import block, dialog, refuse, seen, visitor_of
from tests.support.offers import SHOWN, answers, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import statements

TELLS = 'form[data-hx-post$="/offers/clicked"]'
TEA = "/products/sleep-blend?sku=SLEEP-30"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return visitor_of(app)


def link(page: BeautifulSoup, placement: str) -> str:
    """The address of the first card of an offer, without the language."""
    found = block(page, placement)
    assert found is not None
    return str(found.select_one("a")["href"]).removeprefix("/ja")  # type: ignore[index]


def tell(visitor: Visitor, page: BeautifulSoup) -> None:
    """Let the page tell that somebody came there."""
    form = page.select_one(TELLS)
    assert form is not None and form["data-hx-trigger"] == "load"
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    assert visitor.client.post("/ja/offers/clicked", data=fields, headers=HTMX).status_code == 204


def became(app: Flask, placement: str) -> list[str]:
    return [answer for place, _context, answer in answers(app) if place == placement]


@pytest.mark.parametrize("place", [Placement.CART, Placement.DIALOG, Placement.PRODUCT])
def test_a_card_is_looked_into_once(
    app: Flask, visitor: Visitor, now: datetime, place: Placement
) -> None:
    with behind_the_counter(app):
        goods = [("HONEY-180", 1)]
        offer(now, Kind.CROSS_SELL, place, goods=goods, products=["sleep-blend"])
    added = dialog(visitor)
    page = {Placement.CART: visitor.get("/cart"), Placement.DIALOG: added}.get(
        place, visitor.get(TEA)
    )
    seen(visitor, page)
    there = link(page, place.value)
    with statements(app) as heard:
        opened = visitor.get(there)
    assert not [one for one in heard if one.startswith(("INSERT", "UPDATE"))]
    assert became(app, place) == ["seen"], "a link that is opened writes nothing"
    tell(visitor, opened)
    assert became(app, place) == ["clicked"]
    assert visitor.get(there).select_one(TELLS) is None, "once is enough"
    assert visitor_of(app, "other").get(there).select_one(TELLS) is None, "it was not shown to them"
    with app.app_context():
        assert figures_of_offers(last_days(shop_day(now)), now).now.result.clicked == 1


def test_the_kept_page_stays_the_same_for_all(visitor: Visitor) -> None:
    plain, by_link = visitor.get(TEA), visitor.get(TEA + "&from=cart-1")
    assert by_link.select_one('link[rel="canonical"]') == plain.select_one('link[rel="canonical"]')
    assert "from=" not in str(by_link.select_one("main"))


@pytest.mark.parametrize("said", ["", "cart", "cart-", "payment-1", "cart-x", "cart-" + "9" * 5000])
def test_what_no_link_says_is_nothing(visitor: Visitor, said: str) -> None:
    dialog(visitor)
    assert visitor.get(f"{TEA}&from={said}").select_one(TELLS) is None


def test_an_offer_that_was_refused_is_not_looked_into(
    app: Flask, visitor: Visitor, now: datetime
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.CART, goods=[("HONEY-180", 1)])
    dialog(visitor)
    page = visitor.get("/cart")
    refuse(visitor, block(page, "cart"))
    assert visitor.get(link(page, "cart")).select_one(TELLS) is None
    assert became(app, "cart") == ["refused"]


def test_what_is_seen_on_the_page_itself_is_no_way_to_it(
    app: Flask, visitor: Visitor, now: datetime
) -> None:
    """An offer beside every product: whoever came by it sees it again beside the next one, and reloads."""
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.PRODUCT)
    page = visitor.get(TEA)
    seen(visitor, page)
    there = link(page, "product")
    opened = visitor.get(there)
    tell(visitor, opened)
    seen(visitor, BeautifulSoup(str(block(opened, "product").parent), "html.parser"))  # type: ignore[union-attr]
    assert sorted(became(app, "product")) == ["clicked", "seen"]
    assert visitor.get(there).select_one(TELLS) is None


def test_the_better_one_of_the_same_product_is_looked_into(
    app: Flask, visitor: Visitor, now: datetime
) -> None:
    with behind_the_counter(app):
        goods = [("SLEEP-90", 1)]
        offer(now, Kind.UP_SELL, Placement.PRODUCT, goods=goods, variants=["SLEEP-30"])
    page = visitor.get(TEA)
    seen(visitor, page)
    tell(visitor, visitor.get(link(page, "product")))
    assert became(app, "product") == ["clicked"]


def test_the_way_from_a_mail_is_told_by_the_page_and_not_by_the_link(
    app: Flask, visitor: Visitor, now: datetime
) -> None:
    with behind_the_counter(app):
        row = offer(now, Kind.CROSS_SELL, Placement.MAIL, goods=[("HONEY-180", 1)])
        note(visitor_for(SHOWN, now).id, row.id, Placement.MAIL, "mail:7", Answer.SEEN, now)
    visitor.post("/offers/switch", offers="on")
    page = visitor.get("/products/acacia-honey?sku=HONEY-180&from=mail")
    assert answers(app) == [("mail", "mail:7", "seen")], "a link that is opened writes nothing"
    tell(visitor, page)
    assert answers(app) == [("mail", "mail:7", "clicked")]
    again = visitor.get("/products/acacia-honey?sku=HONEY-180&from=mail")
    assert again.select_one(TELLS) is None
    assert visitor_of(app, "other").get(TEA + "&from=mail").select_one(TELLS) is None
