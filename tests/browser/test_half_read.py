"""Half a page may be painted before the rest of it is read; what is painted stays where it is."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.support.looking import shifts
from tests.support.orders import paid, placed
from tests.support.piecemeal import Part, in_pieces

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]

HEADER: Part = ('<header class="site-header', "</header>")
HERO: Part = ('<div class="hero__words', "</section>")
FILTERS: Part = ('<details class="drawer', "<fieldset")
SORTING: Part = ('<div class="toolbar', "<ul")
THANKS: Part = ('<div class="thanks"', "</div>")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("path", "parts", "least"),
    [("/ja/", [HEADER, HERO], 40), ("/ja/products", [HEADER, FILTERS, SORTING], 40)],
)
def test_nothing_moves_when_the_rest_of_the_page_comes(
    site: Site, visitor: Visitor, path: str, parts: list[Part], least: int, width: int
) -> None:
    page = visitor()
    page.set_viewport_size({"width": width, "height": 800})
    with in_pieces(site[1], parts) as (address, sender):
        assert sender.open(page, address + path) >= least
        assert shifts(page) == []


def test_nothing_moves_on_a_narrow_page_of_thanks(
    site: Site, visitor: Visitor, now: datetime
) -> None:
    order = placed(site[1], paid, now, "en")
    page = visitor()
    page.set_viewport_size({"width": 320, "height": 800})
    with in_pieces(site[1], [THANKS]) as (address, sender):
        assert sender.open(page, address + order.thank_you) >= 10
        assert shifts(page) == []
