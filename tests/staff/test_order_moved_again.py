"""Sending an order elsewhere more than once: what is paid for sending it is counted from how it goes now."""

from datetime import datetime

import pytest
from flask import Flask

from tests.staff.test_order_change import check, done, sums, table
from tests.support.desk import Desk
from tests.support.orders import paid, placed
from tests.support.till import at_the_desk


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def test_a_difference_goes_back_once_however_often_the_order_moves(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now, prefecture="01", postal_code="0600001").number
    tokyo = {"prefecture": "13", "postal_code": "1500041"}
    osaka = {"prefecture": "27", "postal_code": "5300001", "address": "大阪市北区梅田1"}
    check(desk, number, **tokyo)
    assert done(desk, number) == "order_rearranged"
    assert sums(app, number) == (1000, 5360, 1, 5010)
    check(desk, number, **osaka)
    assert ("送料", "¥650", "¥800") in table(desk)
    assert "差額の¥150は店が負担します。" in desk.page.get_text(), "¥650 were paid in the end"
    assert done(desk, number) == "order_rearranged"
    assert sums(app, number) == (1000, 5360, 1, 5010)
    check(desk, number, **tokyo)
    assert "返金" not in desk.page.select_one(".effects").get_text()  # type: ignore[union-attr]
    assert done(desk, number) == "order_rearranged"
    assert sums(app, number) == (1000, 5360, 1, 5010)
