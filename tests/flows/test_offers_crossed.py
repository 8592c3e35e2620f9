"""× on every offer: at a cart line, in the dialog and after an order it says the same no as the words do."""

from datetime import datetime

import pytest
from bs4 import Tag
from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.adding.buying import offered, ordered
from tests.cart.visitor import words
from tests.flows.offered import block, dialog, send, visitor_of
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter

NAME = "このおすすめを表示しない"


def the_no(shown: Tag | None) -> Tag:
    """The form that the × of an offer sends, which is the only one of its name."""
    assert shown is not None
    [cross] = [one for one in shown.select("button.tool") if words(one) == NAME]
    form = shown.select_one(f'form[id="{cross["form"]}"]') if cross.get("form") else cross.find_parent("form")  # fmt: skip
    assert isinstance(form, Tag)
    return form


@pytest.mark.parametrize("kind", [Kind.SET_OF_N, Kind.UP_SELL])
@pytest.mark.parametrize("place", [Placement.CART_LINE, Placement.DIALOG])
def test_a_swap_is_crossed_out(app: Flask, now: datetime, kind: Kind, place: Placement) -> None:
    goods = [("SLEEP-30", 3) if kind is Kind.SET_OF_N else ("SLEEP-90", 1)]
    with behind_the_counter(app):
        offer(now, kind, place, goods=goods, variants=["SLEEP-30"])
    visitor = visitor_of(app)
    page = dialog(visitor)
    if place is Placement.CART_LINE:
        page = visitor.get("/cart")
    form = the_no(block(page, place.value))
    assert words(form) == "このままにする"
    assert send(visitor, form).status_code == 200
    assert [became for _place, _about, became in answers(app)] == ["refused"]
    assert visitor.lines() == {"SLEEP-30": 1}


def test_what_is_offered_after_an_order_is_crossed_out(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app)
    form = the_no(buyer.page.select_one("#offer-thank_you"))
    assert words(form) == "今回は追加しない"
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    buyer._keep(buyer.client.post(str(form["action"]), data=fields))
    assert "内容を確かめて追加する" not in buyer.follow().said()
    assert [became for _place, _about, became in answers(app)] == ["refused"]
