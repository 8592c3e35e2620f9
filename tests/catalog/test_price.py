"""Prices: dated rows that are never written over, put into force once, and shown at once."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision, worker
from storefront.catalog import price
from storefront.catalog.price import Price, PriceTaken
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from storefront.jobs.queue import Job
from tests.support.threads import at_once

HOUR = timedelta(hours=1)


def variant(sku: str = "SLEEP-30") -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def rows(sku: str = "SLEEP-30") -> list[tuple[int, datetime, bool]]:
    found = select(Price).where(Price.variant_id == variant(sku).id).order_by(Price.starts_at)
    return [
        (row.price, row.starts_at, row.applied_at is not None) for row in db.session.scalars(found)
    ]


OPENED = datetime(2026, 3, 31, 15, tzinfo=UTC)
"""1 April on the shop's calendar."""


def test_every_seeded_price_has_its_row(shop: Flask) -> None:
    assert price.disagreements() == []
    assert rows() == [(1280, OPENED, True)]
    assert rows("LINEN-NATURAL") == [
        (1540, OPENED, True),
        (1320, datetime(2026, 11, 15, 15, tzinfo=UTC), True),
    ]


def test_a_new_price_is_a_new_row_and_the_old_one_stays(shop: Flask, now: datetime) -> None:
    tea = variant("SLEEP-90")
    before = revision.current()
    assert price.set_price(tea, 2980, now, "Sato: the new harvest")
    assert tea.price == 2980
    assert rows("SLEEP-90") == [(2760, OPENED, True), (2980, now, True)]
    db.session.refresh(tea.product)
    assert (tea.product.price_from, tea.product.price_to) == (780, 2980)
    assert revision.current() == before + 1
    assert price.disagreements() == []


def test_the_price_it_has_already_writes_nothing(shop: Flask, now: datetime) -> None:
    before = revision.current()
    assert not price.set_price(variant(), 1280, now)
    assert len(rows()) == 1
    assert revision.current() == before


def test_no_row_is_written_over(shop: Flask, now: datetime) -> None:
    price.set_price(variant(), 1380, now)
    with pytest.raises(PriceTaken):
        price.set_price(variant(), 1480, now)
    price.schedule_price(variant(), 1500, now + HOUR, now)
    with pytest.raises(PriceTaken):
        price.schedule_price(variant(), 1600, now + HOUR, now)
    assert [row[0] for row in rows()] == [1280, 1380, 1500]
    assert variant().price == 1380


@pytest.mark.parametrize("yen", [0, -1])
def test_a_price_is_one_yen_or_more(shop: Flask, now: datetime, yen: int) -> None:
    with pytest.raises(ValueError, match="one yen"):
        price.set_price(variant(), yen, now)
    with pytest.raises(ValueError, match="one yen"):
        price.schedule_price(variant(), yen, now + HOUR, now)
    with pytest.raises(ValueError, match="future"):
        price.schedule_price(variant(), 1500, now, now)


def test_a_scheduled_price_waits_for_its_moment_and_is_applied_once(
    shop: Flask, now: datetime
) -> None:
    price.schedule_price(variant(), 1480, now + HOUR, now)
    assert price.apply_due(now + HOUR - timedelta(seconds=1)) == 0
    assert variant().price == 1280
    assert price.apply_due(now + HOUR) == 1
    db.session.expire_all()
    assert variant().price == 1480
    assert price.apply_due(now + HOUR) == 0
    assert price.disagreements() == []


def test_of_two_that_fell_due_together_the_later_is_charged(shop: Flask, now: datetime) -> None:
    price.schedule_price(variant(), 1480, now + 2 * HOUR, now)
    price.schedule_price(variant(), 1380, now + HOUR, now)
    assert price.apply_due(now + 3 * HOUR) == 2
    db.session.expire_all()
    assert variant().price == 1480
    assert price.disagreements() == []


def test_a_price_set_after_one_fell_due_is_the_last_word(shop: Flask, now: datetime) -> None:
    """The worker was away: what is set by hand afterwards is not undone when it comes back."""
    price.schedule_price(variant(), 1480, now + HOUR, now)
    price.set_price(variant(), 1180, now + 2 * HOUR)
    assert price.apply_due(now + 3 * HOUR) == 0
    assert variant().price == 1180
    assert [row[0] for row in rows()] == [1280, 1480, 1180]
    assert price.disagreements() == []


def test_the_worker_has_a_job_for_the_very_moment(shop: Flask, now: datetime) -> None:
    price.schedule_price(variant(), 1480, now + HOUR, now)
    db.session.commit()
    assert db.session.scalars(select(Job.run_at).where(Job.kind == price.APPLY)).all() == [
        now + HOUR
    ]
    worker.run_due(now)
    assert variant().price == 1280
    worker.run_due(now + HOUR)
    assert variant().price == 1480


def test_several_workers_apply_it_once(app: Flask, now: datetime) -> None:
    token = writing.set(True)
    with app.app_context():
        for number, sku in enumerate(("SLEEP-15", "SLEEP-30", "HONEY-180"), 1):
            price.schedule_price(variant(sku), 2000 + number, now + HOUR, now)
        db.session.commit()
    writing.reset(token)

    def work() -> int:
        writing.set(True)
        with app.app_context():
            applied = price.apply_due(now + HOUR)
            db.session.commit()
            return applied

    applied = at_once([work] * 4)
    assert sum(applied) == 3, applied  # type: ignore[arg-type]
    with app.app_context():
        assert [variant(sku).price for sku in ("SLEEP-15", "SLEEP-30", "HONEY-180")] == [
            2001, 2002, 2003,
        ]  # fmt: skip
        assert price.disagreements() == []


def test_a_history_that_does_not_lead_to_the_present_is_refused(shop: Flask, now: datetime) -> None:
    for past in ([], [(1000, now)], [(1280, now + HOUR)], [(1000, now), (1280, now - HOUR)]):
        with pytest.raises(ValueError, match="history"):
            price.begin(variant(), past, now, "")


def test_a_price_changed_behind_its_back_is_found_out(shop: Flask) -> None:
    tea = variant()
    tea.price = 999
    db.session.flush()
    assert price.disagreements() == [price.Disagreement("SLEEP-30", 999, 1280)]
