"""Prices and claims from the shell."""

from contextvars import copy_context
from datetime import datetime

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.catalog.price import Price
from storefront.catalog.variant import Variant
from storefront.extensions import db


def run(app: Flask, *words: str) -> Result:
    """A command in a context of its own, as a process would have it."""

    def invoke() -> Result:
        with app.app_context():
            return app.test_cli_runner().invoke(args=list(words))

    return copy_context().run(invoke)


def price_of(app: Flask, sku: str) -> int:
    with app.app_context():
        return db.session.scalars(select(Variant.price).where(Variant.sku == sku)).one()


def test_a_price_is_set_now(app: Flask) -> None:
    answer = run(app, "prices", "set", "sleep-30", "1380")
    assert (answer.exit_code, answer.output) == (0, "SLEEP-30: ¥1,380 from now on\n")
    assert price_of(app, "SLEEP-30") == 1380
    assert run(app, "prices", "set", "SLEEP-30", "1380").output == "SLEEP-30: ¥1,380 as before\n"


def test_a_price_is_scheduled_on_the_shops_clock_and_applied_when_due(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = run(app, "prices", "set", "SLEEP-30", "1480", "--from", "2026-11-24T18:00")
    assert answer.output == "SLEEP-30: ¥1,480 from 2026-11-24T18:00+09:00\n"
    assert run(app, "prices", "apply").output == "0 scheduled prices put into force\n"
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 18, tzinfo=clock.SHOP_ZONE))
    assert run(app, "prices", "apply").output == "1 scheduled prices put into force\n"
    assert run(app, "prices", "apply").output == "0 scheduled prices put into force\n"
    assert price_of(app, "SLEEP-30") == 1480
    with app.app_context():
        notes = select(Price.note).join(Variant, Variant.id == Price.variant_id)
        mine = notes.where(Variant.sku == "SLEEP-30").order_by(Price.starts_at)
        assert db.session.scalars(mine).all() == ["seeds", "shell"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("SLEEP-31", "1380"), "there is no SKU SLEEP-31"),
        (("SLEEP-30", "0"), "0 is not in the range"),
        (("SLEEP-30", "1380", "--from", "tomorrow"), "not a moment in ISO 8601: tomorrow"),
        (("SLEEP-30", "1380", "--from", "2026-11-24T09:00"), "begins in the future"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    app: Flask, words: tuple[str, ...], said: str
) -> None:
    answer = run(app, "prices", "set", *words)
    assert answer.exit_code != 0
    assert said in answer.output
    assert price_of(app, "SLEEP-30") == 1280


def test_publishing_names_the_rule_in_both_languages_and_exits_1(app: Flask) -> None:
    answer = run(app, "claims", "publish", "STRAINER-S", "was")
    assert answer.exit_code == 1
    assert (
        "STRAINER-S was: NOT_OVER_HALF. That price was not charged on more than half"
        in answer.output
    )
    assert "半分をこえていません" in answer.output
    answer = run(app, "claims", "publish", "SLEEP-30", "best")
    assert (answer.exit_code, "TOO_FEW_SOLD" in answer.output) == (1, True)


def test_what_was_refused_stays_asked_for(app: Flask) -> None:
    assert "GLASS-MUG was" not in run(app, "claims").output
    assert run(app, "claims", "publish", "GLASS-MUG", "was").exit_code == 1
    assert "GLASS-MUG was (asked for): NO_EARLIER_PRICE" in run(app, "claims").output


def test_the_list_says_what_is_shown_and_what_stands_in_the_way(app: Flask) -> None:
    assert run(app, "claims", "publish", "LINEN-NATURAL", "was").exit_code == 0
    listed = run(app, "claims").output
    assert "LINEN-NATURAL was (shown): Was(past=PastPrice(price=1540" in listed
    assert "STRAINER-S was (asked for): NOT_OVER_HALF." in listed
    assert "KYUSU-RED left (shown): Left(pieces=3)" in listed
    assert run(app, "claims", "withdraw", "LINEN-NATURAL", "was").output.endswith(": withdrawn\n")
    assert "LINEN-NATURAL was (provable, not published)" in run(app, "claims").output
    assert "was not published" in run(app, "claims", "withdraw", "LINEN-NATURAL", "was").output


def test_a_count_is_never_asked_for(app: Flask) -> None:
    assert run(app, "claims", "publish", "SLEEP-30", "left").exit_code == 2
