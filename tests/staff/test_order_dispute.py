"""A dispute at the desk: seen beside its payment, settled once, told in the member's language."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.payments.gateways import DisputeStatus
from tests.support.desk import NAME, Desk
from tests.support.disputing import disputed
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.till import at_the_desk, money_lines, payment_of

TYPED = {"若葉 みのり", "Tokyo 渋谷区神南1-2-3", "葉っぱ荘 101"}
"""What the buyer typed stays as it was typed."""


def order_disputed(app: Flask, now: datetime, *news: DisputeStatus) -> str:
    """A paid order of whose dispute this was heard."""
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        for status in news:
            disputed(payment_of(number), now, status)
    return number


def page(desk: Desk, number: str) -> str:
    desk.get(f"/staff/orders/{number}")
    return desk.page.get_text(" ", strip=True)


def test_a_loss_is_noted_once_and_lets_the_order_go(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now)
    number = order_disputed(app, now, DisputeStatus.OPEN)
    assert "異議申し立て中" in page(desk, number)
    address = f"/staff/orders/{number}/loss"
    assert desk.get(address).location == f"/staff/orders/{number}?told=same"
    with behind_the_counter(app):
        disputed(payment_of(number), now, DisputeStatus.LOST)
    shown = page(desk, number)
    assert "異議申し立てで失いました" in shown
    assert "失ったお金として記録する" in shown
    assert "異議申し立てが終わった" not in shown
    desk.get(f"/staff/orders/{number}/sent")
    assert desk.post(f"/staff/orders/{number}/sent").location.endswith("?told=in_dispute")
    desk.get(address)
    assert desk.post(address).location == f"/staff/orders/{number}?told=note_loss"
    desk.get("/staff/")
    assert desk.post(address).location == f"/staff/orders/{number}?told=same"
    assert money_lines(app) == [("order.loss_noted", f"order:{number}", None)]
    assert "失ったお金として記録しました" in page(desk, number)
    desk.get(f"/staff/orders/{number}/sent")
    assert desk.post(f"/staff/orders/{number}/sent").location.endswith("?told=sent_off")


def test_a_dispute_that_is_won_asks_for_nothing(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now)
    number = order_disputed(app, now, DisputeStatus.OPEN, DisputeStatus.WON)
    shown = page(desk, number)
    assert "異議申し立ては退けられました" in shown
    assert "異議申し立てが退けられ、入金はそのままです" in shown
    assert "異議申し立てが終わった" not in shown
    desk.get(f"/staff/orders/{number}/sent")
    assert desk.post(f"/staff/orders/{number}/sent").location.endswith("?told=sent_off")


@pytest.mark.parametrize("state", [DisputeStatus.OPEN, DisputeStatus.LOST, DisputeStatus.WON])
def test_an_english_member_reads_all_of_it_in_english(
    app: Flask, now: datetime, state: DisputeStatus
) -> None:
    desk = at_the_desk(app, now, locale="en")
    number = order_disputed(app, now, DisputeStatus.OPEN, state)
    for path in (f"orders/{number}", f"orders/{number}/loss", "radar"):
        if desk.get(f"/staff/{path}").status_code == 200:
            assert set(japanese_left(desk.page)) <= {NAME, *TYPED}, path
