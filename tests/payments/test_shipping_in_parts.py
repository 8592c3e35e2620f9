"""An order leaves in parts, by line and quantity: never more than is left of it, and done once all has left."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.checkout.amending import NotOpen, amend
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.orders.shipment import Leaving, Shipment, shipments_of
from storefront.payments.calling_off import AlreadySent, call_off
from storefront.payments.fulfilling import (
    CannotSend,
    MoreThanLeft,
    OnlyWhole,
    left_to_send,
    mark_sent,
    send,
)
from storefront.payments.refunding import refund_order
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.orders.test_amendment import CARD
from tests.orders.test_parcels_shown import split_order
from tests.support.orders import cash_on_delivery, paid


def mails(order: Order) -> list[str]:
    asked = select(Job.key).where(Job.kind == "mail.order_sent").order_by(Job.id)
    return [str(key).removeprefix(f"order:{order.number}:") for key in db.session.scalars(asked)]


def test_an_order_leaves_in_parts_and_is_done_with_the_last_piece(
    shop: Flask, now: datetime
) -> None:
    order, later = paid(now), now + timedelta(days=1)
    tea, mug = order.lines
    (first,) = send(order, [Leaving(0, {mug.id: 1}, "yamato", "1")], now, "花子")
    assert (order.state, order.first_sent_at, order.version) == ("placed", now, 1)
    assert left_to_send(order) == {tea.id: 1, mug.id: 1}
    assert mark_sent(order, later, ["2"])
    assert (order.state, order.first_sent_at, order.version) == ("fulfilled", now, 2)
    db.session.commit()
    gone = shipments_of(order)
    assert [(one.number, one.tracking, one.count, one.sent_by) for one in gone] == [
        (1, "1", 1, "花子"),
        (2, "2", 2, ""),
    ]
    assert first.carrier == gone[1].carrier == "yamato"
    assert mails(order) == ["sent:1", "sent"]
    assert [one.kind for one in order.events][-2:] == ["part_sent", "sent"]
    assert not mark_sent(order, later)


def of_a_stranger(order: Order) -> dict[int, int]:
    return {order.lines[0].id + 1000: 1}


def too_many(order: Order) -> dict[int, int]:
    return {order.lines[1].id: 3}


def none_at_all(order: Order) -> dict[int, int]:
    return {}


def fewer_than_none(order: Order) -> dict[int, int]:
    return {order.lines[1].id: -1}


@pytest.mark.parametrize("wrong", [of_a_stranger, too_many, none_at_all, fewer_than_none])
def test_never_more_leaves_than_there_is(
    shop: Flask, now: datetime, wrong: Callable[[Order], dict[int, int]]
) -> None:
    order = paid(now)
    with pytest.raises(MoreThanLeft):
        send(order, [Leaving(0, wrong(order))], now)
    db.session.rollback()
    assert order.state == "placed" and order.first_sent_at is None
    assert db.session.scalars(select(Shipment)).all() == []


def test_what_is_refunded_before_it_left_is_not_sent(shop: Flask, now: datetime) -> None:
    order = paid(now)
    tea, mug = order.lines
    refund_order(order, {mug: 1}, 0, 0, "取っ手が欠けていた", now, {mug: 1})
    assert left_to_send(order) == {tea.id: 1, mug.id: 1}
    send(order, [Leaving(0, {tea.id: 1})], now)
    refund_order(order, {mug: 1}, 0, 0, "もう一つも", now, {mug: 1})
    db.session.commit()
    assert order.state == "fulfilled" and left_to_send(order) == {}
    assert [one.kind for one in order.events][-1] == "rest_settled"
    assert mails(order) == ["sent:1"]


def test_goods_that_were_all_refunded_are_done_without_a_mail(shop: Flask, now: datetime) -> None:
    order = paid(now)
    order.shipping += 500
    order.total += 500
    pieces = {line: line.quantity for line in order.lines}
    refund_order(order, pieces, 0, 0, "品切れ", now)
    assert order.state == "placed" and mark_sent(order, now)
    assert order.state == "fulfilled" and mails(order) == []


def test_a_piece_that_came_back_after_it_left_changes_nothing_of_what_is_to_be_sent(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    mark_sent(order, now)
    refund_order(order, {order.lines[1]: 2}, 0, 0, "返品", now)
    assert left_to_send(order) == {}


def test_once_a_part_left_nothing_joins_and_nothing_is_called_off(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    send(order, [Leaving(0, {order.lines[1].id: 1})], now)
    db.session.commit()
    one = variant("BISCUIT-6")
    with pytest.raises(NotOpen):
        amend(order, {one: 1}, CARD, load_tariff(now), one.price, "k", now)
    with pytest.raises(AlreadySent):
        call_off(order, "やめます", now)
    assert order.state == "placed"


def test_what_is_paid_at_the_door_goes_at_once(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    with pytest.raises(OnlyWhole):
        send(order, [Leaving(0, {order.lines[1].id: 1})], now)
    db.session.rollback()
    assert mark_sent(order, now) and order.state == "fulfilled"


def test_goods_of_two_temperatures_leave_as_two(shop: Flask, now: datetime) -> None:
    order = split_order(now)
    mark_sent(order, now, ["1", "2"])
    found = [(one.number, one.place, one.tracking, one.count) for one in shipments_of(order)]
    assert found == [(1, 0, "1", 5), (2, 1, "2", 1)]
    assert mails(order) == ["sent"]


def test_an_order_that_is_over_is_not_sent(shop: Flask, now: datetime) -> None:
    order = paid(now)
    call_off(order, "やめます", now)
    with pytest.raises(CannotSend):
        send(order, [Leaving(0, {order.lines[0].id: 1})], now)
