"""`flask orders refund`: what staff type after they have paid money back."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.orders.finding import order_by_number
from storefront.orders.refund import Refund
from tests.support.orders import behind_the_counter, cash_on_delivery, paid, placed


def refund(app: Flask, *arguments: str) -> tuple[int, str]:
    with behind_the_counter(app):
        run = app.test_cli_runner().invoke(args=["orders", "refund", *arguments])
    return run.exit_code, run.output


def refunds(app: Flask, number: str) -> list[tuple[int, int, str]]:
    with behind_the_counter(app):
        order = order_by_number(number)
        assert order is not None
        found: list[Refund] = order.refunds
        return [(one.number, one.amount, one.reason) for one in found]


def test_pieces_of_lines_and_the_shipping(app: Flask, now: datetime) -> None:
    number = placed(app, paid, now).number
    said = refund(app, number, "--line", "glass-mug=1", "--shipping", "--reason", "割れていた")
    assert said == (0, f"Order {number}, refund 1: ¥2,190 written down\n")
    assert refunds(app, number) == [(1, 2190, "割れていた")]


def test_everything_that_is_left(app: Flask, now: datetime) -> None:
    order = placed(app, cash_on_delivery, now)
    assert (
        refund(
            app,
            order.number,
            "--line",
            "GLASS-MUG=1",
            "--line",
            "GLASS-MUG=1",
            "--fee",
            "--reason",
            "a",
        )[0]
        == 0
    )
    assert refund(app, order.number, "--all", "--reason", "b")[0] == 0
    made = refunds(app, order.number)
    assert [amount for _number, amount, _reason in made] == [3080 + 330, 1280 + 650]
    code, words = refund(app, order.number, "--all", "--reason", "c")
    assert code == 1
    assert "everything of order" in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--line", "GLASS-MUG=3"), "GLASS-MUG: 3 asked for, 2 left"),
        (("--line", "SENCHA-50=1"), "has no line SENCHA-50"),
        (("--line", "GLASS-MUG"), "say how many, as in GLASS-MUG=1"),
        (("--line", "GLASS-MUG=-1"), "say how many"),
        ((), "this would give back nothing"),
    ],
)
def test_what_cannot_be_is_named_and_changes_nothing(
    app: Flask, now: datetime, arguments: tuple[str, ...], words: str
) -> None:
    number = placed(app, paid, now).number
    code, output = refund(app, number, *arguments, "--reason", "割れていた")
    assert code == 1
    assert words in output
    assert refunds(app, number) == []


def test_an_unknown_order_and_a_missing_reason(app: Flask, now: datetime) -> None:
    assert "there is no order 99999" in refund(app, "99999", "--all", "--reason", "a")[1]
    assert "--reason" in refund(app, "99999", "--all")[1]


def test_its_help_says_that_it_moves_no_money(app: Flask) -> None:
    assert "moves no money" in " ".join(refund(app, "--help")[1].split())
