"""A small crowd in every run of the tests; `make torture` sends a large one. The seed is in the assertion's words."""

import uuid
from dataclasses import replace
from pathlib import Path
from random import randrange

from storefront.orders import lifecycle
from storefront.payments.payment import Payment
from tests.torture.crowd import Plan
from tests.torture.running import run

BUYERS = 30


def test_no_yen_is_lost_in_a_crowd(database_kind: str, tmp_path: Path) -> None:
    seed = randrange(10**6)
    found = run(database_kind, Plan(BUYERS, seed, tmp_path, minutes=3))
    assert found.lost == [], f"seed {seed}\n{found.table()}"
    assert found.served == BUYERS


def test_a_shop_that_loses_money_is_found_out(tmp_path: Path) -> None:
    """Keys made anew for each call, and goods that nobody puts back: the proof names both."""
    found = run("sqlite", Plan(40, 4, tmp_path, minutes=3, break_it=make_two_mistakes))
    words = {one.partition(":")[0] for one in found.violations}
    assert {"charge without order", "stock wrong"} <= words, found.table()


def make_two_mistakes() -> None:
    """In a process of the crowd only, which ends without ever coming back here."""
    asked = Payment.charge

    def anew(payment: Payment, return_path: str = "") -> object:
        return replace(asked(payment, return_path), key=uuid.uuid4().hex)

    Payment.charge = anew  # type: ignore[assignment,method-assign]
    lifecycle.give_back_all = lambda _order, _now: None
