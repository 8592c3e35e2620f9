"""How many: read strictly, in digits of any width."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from storefront.views.cart_forms import AddForm, ChangeForm

WORDS = "数量は1から99までの数字で入力してください"


@pytest.fixture
def japanese(app: Flask) -> object:
    with app.test_request_context("/ja/cart"):
        yield


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1", 1), ("99", 99), (" 3 ", 3), ("２", 2), ("１２", 12), ("007", 7)],
)
def test_numbers_are_read(japanese: object, typed: str, number: int) -> None:
    form = AddForm(MultiDict({"sku": "ANY", "quantity": typed}))
    assert form.validate()
    assert form.quantity.data == number


@pytest.mark.parametrize(
    "typed",
    ["0", "-1", "−1", "100", "1000000000", "9" * 400, "abc", "", " ", "1.5", "1e1", "+2", "二", "٣", "②", "1 1"],
)  # fmt: skip
def test_anything_else_is_refused_in_words(japanese: object, typed: str) -> None:
    form = AddForm(MultiDict({"sku": "ANY", "quantity": typed}))
    assert not form.validate()
    assert (form.quantity.data, form.words) == (None, WORDS)


def test_a_missing_number_is_refused(japanese: object) -> None:
    form = AddForm(MultiDict({"sku": "ANY"}))
    assert not form.validate()
    assert form.words == WORDS


@pytest.mark.parametrize(
    ("typed", "kept"), [("1000", "1000"), ("-1", "-1"), ("abc", ""), ("1e9", "")]
)
def test_what_a_number_field_can_show_is_kept(japanese: object, typed: str, kept: str) -> None:
    assert AddForm(MultiDict({"quantity": typed})).quantity.number_typed == kept


@pytest.mark.parametrize(
    ("typed", "step", "wanted"),
    [("0", None, 0), ("5", None, 5), ("2", "1", 3), ("2", "+1", 3), ("2", "-1", 1), ("1", "-1", 1), ("99", "1", 99)],
)  # fmt: skip
def test_a_step_counts_from_the_number_beside_it(
    japanese: object, typed: str, step: str | None, wanted: int
) -> None:
    form = ChangeForm(MultiDict({"quantity": typed} | ({"step": step} if step else {})))
    assert form.validate()
    assert form.wanted == wanted


@pytest.mark.parametrize("step", ["2", "", "abc", "-99"])
def test_no_button_makes_other_steps(japanese: object, step: str) -> None:
    assert not ChangeForm(MultiDict({"quantity": "2", "step": step})).validate()
