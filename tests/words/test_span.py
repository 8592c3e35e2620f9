"""What is alike stands together, and amounts that differ stand as a range."""

import pytest
from flask import Flask
from flask_babel import force_locale

from storefront.views.alike import alike
from storefront.views.span import Span, span


def test_alike_things_stand_together_where_the_first_of_them_stood() -> None:
    assert alike(["b", "A", "B", "a", "c"], str.lower) == [("b", "B"), ("A", "a"), ("c",)]
    assert alike([{"x": 1}, {"x": 1}], lambda thing: thing) == [({"x": 1}, {"x": 1})]
    assert alike([], len) == []


def test_amounts_span_from_the_least_to_the_most() -> None:
    assert span([650, 1500, 700]) == Span(650, 1500)
    with pytest.raises(ValueError, match="empty"):
        span([])


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_one_amount_is_no_range(app: Flask, locale: str) -> None:
    with app.app_context(), force_locale(locale):
        assert span([650, 650]).words == "¥650"
        assert span([650, 1500]).words == ("¥650〜¥1,500" if locale == "ja" else "¥650–¥1,500")
