"""Finding an order by what a guest types."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.orders.finding import order_by_number, order_for
from tests.support.orders import paid
from tests.support.statements import statements


@pytest.mark.parametrize(
    "email", ["minori@example.jp", "  Minori@Example.JP ", "ｍｉｎｏｒｉ@example.jp"]
)
@pytest.mark.parametrize("form", ["{}", " #{} ", "＃{}"])
def test_number_and_address_are_taken_as_people_type_them(
    shop: Flask, now: datetime, form: str, email: str
) -> None:
    order = paid(now)
    assert order_for(form.format(order.number), email) is order


def test_full_width_figures_are_the_same_number(shop: Flask, now: datetime) -> None:
    order = paid(now)
    wide = str(order.number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert order_for(wide, "minori@example.jp") is order


@pytest.mark.parametrize(
    ("number", "email"),
    [("10001", "somebody@example.jp"), ("99999", "minori@example.jp"), ("", ""), ("10001", "%")],
)
def test_any_other_pair_finds_nothing(shop: Flask, now: datetime, number: str, email: str) -> None:
    assert paid(now).number == "10001"
    assert order_for(number, email) is None


def test_an_order_with_lines_pictures_and_contact_costs_two_statements(
    shop: Flask, now: datetime
) -> None:
    number = str(paid(now).number)
    db.session.expire_all()
    with statements(shop) as sent:
        order = order_by_number(number)
        assert order is not None
        assert [line.pic.slug for line in order.lines if line.pic]
        assert order.contact.name == "若葉 みのり"
    assert len(sent) == 2
