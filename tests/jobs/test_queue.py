"""The queue: written once, taken once, tried again with patience, dead after ten tries."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs import queue
from storefront.jobs.queue import LAST_TRY, LEASE, Job, anything_due, claim_due, enqueue, lag

ODD = {"a": 1}


def only_job() -> Job:
    return db.session.scalars(select(Job).execution_options(populate_existing=True)).one()


def test_a_job_with_a_key_is_written_once_ever(shop: Flask, now: datetime) -> None:
    assert enqueue("tea", ODD, now, key="tea:1") is True
    assert enqueue("tea", {"a": 2}, now, key="tea:1") is False
    assert only_job().payload == ODD


def test_jobs_without_a_key_are_as_many_as_were_asked_for(shop: Flask, now: datetime) -> None:
    assert enqueue("tea", {}, now) is True
    assert enqueue("tea", {}, now) is True
    assert len(claim_due(now)) == 2


def test_due_jobs_are_taken_in_the_order_of_their_time_and_only_once(
    shop: Flask, now: datetime
) -> None:
    enqueue("second", {}, now)
    enqueue("first", {}, now - timedelta(minutes=1))
    enqueue("not yet", {}, now + timedelta(seconds=1))
    assert [job.kind for job in claim_due(now)] == ["first", "second"]
    assert claim_due(now) == []
    assert not anything_due(now)


def test_a_job_whose_worker_died_is_taken_up_when_its_lease_ends(
    shop: Flask, now: datetime
) -> None:
    enqueue("tea", {}, now)
    assert len(claim_due(now)) == 1
    assert claim_due(now + LEASE) == []
    again = claim_due(now + LEASE + timedelta(seconds=1))
    assert [job.attempts for job in again] == [2]


def test_a_failed_job_waits_twice_as_long_each_time_an_hour_at_most(
    shop: Flask, now: datetime
) -> None:
    enqueue("tea", {}, now)
    waits = []
    for _try in range(LAST_TRY - 1):
        (job,) = claim_due(now + timedelta(days=1))
        queue.fail(job, "no water", now)
        waits.append(int((job.run_at - now).total_seconds()))
        db.session.flush()
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert only_job().dead_at is None


def test_the_tenth_failure_is_the_last(shop: Flask, now: datetime) -> None:
    enqueue("tea", {}, now)
    for _try in range(LAST_TRY):
        (job,) = claim_due(now + timedelta(days=1))
        queue.fail(job, "no water", now)
        db.session.flush()
    assert only_job().dead_at == now
    assert only_job().error == "no water"
    assert claim_due(now + timedelta(days=30)) == []


def test_a_job_that_kills_its_worker_every_time_is_given_up_too(shop: Flask, now: datetime) -> None:
    enqueue("tea", {}, now)
    for turn in range(LAST_TRY):
        assert len(claim_due(now + turn * 2 * LEASE)) == 1
    late = now + LAST_TRY * 2 * LEASE
    assert claim_due(late) == []
    assert only_job().dead_at == late
    assert not anything_due(late)


def test_dead_jobs_can_be_put_back_and_done_ones_stay_done(shop: Flask, now: datetime) -> None:
    enqueue("tea", {}, now)
    (job,) = claim_due(now)
    job.attempts = LAST_TRY
    queue.fail(job, "no water", now)
    enqueue("done", {}, now)
    queue.finish(claim_due(now)[0], now)
    db.session.flush()
    assert queue.revive(now + timedelta(days=1)) == 1
    assert queue.revive(now + timedelta(days=1)) == 0
    (again,) = claim_due(now + timedelta(days=1))
    assert (again.kind, again.attempts, again.dead_at) == ("tea", 1, None)


def test_the_lag_is_that_of_the_oldest_job_left_waiting(shop: Flask, now: datetime) -> None:
    assert lag(now) == timedelta(0)
    enqueue("tea", {}, now - timedelta(minutes=3))
    enqueue("tea", {}, now - timedelta(minutes=7))
    enqueue("later", {}, now + timedelta(days=1))
    assert lag(now) == timedelta(minutes=7)


def test_finished_jobs_are_forgotten_after_a_week_and_no_earlier(
    shop: Flask, now: datetime
) -> None:
    enqueue("tea", {}, now)
    (job,) = claim_due(now)
    queue.finish(job, now)
    db.session.flush()
    assert queue.forget_done(now + timedelta(days=7)) == 0
    assert queue.forget_done(now + timedelta(days=7, seconds=1)) == 1
    assert db.session.scalars(select(Job)).all() == []
