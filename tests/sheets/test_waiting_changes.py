"""Changes that wait for their day: applied once, alone, as they were written; refused where the engine refuses by then."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from storefront import worker
from storefront.clock import day_begins
from storefront.database import writing
from storefront.extensions import db
from storefront.quoting.checks import BadTariff
from storefront.sheets.change import (
    ChangedMeanwhile,
    Gone,
    apply_due,
    save,
    schedule,
    version_of,
    waiting,
    withdraw,
)
from storefront.sheets.finding import sheet_of
from storefront.sheets.sheet import Sheet
from tests.support.sheets import BY, written

DAY = date(2026, 12, 1)
BEGINS = day_begins(DAY)
TIERS = [[10000, 350], [300000, 1100]]


def of(subject: str) -> Sheet:
    found = sheet_of(subject)
    assert found is not None
    return found


def plan(now: datetime, subject: str, on: date = DAY, **wanted: Any) -> bool:
    planned = schedule(of(subject), of(subject).values() | wanted, version_of(subject), on, BY, now)
    db.session.commit()
    return planned


def test_it_holds_from_its_day_on_and_not_a_second_before(shop: Flask, now: datetime) -> None:
    old = of("payment:cod").values()
    assert plan(now, "payment:cod", fees=TIERS)
    assert apply_due(BEGINS - timedelta(seconds=1)) == 0
    assert of("payment:cod").values() == old
    assert apply_due(BEGINS) == 1
    db.session.commit()
    assert of("payment:cod").values() == old | {"fees": TIERS}
    assert apply_due(BEGINS) == 0
    assert waiting() == []
    (planned, done) = written()
    assert planned == ("setting.scheduled", "payment:cod", {"fees": old["fees"]}, {"fees": TIERS, "from": "2026-12-01"})  # fmt: skip
    assert done[:3] == ("setting.changed", "payment:cod", {"fees": old["fees"]})
    assert done[3]["fees"] == TIERS


def test_the_worker_applies_it(shop: Flask, now: datetime) -> None:
    plan(now, "days:week", cutoff="13:00")
    worker.run_due(BEGINS)
    writing.set(True)
    assert of("days:week").values()["cutoff"] == "13:00"


def test_it_changes_its_own_fields_only(shop: Flask, now: datetime) -> None:
    plan(now, "payment:cod", fees=TIERS)
    assert save(of("payment:cod"), {"position": 9}, version_of("payment:cod"), BY, now)
    db.session.commit()
    apply_due(BEGINS)
    assert of("payment:cod").values()["position"] == 9
    assert of("payment:cod").values()["fees"] == TIERS


def test_a_form_that_was_open_when_it_was_applied_is_not_stored(shop: Flask, now: datetime) -> None:
    plan(now, "days:week", cutoff="13:00")
    seen = version_of("days:week")
    apply_due(BEGINS)
    with pytest.raises(ChangedMeanwhile):
        save(of("days:week"), {"cutoff": "16:00"}, seen, BY, BEGINS)


def test_of_two_the_later_one_holds(shop: Flask, now: datetime) -> None:
    assert plan(now, "days:week", date(2026, 12, 2), cutoff="12:00")
    assert plan(now, "days:week", cutoff="13:00")
    apply_due(BEGINS)
    assert of("days:week").values()["cutoff"] == "13:00"
    apply_due(BEGINS + timedelta(days=1))
    assert of("days:week").values()["cutoff"] == "12:00"


def test_what_waits_already_is_not_planned_twice(shop: Flask, now: datetime) -> None:
    assert plan(now, "days:week", cutoff="13:00")
    assert not plan(now, "days:week", cutoff="13:00")
    assert len(waiting()) == 1


def test_what_the_engine_refuses_now_is_not_planned(shop: Flask, now: datetime) -> None:
    with pytest.raises(BadTariff):
        plan(now, "payment:cod", fees=[[10000, 350]])
    db.session.rollback()
    assert (waiting(), written()) == ([], [])
    assert of("payment:cod").values()["fees"][0] == [10000, 330]


@pytest.mark.parametrize("days", [0, -1])
def test_a_day_that_has_come_is_none_to_plan_for(shop: Flask, now: datetime, days: int) -> None:
    with pytest.raises(ValueError, match="day to come"):
        plan(now, "days:week", date(2026, 11, 24) + timedelta(days), cutoff="13:00")


def test_one_that_fits_no_more_by_its_day_changes_nothing_and_says_why(
    shop: Flask, now: datetime
) -> None:
    plan(now, "payment:cod", fees=TIERS)
    plan(now, "days:week", cutoff="13:00")
    higher = {"most": 500000, "fees": [[500000, 990]]}
    assert save(of("payment:cod"), higher, version_of("payment:cod"), BY, now)
    db.session.commit()
    assert apply_due(BEGINS) == 2
    db.session.commit()
    assert of("payment:cod").values()["fees"] == [[500000, 990]]
    assert of("days:week").values()["cutoff"] == "13:00"
    (refused,) = waiting()
    assert "500000" in refused.refused[0]["ja"]
    assert apply_due(BEGINS + timedelta(days=1)) == 0
    withdraw(refused.id, BY, BEGINS)
    assert waiting() == []


def test_one_that_is_taken_back_is_not_applied_and_cannot_be_taken_back_twice(
    shop: Flask, now: datetime
) -> None:
    plan(now, "days:week", cutoff="13:00")
    (change,) = waiting()
    withdraw(change.id, BY, now)
    db.session.commit()
    with pytest.raises(Gone):
        withdraw(change.id, BY, now)
    with pytest.raises(Gone):
        withdraw(12345, BY, now)
    assert apply_due(BEGINS) == 0
    assert of("days:week").values()["cutoff"] == "15:00"
    assert [line[0] for line in written()] == ["setting.scheduled", "setting.withdrawn"]
