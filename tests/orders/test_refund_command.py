"""`flask orders refund`: what staff type to give money back."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.refund import Refund
from storefront.payments.reimbursement import Reimbursement
from tests.cart.visitor import variant
from tests.support.orders import behind_the_counter, cash_on_delivery, paid, placed


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    with behind_the_counter(app):
        done = app.test_cli_runner().invoke(args=list(arguments))
    return done.exit_code, done.output


def refund(app: Flask, *arguments: str) -> tuple[int, str]:
    return run(app, "orders", "refund", *arguments)


def refunds(app: Flask, number: str) -> list[tuple[int, int, str]]:
    with behind_the_counter(app):
        order = order_by_number(number)
        assert order is not None
        found: list[Refund] = order.refunds
        return [(one.number, one.amount, one.reason) for one in found]


def sent_back(app: Flask) -> list[tuple[int, str]]:
    with behind_the_counter(app):
        rows = db.session.scalars(select(Reimbursement).order_by(Reimbursement.id))
        return [(row.amount, row.state) for row in rows]


def on_the_shelf(app: Flask) -> tuple[int, int]:
    with behind_the_counter(app):
        return variant("SLEEP-30").stock, variant("GLASS-MUG").stock


def test_pieces_of_lines_and_the_shipping(app: Flask, now: datetime) -> None:
    number = placed(app, paid, now).number
    said = refund(app, number, "--line", "glass-mug=1", "--shipping", "--reason", "割れていた")
    assert said == (
        0, f"Order {number}, refund 1: ¥2,190\n  ¥2,190 goes back to the card\n",
    )  # fmt: skip
    assert refunds(app, number) == [(1, 2190, "割れていた")]
    assert sent_back(app) == [(2190, "requested")]


def test_everything_that_is_left_of_an_order_paid_at_the_door(app: Flask, now: datetime) -> None:
    number = placed(app, cash_on_delivery, now).number
    code, words = refund(app, number, "--all", "--reason", "a")
    assert (code, words) == (1, f"Error: order {number} is not paid yet\n")
    assert run(app, "payments", "collect", number, "--amount", "5340", "--reference", "slip 1") == (
        0, f"Order {number}: ¥5,340 written down\n",
    )  # fmt: skip
    twice = ("--line", "GLASS-MUG=1", "--line", "GLASS-MUG=1", "--fee", "--reason", "a")
    assert refund(app, number, *twice)[0] == 0
    assert refund(app, number, "--all", "--reason", "b")[1].endswith(
        "¥1,930 waits for the buyer's bank account\n"
    )
    assert [one[1] for one in refunds(app, number)] == [3080 + 330, 1280 + 650]
    code, words = refund(app, number, "--all", "--reason", "c")
    assert code == 1
    assert "everything of order" in words


def test_the_shelf_gets_back_what_is_said_and_no_more(app: Flask, now: datetime) -> None:
    tea, mugs = on_the_shelf(app)
    number = placed(app, paid, now).number
    some = ("--line", "GLASS-MUG=2", "--restock", "GLASS-MUG=1", "--reason", "a")
    assert refund(app, number, *some)[0] == 0
    assert on_the_shelf(app) == (tea - 1, mugs - 1)
    assert refund(app, number, "--all", "--restock-all", "--reason", "b")[0] == 0
    assert on_the_shelf(app) == (tea, mugs - 1)


def test_by_hand_it_is_only_written_down(app: Flask, now: datetime) -> None:
    number = placed(app, paid, now).number
    said = refund(app, number, "--line", "SLEEP-30=1", "--by-hand", "--reason", "a")
    assert said == (0, f"Order {number}, refund 1: ¥1,280\n  ¥1,280 written down\n")
    assert sent_back(app) == [(1280, "succeeded")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--line", "GLASS-MUG=3"), "GLASS-MUG: 3 asked for, 2 left"),
        (("--line", "SENCHA-50=1"), "has no line SENCHA-50"),
        (("--line", "GLASS-MUG"), "say how many, as in GLASS-MUG=1"),
        (("--line", "GLASS-MUG=-1"), "say how many"),
        (("--line", "GLASS-MUG=1", "--restock", "GLASS-MUG=2"), "2 cannot go back on the shelf"),
        (("--line", "GLASS-MUG=1", "--restock", "SLEEP-30=1"), "1 cannot go back on the shelf"),
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
    assert (refunds(app, number), sent_back(app)) == ([], [])


def test_an_unknown_order_and_a_missing_reason(app: Flask, now: datetime) -> None:
    assert "there is no order 99999" in refund(app, "99999", "--all", "--reason", "a")[1]
    assert "--reason" in refund(app, "99999", "--all")[1]
