"""The ladder: the better one refused, one that fits better, silence. With scripts and without."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront import clock, revision
from storefront.extensions import db
from storefront.offers.kinds import Kind, Placement
from storefront.offers.offer import Offer
from storefront.revision import Part
from tests.cart.visitor import Visitor, read, words
from tests.flows.offered import accept, block, followed, refuse, visitor_of
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter

LINE = Placement.CART_LINE
QUIET = "わかりました。ここには、しばらくおすすめを出しません。"


@pytest.fixture
def ladder(app: Flask, now: datetime) -> None:
    """Ninety bags instead of fifteen; after a no the roasted tea; and a set for whoever has thirty."""
    with behind_the_counter(app):
        down = offer(
            now, Kind.DOWNSELL, LINE, goods=[("HOJICHA-80", 1)], title="軽い一杯がお好みなら"
        )
        up = offer(
            now,
            Kind.UP_SELL,
            LINE,
            goods=[("SLEEP-90", 1)],
            variants=["SLEEP-15"],
            title="毎晩なら",
        )
        up.next_id = down.id
        offer(now, Kind.SET_OF_N, LINE, goods=[("SLEEP-30", 3)], percent_off=10)


@pytest.fixture
def visitor(app: Flask, ladder: None) -> Visitor:
    found = visitor_of(app)
    found.add("SLEEP-15")
    return found


def test_a_downsell_is_never_made_unasked(app: Flask, visitor: Visitor) -> None:
    with behind_the_counter(app):
        db.session.query(Offer).filter_by(kind=Kind.UP_SELL).update({"state": "draft"})
        revision.bump(Part.SETTINGS)
    assert block(visitor.get("/cart"), "cart_line") is None


def test_one_smaller_proposal_then_silence(app: Flask, visitor: Visitor) -> None:
    page = read(refuse(visitor, block(visitor.get("/cart"), "cart_line")))
    smaller = page.select_one("section.offer")
    assert smaller["id"] == "offer-cart_line-SLEEP-15"  # type: ignore[index]
    heading = smaller.select_one("h3")  # type: ignore[union-attr]
    assert words(heading) == "軽い一杯がお好みなら"
    assert (heading["tabindex"], heading.has_attr("data-focus")) == ("-1", True)  # type: ignore[index,union-attr]
    last = read(refuse(visitor, smaller))
    assert words(last).startswith(QUIET)
    assert last.select_one("section") is None
    visitor.add("SLEEP-30")
    assert visitor.get("/cart").select(".offer--swap") == []
    assert [became for _place, _about, became in answers(app)] == ["refused", "refused"]


def test_the_smaller_one_can_be_taken(app: Flask, visitor: Visitor) -> None:
    page = read(refuse(visitor, block(visitor.get("/cart"), "cart_line")))
    page = read(accept(visitor, page.select_one("section.offer")))
    assert words(page.select_one(".flash")).startswith("おやすみブレンド 15包をほうじ茶")
    assert visitor.lines() == {"HOJICHA-80": 1}
    assert [became for _place, _about, became in answers(app)] == ["refused", "accepted"]


def test_the_same_without_scripts(app: Flask, visitor: Visitor) -> None:
    page = followed(visitor, refuse(visitor, block(visitor.get("/cart"), "cart_line"), htmx=False))
    smaller = block(page, "cart_line")
    assert words(smaller.select_one("h3")) == "軽い一杯がお好みなら"  # type: ignore[union-attr]
    page = followed(visitor, refuse(visitor, smaller, htmx=False))
    assert words(page.select_one(".flash")) == QUIET
    assert page.select("section.offer") == []
    assert visitor.get("/cart").select("section.offer") == []


def test_a_no_twice_is_one_no_and_gets_no_second_proposal(app: Flask, visitor: Visitor) -> None:
    offered = block(visitor.get("/cart"), "cart_line")
    for _again in range(2):
        page = read(refuse(visitor, offered))
        assert page.select_one("section.offer h3") is not None
    assert len(answers(app)) == 2


def test_later_visits_do_not_hear_of_either(
    app: Flask, visitor: Visitor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read(refuse(visitor, block(visitor.get("/cart"), "cart_line")))
    refuse(visitor, page.select_one("section.offer"))
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=20))
    visitor.add("SLEEP-30")
    swap = block(visitor.get("/cart"), "cart_line")
    assert swap["id"] == "offer-cart_line-SLEEP-30"  # type: ignore[index]
