"""What sending and paying cost when the buyer agreed, and why it is another matter now: rules without a page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storefront.checkout.agreed import (
    Cause,
    agree_on_payment,
    agree_on_sending,
    payment_news,
    sending_news,
)
from storefront.checkout.checkout import Checkout
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Rate, Sending, Tariff
from storefront.shipping.limits import Limits
from storefront.shipping.load import Temperature
from tests.quoting.tariffs import COD, HOME, NO_TEXT, TUESDAY_MORNING, place, tea
from tests.quoting.tariffs import TARIFF as PLAIN

NOW = datetime(2026, 11, 24, tzinfo=UTC)
EVERYWHERE = {"kanto": Rate(330, 2, None)}
POSTBOX = Sending(
    "postbox",
    {"ja": "ポスト便", "en": "Letterbox"},
    NO_TEXT,
    False,
    (),
    EVERYWHERE,
    limits=Limits(312, 228, 30, 1000, 3000),
)
BOXED = replace(HOME, limits=Limits(500, 350, 300, 15_000, boxes=10))
COOL = replace(HOME, code="cool", temperature=Temperature.COOL, rates={"kanto": Rate(925, 1, None)})
TARIFF = replace(PLAIN, sendings=(BOXED, POSTBOX, COOL))
TOWEL = QuoteItem("TOWEL", 1, 1320, "goods", 100, (180, 125, 25))
MUG = QuoteItem("MUG", 1, 1540, "goods", 400, (135, 115, 105))
BUTTER = QuoteItem("BUTTER", 1, 980, "food", 300, (120, 80, 60), Temperature.COOL)


def priced(
    *items: QuoteItem,
    way: str = "",
    payment: str = "",
    tariff: Tariff = TARIFF,
    there: str = "Tokyo",
) -> Quote:
    return quote(items, tariff, TUESDAY_MORNING, place(there), way, payment)


def agreed_to(way: str, *items: QuoteItem, payment: str = "card") -> Checkout:
    checkout = Checkout(
        cart_id=1, shipping_method=way, payment_method=payment, prefecture="13", updated_at=NOW
    )
    agreed = priced(*items, way=way, payment=payment)
    agree_on_sending(checkout, agreed)
    agree_on_payment(checkout, agreed)
    return checkout


def news(checkout: Checkout, *items: QuoteItem, **more: object) -> tuple[Cause, int, int] | None:
    asked = priced(*items, way=checkout.shipping_method, **more)  # type: ignore[arg-type]
    tariff = more.get("tariff", TARIFF)
    assert isinstance(tariff, Tariff)
    found = sending_news(checkout, asked, tariff)
    return (found.cause, found.before, found.after) if found else None


def test_nothing_is_said_while_nothing_changed_and_before_anything_was_agreed() -> None:
    assert news(agreed_to("postbox", TOWEL), TOWEL) is None
    blank = Checkout(cart_id=1, shipping_method="postbox", updated_at=NOW)
    assert news(blank, TOWEL, MUG) is None
    assert payment_news(blank, priced(TOWEL)) is None


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ((TOWEL, MUG), Cause.TOO_BIG),
        ((replace(TOWEL, quantity=3),), Cause.TOO_DEAR),
    ],
)
def test_what_outgrows_the_letterbox_goes_home_and_both_prices_are_known(
    more: tuple[QuoteItem, ...], cause: Cause
) -> None:
    assert news(agreed_to("postbox", TOWEL), *more) == (cause, 330, 650)


def test_a_way_that_staff_switched_off_is_told_apart_from_one_that_does_not_go_there() -> None:
    checkout = agreed_to("postbox", TOWEL)
    without = replace(TARIFF, sendings=(BOXED, COOL))
    assert news(checkout, TOWEL, tariff=without) == (Cause.SWITCHED_OFF, 330, 650)
    assert news(checkout, TOWEL, there="Osaka") == (Cause.NOT_THERE, 330, 800)


def test_the_same_way_says_what_made_it_dearer() -> None:
    assert news(agreed_to("home", MUG), MUG, BUTTER) == (Cause.COOL_PARCEL, 650, 1575)
    many = replace(MUG, quantity=40, unit_price=100)
    assert news(agreed_to("home", MUG), many) == (Cause.MORE_BOXES, 650, 1300)
    dear = replace(MUG, unit_price=5500)
    assert news(agreed_to("home", dear), MUG) == (Cause.BELOW_FREE, 0, 650)
    assert news(agreed_to("home", MUG), dear) == (Cause.PRICE, 650, 0)


def test_what_stood_on_the_page_counts_and_not_what_it_had_become_when_it_was_sent() -> None:
    checkout = agreed_to("home", MUG)
    agree_on_sending(checkout, priced(MUG, way="home"), shown=600)
    assert news(checkout, MUG) == (Cause.PRICE, 600, 650)


def test_where_nothing_goes_at_all_there_is_nothing_to_compare() -> None:
    assert news(agreed_to("home", MUG), MUG, BUTTER, there="Okinawa") is None


def test_a_fee_of_another_tier_is_told_with_both_fees() -> None:
    checkout = agreed_to("home", tea(9000), payment="cod")
    same = payment_news(checkout, priced(tea(9500), way="home", payment="cod"))
    dearer = payment_news(checkout, priced(tea(10_001), way="home", payment="cod"))
    assert same is None
    assert dearer is not None and dearer.choice is not None
    assert (dearer.before, dearer.choice.fee) == (330, 440)


def test_a_method_refused_or_switched_off_is_told() -> None:
    checkout = agreed_to("home", tea(9000), payment="cod")
    refused = payment_news(checkout, priced(tea(300_001), way="home", payment="cod"))
    assert refused is not None and refused.choice is not None and refused.choice.refusal
    without = replace(TARIFF, payings=tuple(one for one in TARIFF.payings if one != COD))
    off = payment_news(checkout, priced(tea(9000), way="home", payment="cod", tariff=without))
    assert off is not None and off.choice is None


def test_a_refused_payment_is_never_agreed_to() -> None:
    checkout = Checkout(cart_id=1, payment_method="cod", updated_at=NOW)
    agree_on_payment(checkout, priced(tea(300_001), way="home", payment="cod"))
    assert checkout.agreed_payment is None
