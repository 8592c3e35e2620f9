"""What staff may type by mistake: every command refuses it in words, on both databases, and writes nothing."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.orders.finding import order_by_number
from tests.support.orders import behind_the_counter, paid, placed

REFUND = ("orders", "refund", "10001", "--reason")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("prices", "set", "SLEEP-30", "10000000"), "not in the range 1<=x<=9999999"),
        (("prices", "set", "SLEEP-30", "99999999999"), "not in the range"),
        (("prices", "set", "SLEEP-30", "900", "--from", "0001-01-01"), "not a moment"),
        (("prices", "set", "SLEEP-30", "900", "--from", "9999-12-31T23:59-12:00"), "not a moment"),
        (("stock", "set", "SLEEP-30", "1000000"), "not in the range 0<=x<=999999"),
        ((*REFUND, "sent back", "--line", "SLEEP-30=100"), "say how many"),
        ((*REFUND, "sent back", "--line", f"SLEEP-30={'9' * 5000}"), "say how many"),
        ((*REFUND, "割れていた💔", "--all"), "cannot print '💔'"),
        ((*REFUND, "broken\x07", "--all"), "cannot print '\\x07'"),
    ],
)
def test_refused_in_words(app: Flask, now: datetime, typed: tuple[str, ...], words: str) -> None:
    placed(app, paid, now)
    with behind_the_counter(app):
        run = app.test_cli_runner().invoke(args=list(typed))
    assert run.exit_code != 0 and isinstance(run.exception, SystemExit)
    assert words in run.output
    with behind_the_counter(app):
        order = order_by_number("10001")
        assert order is not None and order.refunds == []
