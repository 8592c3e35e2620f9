"""The rules of the cart, without HTTP, on both databases."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.cart.cart import MOST_LINES, Cart, CartLine, new_cart, open_cart
from storefront.cart.ending import close_cart, forget_old_carts
from storefront.cart.refusal import CartFull, NotSold, OnlyLeft
from storefront.catalog.variant import Variant
from storefront.extensions import db
from tests.cart.visitor import variant


@pytest.fixture
def cart(shop: Flask, now: datetime) -> Cart:
    return new_cart(now)


def test_the_same_variant_merges_into_its_line(cart: Cart, now: datetime) -> None:
    cart.add(variant("SLEEP-30"), 1, now)
    cart.add(variant("HONEY-180"), 1, now)
    cart.add(variant("SLEEP-30"), 2, now)
    assert [(line.variant.sku, line.quantity) for line in cart.lines] == [
        ("SLEEP-30", 3),
        ("HONEY-180", 1),
    ]
    assert (cart.count, cart.orderable) == (4, True)


def test_every_change_makes_the_next_version(cart: Cart, now: datetime) -> None:
    cart.add(variant("SLEEP-30"), 1, now)
    cart.change(variant("SLEEP-30"), 2, now)
    cart.change(variant("SLEEP-30"), 0, now + timedelta(days=1))
    assert cart.version == 4
    assert cart.updated_at == now + timedelta(days=1)


def test_no_more_than_there_are(cart: Cart, now: datetime) -> None:
    few = variant("HONEY-540")
    few.stock = 3
    cart.add(few, 2, now)
    with pytest.raises(OnlyLeft) as refused:
        cart.add(few, 2, now)
    assert refused.value.left == 3
    assert [line.quantity for line in cart.lines] == [2]
    assert cart.version == 2


def test_no_more_than_a_line_may_hold(cart: Cart, now: datetime) -> None:
    plenty = variant("SLEEP-30")
    plenty.stock = 500
    cart.add(plenty, 99, now)
    with pytest.raises(OnlyLeft) as refused:
        cart.add(plenty, 1, now)
    assert refused.value.left == 99
    for impossible in (0, -1, 100, 10**9):
        with pytest.raises(ValueError, match="between 1 and"):
            cart.add(plenty, impossible, now)
    assert [line.quantity for line in cart.lines] == [99]


@pytest.mark.parametrize("why", ["sold out", "withdrawn", "product withdrawn"])
def test_nothing_that_is_not_offered(cart: Cart, now: datetime, why: str) -> None:
    wanted = variant("SLEEP-30")
    wanted.stock = 0 if why == "sold out" else wanted.stock
    wanted.published = why != "withdrawn"
    wanted.product.published = why != "product withdrawn"
    with pytest.raises(NotSold):
        cart.add(wanted, 1, now)
    assert (cart.lines, cart.version) == ([], 1)


def test_a_cart_holds_fifty_kinds(cart: Cart, now: datetime) -> None:
    offered = db.session.scalars(select(Variant).where(Variant.stock > 0).limit(51)).all()
    for one in offered[:MOST_LINES]:
        cart.add(one, 1, now)
    with pytest.raises(CartFull):
        cart.add(offered[MOST_LINES], 1, now)
    cart.add(offered[0], 1, now)
    assert len(cart.lines) == MOST_LINES


def test_fewer_is_always_allowed(cart: Cart, now: datetime) -> None:
    short = variant("SLEEP-30")
    cart.add(short, 5, now)
    short.stock = 2
    assert cart.change(short, 4, now) is not None
    with pytest.raises(OnlyLeft):
        cart.change(short, 5, now)
    assert cart.lines[0].quantity == 4
    assert not cart.orderable


def test_removing_is_safe_to_repeat(cart: Cart, now: datetime) -> None:
    cart.add(variant("SLEEP-30"), 1, now)
    assert cart.change(variant("SLEEP-30"), 0, now) is None
    assert cart.change(variant("SLEEP-30"), 0, now) is None
    assert (cart.lines, cart.orderable) == ([], False)


def test_what_changed_meanwhile_is_told_once(cart: Cart, now: datetime) -> None:
    for sku in ("SLEEP-30", "HONEY-180", "HOJICHA-80", "MUG-NAVY"):
        cart.add(variant(sku), 2, now)
    variant("SLEEP-30").stock = 0
    variant("HONEY-180").stock = 1
    variant("HOJICHA-80").price += 100
    variant("MUG-NAVY").price -= 100
    assert [(note.line.variant.sku, note.kind) for note in cart.notes()] == [
        ("SLEEP-30", "gone"),
        ("HONEY-180", "short"),
        ("HOJICHA-80", "dearer"),
        ("MUG-NAVY", "cheaper"),
    ]
    assert [line.left for line in cart.lines][:2] == [0, 1]
    cart.acknowledge()
    assert [note.kind for note in cart.notes()] == ["gone", "short"]
    assert [item.sku for item in cart.items()] == ["HONEY-180", "HOJICHA-80", "MUG-NAVY"]
    assert not cart.orderable


def test_an_ordered_cart_is_history(cart: Cart, now: datetime) -> None:
    cart.add(variant("SLEEP-30"), 1, now)
    db.session.commit()
    assert not close_cart(cart, version=1), "somebody changed it since it was confirmed"
    assert close_cart(cart, version=2)
    assert not close_cart(cart, version=2)
    assert open_cart(cart.id) is None


def test_a_cart_is_read_whole(cart: Cart, now: datetime) -> None:
    for sku in ("SLEEP-30", "HONEY-180"):
        cart.add(variant(sku), 1, now)
    db.session.commit()
    for to_change in (False, True):
        found = open_cart(cart.id, to_change)
        assert found is not None
        db.session.expunge_all()
        shown = [(line.variant.product.slug, line.variant.picture) for line in found.lines]
        assert [slug for slug, _ in shown] == ["sleep-blend", "acacia-honey"]
        assert all(picture for _, picture in shown)
    assert open_cart(None) is None


def test_carts_are_forgotten_after_thirty_days_and_their_numbers_not_used_again(
    cart: Cart, now: datetime
) -> None:
    cart.add(variant("SLEEP-30"), 1, now)
    ordered = new_cart(now)
    ordered.state = "ordered"
    old = cart.id
    db.session.commit()
    assert forget_old_carts(now + timedelta(days=30)) == 0
    assert forget_old_carts(now + timedelta(days=30, seconds=1)) == 1
    db.session.commit()
    assert db.session.scalars(select(CartLine)).all() == []
    assert new_cart(now).id > max(old, ordered.id)
