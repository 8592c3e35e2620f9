"""Timers: each due one fires once, however many workers look."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.jobs.schedule import due, tick

EVERY = {"tidy": timedelta(hours=1), "water": timedelta(minutes=5)}


def kinds() -> list[str]:
    return sorted(db.session.scalars(select(Job.kind)))


def test_a_timer_never_seen_before_fires_at_once_and_then_rests(shop: Flask, now: datetime) -> None:
    assert due(EVERY, now)
    assert tick(EVERY, now) == 2
    assert tick(EVERY, now) == 0
    assert not due(EVERY, now)
    assert kinds() == ["tidy", "water"]


def test_each_fires_again_when_its_own_time_has_come(shop: Flask, now: datetime) -> None:
    tick(EVERY, now)
    assert not due(EVERY, now + timedelta(minutes=4, seconds=59))
    assert due(EVERY, now + timedelta(minutes=5))
    assert tick(EVERY, now + timedelta(minutes=5)) == 1
    assert kinds() == ["tidy", "water", "water"]


def test_missed_turns_are_not_made_up_for(shop: Flask, now: datetime) -> None:
    tick(EVERY, now)
    assert tick(EVERY, now + timedelta(days=3)) == 2
    assert tick(EVERY, now + timedelta(days=3)) == 0
