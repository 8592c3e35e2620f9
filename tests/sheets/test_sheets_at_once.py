"""Settings that two change in the same moment, and a further way to send."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.database import writing
from storefront.extensions import db
from storefront.quoting.checks import BadTariff
from storefront.sheets.adding import CodeTaken, copy_way
from storefront.sheets.change import ChangedMeanwhile, Gone, save
from storefront.sheets.finding import sheet_of
from storefront.sheets.sheet import Sheet
from storefront.sheets.shipping import all_ways
from tests.support.orders import behind_the_counter
from tests.support.sheets import BY, written
from tests.support.threads import at_once


def of(subject: str) -> Sheet:
    found = sheet_of(subject)
    assert found is not None
    return found


def saving(app: Flask, subject: str, now: datetime, **wanted: object) -> bool:
    token = writing.set(True)
    try:
        with app.app_context():
            changed = save(of(subject), wanted, 0, BY, now)
            db.session.commit()
            return changed
    finally:
        writing.reset(token)


def test_of_two_forms_sent_at_once_one_is_stored(app: Flask, now: datetime) -> None:
    cutoffs = ("13:00", "14:00", "16:00")
    found = at_once(
        [lambda at=at: saving(app, "days:week", now, cutoff=at) for at in cutoffs]  # type: ignore[misc]
    )
    assert sorted(str(type(one).__name__) for one in found) == ["ChangedMeanwhile"] * 2 + ["bool"]
    with app.app_context():
        assert of("days:week").values()["cutoff"] == cutoffs[found.index(True)]
        assert len(written()) == 1


def test_two_changes_that_go_only_one_at_a_time_do_not_both_go(app: Flask, now: datetime) -> None:
    """Ordinary goods go by three ways: with one off already, of the other two only one may follow."""
    with behind_the_counter(app):
        save(of("shipping:postbox"), {"active": False}, 0, BY, now)
        save(of("payment:cod"), {"active": False}, 0, BY, now)
    found = at_once(
        [lambda at=at: saving(app, f"shipping:{at}", now, active=False) for at in ("home", "doorstep")]  # type: ignore[misc]
    )  # fmt: skip
    assert sorted(str(type(one).__name__) for one in found) == ["BadTariff", "bool"]
    assert all(not isinstance(one, ChangedMeanwhile) for one in found)
    with app.app_context():
        ordinary = [way.active for way in all_ways() if way.code != "cool"]
        assert sorted(ordinary) == [False, False, True]


def test_a_further_way_is_a_copy_that_nobody_can_choose_yet(shop: Flask, now: datetime) -> None:
    copy_way("home", "locker", BY, now)
    db.session.commit()
    new = of("shipping:locker").values()
    like = of("shipping:home").values()
    assert {name for name in like if like[name] != new[name]} == {"active", "position"}
    assert not new["active"]
    assert written() == [("setting.added", "shipping:locker", None, {"like": "home"})]
    assert save(of("shipping:locker"), {"active": True}, 0, BY, now)
    for original, code, refusal in (
        ("home", "locker", CodeTaken),
        ("home", "Locker", ValueError),
        ("home", "free", ValueError),
        ("home", "x" * 17, ValueError),
        ("nothing", "drone", Gone),
    ):
        with pytest.raises(refusal):
            copy_way(original, code, BY, now)


def test_the_last_ordinary_way_stays(shop: Flask, now: datetime) -> None:
    save(of("payment:cod"), {"active": False}, 0, BY, now)
    for code in ("home", "doorstep"):
        save(of(f"shipping:{code}"), {"active": False}, 0, BY, now)
    with pytest.raises(BadTariff):
        save(of("shipping:postbox"), {"active": False}, 0, BY, now)
