"""The background process: which function does which kind of job, and on what schedule."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app

from storefront import clock, limits
from storefront.cart.ending import forget_old_carts
from storefront.catalog import price
from storefront.claims.best import count_sales
from storefront.database import writing
from storefront.extensions import db
from storefront.files import searched
from storefront.jobs import queue, schedule
from storefront.jobs.queue import Job
from storefront.logs import order_number
from storefront.mailing import (
    deliver,
    write_amended,
    write_changed,
    write_confirmation,
    write_refund,
    write_sent,
)
from storefront.mailing_money import write_account_wanted, write_money_sent
from storefront.mailing_unpaid import (
    write_as_now,
    write_cancelled,
    write_expired,
    write_how_to_pay,
    write_link_reminder,
    write_part_received,
    write_pay_link,
    write_reminder,
)
from storefront.offers.also_bought import rebuild
from storefront.offers.days import sum_up
from storefront.offers.guarding import stop_harmful
from storefront.offers.tallying import tally
from storefront.payments.by_transfer import forget_accounts
from storefront.payments.comparing import compare_nightly, compare_one
from storefront.payments.gateways import demo
from storefront.payments.giving_back import reimburse
from storefront.payments.looking_up import look_up
from storefront.payments.radar import watching
from storefront.payments.reconciling import ask, call_off, expire_amendment, expire_order, sync
from storefront.payments.replaying import listen
from storefront.payments.webhook import forget_old_messages, heard
from storefront.sheets import change as settings_change
from storefront.staff import factor, signing_in
from storefront.visitors.visitor import forget_old_visitors

log = logging.getLogger("storefront.worker")

PAUSE_SECONDS = 0.5
EVERY = {
    "claims.count": timedelta(hours=1),
    price.APPLY: timedelta(minutes=1),
    demo.DELIVER: timedelta(minutes=1),
    "offers.learn": timedelta(hours=1),
    "offers.pair": timedelta(days=1),
    "orders.expire_due": timedelta(minutes=1),
    "payments.compare": timedelta(days=1),
    "payments.listen": timedelta(minutes=5),
    "payments.sync": timedelta(minutes=5),
    watching.WATCH: watching.EVERY,
    settings_change.APPLY: timedelta(minutes=1),
    "shop.tidy": timedelta(hours=6),
}

Work = Callable[[dict[str, Any], datetime], None]


def tidy(_payload: dict[str, Any], now: datetime) -> None:
    """Forget carts nobody came back to, done jobs, old limits, messages and staff sessions, used bank accounts."""
    forget_old_carts(now)
    queue.forget_done(now)
    limits.forget_old_windows(now)
    forget_old_messages(now)
    signing_in.forget_old(now)
    factor.forget_spent(now)
    forget_accounts(now)
    forget_old_visitors(now)
    db.session.commit()


def reconcile(_payload: dict[str, Any], now: datetime) -> None:
    """Ask about attempts left open, give up orders whose time is over."""
    sync(now)


def apply_prices(_payload: dict[str, Any], now: datetime) -> None:
    """Charge scheduled prices from their moment on."""
    price.apply_due(now)


def apply_settings(_payload: dict[str, Any], now: datetime) -> None:
    """Put changed settings into force from their day on."""
    settings_change.apply_due(now)


def count_best_sellers(_payload: dict[str, Any], now: datetime) -> None:
    """See which product sold most on each shelf."""
    count_sales(now)


def learn_of_offers(_payload: dict[str, Any], now: datetime) -> None:
    """Add up the days of offers, count what they brought, and take those back at whose placement orders fell."""
    sum_up(now)
    tally(now)
    stop_harmful(now)


def watch_over_books(_payload: dict[str, Any], now: datetime) -> None:
    """See what does not agree, for the pages that tell of it."""
    watching.watch(now)


def pair_products(_payload: dict[str, Any], now: datetime) -> None:
    """See what was bought together."""
    rebuild(now, simulated=not current_app.config["SETTINGS"].production)


WORK: dict[str, Work] = {
    "amendments.expire": expire_amendment,
    "claims.count": count_best_sellers,
    price.APPLY: apply_prices,
    demo.DELIVER: demo.deliver,
    "mail.order_amended": write_amended,
    "mail.order_as_now": write_as_now,
    "mail.order_changed": write_changed,
    "mail.order_confirmation": write_confirmation,
    "mail.order_cancelled": write_cancelled,
    "mail.order_expired": write_expired,
    "mail.order_sent": write_sent,
    "mail.how_to_pay": write_how_to_pay,
    "mail.part_received": write_part_received,
    "mail.pay_link": write_pay_link,
    "mail.pay_link_reminder": write_link_reminder,
    "mail.pay_reminder": write_reminder,
    "mail.refund": write_refund,
    "mail.account_wanted": write_account_wanted,
    "mail.money_sent": write_money_sent,
    "mail.deliver": deliver,
    "offers.learn": learn_of_offers,
    "offers.pair": pair_products,
    "orders.expire": expire_order,
    "orders.expire_due": reconcile,
    "payments.ask": ask,
    "payments.call_off": call_off,
    "payments.compare": compare_nightly,
    "payments.compare_one": compare_one,
    "payments.heard": heard,
    "payments.listen": listen,
    "payments.look_up": look_up,
    "payments.reimburse": reimburse,
    "payments.sync": reconcile,
    watching.WATCH: watch_over_books,
    searched.INDEX: searched.index_some,
    settings_change.APPLY: apply_settings,
    "shop.tidy": tidy,
}


def run_due(now: datetime | None = None, limit: int = 50) -> int:
    """Do the jobs that are due, one after the other; returns how many were taken up. For worker, command and tests.

    Each is taken when its turn comes, what the ones before it made due included: none stands in line behind a slow
    one until its lease ends and another worker does it too, and none pays for a worker that died of another.
    """
    taken = 0
    token = writing.set(True)
    try:
        while taken < limit and _do_next(now or clock.now()):
            taken += 1
    finally:
        writing.reset(token)
    return taken


def work(app: Flask) -> None:
    """Tick and work until told to stop; the job at hand is finished first."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stop.set())
    log.info("worker started")
    while not stop.is_set():
        done = 0
        with app.app_context():
            try:
                done = _turn()
            except Exception:  # a database that is away for a moment must not end the worker
                log.exception("worker turn failed")
                db.session.rollback()
                time.sleep(PAUSE_SECONDS)
        if not done:
            stop.wait(PAUSE_SECONDS)
    log.info("worker stopped")


def _turn() -> int:
    token = writing.set(True)
    try:
        if schedule.due(EVERY, clock.now()):
            schedule.tick(EVERY, clock.now())
            db.session.commit()
    finally:
        writing.reset(token)
    waits = queue.anything_due(clock.now())
    db.session.rollback()  # what began as a look must not become a write: SQLite refuses that to all but one
    return run_due() if waits else 0


def _do_next(now: datetime) -> bool:
    jobs = [(job.id, job.kind, job.payload) for job in queue.claim_due(now, 1)]
    db.session.commit()
    for job_id, kind, payload in jobs:
        _do(job_id, kind, payload, now)
    return bool(jobs)


def _do(job_id: int, kind: str, payload: dict[str, Any], now: datetime) -> None:
    order_number.set(str(payload.get("order", "")))
    try:
        WORK[kind](payload, now)
        job = db.session.get(Job, job_id)
        if job is not None:
            queue.finish(job, clock.now())
        db.session.commit()
    except Exception as trouble:  # whatever it is, the job is put back and tried again
        db.session.rollback()
        log.exception("job failed", extra={"kind": kind, "job": job_id})
        job = db.session.get(Job, job_id)
        if job is not None:
            queue.fail(job, repr(trouble), now)
        db.session.commit()
