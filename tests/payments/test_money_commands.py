"""`orders cancel`, `payments collect`, `owed`, `sent` and `bounced`: what they do, and what they refuse by name."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog.stock import disagreements
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order, OrderState
from storefront.payments.bank_account import NamedAccount
from storefront.payments.by_transfer import name_account
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.shop.account import AccountKind, BankAccount
from tests.cart.visitor import variant
from tests.support.orders import (
    asked_by_bank,
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    placed,
    unanswered,
)

ACCOUNT = BankAccount("みどり銀行", "", "若葉支店", "", AccountKind.ORDINARY, "0123456", "ﾜｶﾊﾞ ﾐﾉﾘ")
CASH = ("--amount", "5340", "--reference")


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    with behind_the_counter(app):
        done = app.test_cli_runner().invoke(args=list(arguments))
    return done.exit_code, done.output


def shelf(app: Flask) -> tuple[int, int]:
    with behind_the_counter(app):
        assert disagreements() == []
        return variant("SLEEP-30").stock, variant("GLASS-MUG").stock


def stands(app: Flask) -> tuple[str, list[str], list[tuple[str, int, str]]]:
    """The order's state, those of its attempts, and what goes back."""
    with behind_the_counter(app):
        rows = db.session.scalars(select(Reimbursement).order_by(Reimbursement.id))
        return (
            db.session.scalars(select(Order.state)).one(),
            list(db.session.scalars(select(Payment.state).order_by(Payment.id))),
            [(row.cause, row.amount, row.state) for row in rows],
        )


def mails(app: Flask) -> list[str]:
    with behind_the_counter(app):
        asked = select(Job.kind).where(Job.kind.startswith("mail.")).order_by(Job.id)
        return list(db.session.scalars(asked))


def test_a_paid_order_goes_back_whole_with_its_goods(app: Flask, now: datetime) -> None:
    before = shelf(app)
    number = placed(app, paid, now).number
    code, words = run(app, "orders", "cancel", number, "--reason", "お申し出により")
    assert (code, words) == (
        0,
        f"Order {number} is cancelled\nOrder {number}, refund 1: ¥5,010\n  ¥5,010 goes back to the card\n",
    )
    assert stands(app) == ("cancelled", ["captured"], [("refund", 5010, "requested")])
    assert shelf(app) == before
    assert mails(app) == ["mail.order_confirmation", "mail.refund"]


def test_what_was_refunded_before_does_not_go_back_again(app: Flask, now: datetime) -> None:
    number = placed(app, paid, now).number
    run(app, "orders", "refund", number, "--line", "GLASS-MUG=1", "--reason", "a")
    assert run(app, "orders", "cancel", number, "--reason", "b")[0] == 0
    assert [row[1] for row in stands(app)[2]] == [1540, 3470]


def test_cash_on_delivery_is_called_off(app: Flask, now: datetime) -> None:
    before = shelf(app)
    number = placed(app, cash_on_delivery, now).number
    assert run(app, "orders", "cancel", number, "--reason", "a") == (
        0, f"Order {number} is cancelled\n",
    )  # fmt: skip
    assert stands(app) == ("cancelled", ["cancelled"], [])
    assert shelf(app) == before
    assert mails(app) == ["mail.order_confirmation", "mail.order_cancelled"]
    assert run(app, "payments", "collect", number, *CASH, "slip 1")[0] == 0
    assert stands(app) == ("cancelled", ["captured"], [("late", 5340, "needs_account")])


@pytest.mark.parametrize("make", [asked_by_bank, declined])
def test_an_order_that_waits_is_called_off_where_it_was_begun(
    app: Flask, now: datetime, make: object
) -> None:
    before = shelf(app)
    number = placed(app, make, now).number  # type: ignore[arg-type]
    assert run(app, "orders", "cancel", number, "--reason", "a")[0] == 0
    state, attempts, back = stands(app)
    assert (state, back) == ("cancelled", [])
    assert attempts in (["cancelled"], ["failed"])
    assert shelf(app) == before
    assert mails(app) == ["mail.order_cancelled"]


def test_while_nobody_knows_it_stays(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = placed(app, unanswered, now).number
    monkeypatch.setattr("storefront.payments.calling_off.give_up", lambda *_: None)
    code, words = run(app, "orders", "cancel", number, "--reason", "a")
    assert code == 1
    assert "nobody knows yet whether the money" in words
    assert stands(app)[:2] == ("pending", ["unknown"])


def test_what_is_over_or_was_sent_is_refused_by_name(app: Flask, now: datetime) -> None:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        db.session.scalars(select(Order)).one().state = OrderState.FULFILLED
    assert run(app, "orders", "cancel", number, "--reason", "a") == (
        1, f"Error: order {number} was sent: refund what comes back\n",
    )  # fmt: skip
    with behind_the_counter(app):
        db.session.scalars(select(Order)).one().state = OrderState.PLACED
    run(app, "orders", "cancel", number, "--reason", "a")
    assert run(app, "orders", "cancel", number, "--reason", "a") == (
        1, f"Error: order {number} is cancelled already\n",
    )  # fmt: skip
    assert [row[1] for row in stands(app)[2]] == [5010]
    assert "there is no order 9" in run(app, "orders", "cancel", "9", "--reason", "a")[1]
    assert "required" in run(app, "orders", "cancel", number, "--reason", " ")[1]


def test_cash_is_written_down_once(app: Flask, now: datetime) -> None:
    number = placed(app, cash_on_delivery, now).number
    collect = ("payments", "collect", number, "--reference", "slip 1", "--amount")
    assert "the carrier collects ¥5,340, not ¥5,000" in run(app, *collect, "5000")[1]
    assert run(app, *collect, "5340") == (0, f"Order {number}: ¥5,340 written down\n")
    assert run(app, *collect, "5340") == (0, f"Order {number}: this was written down before\n")
    assert stands(app) == ("placed", ["captured"], [])
    card = placed(app, paid, now).number
    assert (
        "neither at the door nor to our account"
        in run(app, "payments", "collect", card, *CASH, "x")[1]
    )


def test_a_transfer_is_listed_sent_and_asked_for_anew_when_it_bounces(
    app: Flask, now: datetime
) -> None:
    number = placed(app, cash_on_delivery, now).number
    run(app, "payments", "collect", number, *CASH, "slip 1")
    run(app, "orders", "refund", number, "--fee", "--reason", "a")
    assert run(app, "payments", "owed")[1] == (
        f"1  order {number}  ¥330  waits for the buyer's bank account\n1 sums, ¥330\n"
    )
    assert "not ready to be sent: it is needs_account" in run(app, "payments", "sent", "1")[1]
    with behind_the_counter(app):
        assert name_account(db.session.scalars(select(Reimbursement)).one(), ACCOUNT, now)
    assert "¥330  みどり銀行 若葉支店 futsu 0123456 ﾜｶﾊﾞ ﾐﾉﾘ" in run(app, "payments", "owed")[1]
    assert "does not end in 999" in run(app, "payments", "sent", "1", "--ending", "999")[1]
    assert run(app, "payments", "sent", "1", "--ending", "456") == (
        0, f"Order {number}: ¥330 marked as sent\n",
    )  # fmt: skip
    assert "it is succeeded" in run(app, "payments", "sent", "1")[1]
    assert run(app, "payments", "bounced", "1")[0] == 0
    assert stands(app)[2] == [("refund", 330, "needs_account")]
    with behind_the_counter(app):
        assert db.session.scalars(select(NamedAccount)).all() == []
    assert "was not sent to an account" in run(app, "payments", "bounced", "1")[1]
    assert "there is no sum 7" in run(app, "payments", "sent", "7")[1]
