"""The crowd: processes of buyers, staff and workers around one shop, taken up again when they die, on a clock of their own."""

import gc
import logging
import os
import pickle
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import Value
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from storefront import clock, worker
from storefront.database import writing
from storefront.extensions import db
from tests.torture.buyer import Buyer
from tests.torture.chaos import KILLED, Chaos, Rates
from tests.torture.later import Later
from tests.torture.staff import do_something

log = logging.getLogger("storefront.torture")
BEGINS = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TIMES_FASTER = 120
"""The clock between two leaps."""
REHEARSALS = 4
GRACE_SECONDS = 30
"""For the buyer at hand when the time is over."""
EVERY = (
    "demo.deliver",
    "orders.expire_due",
    "payments.compare",
    "payments.listen",
    "payments.sync",
)


@dataclass(frozen=True)
class Plan:
    """How many, how long, how bad."""

    shoppers: int
    seed: int
    folder: Path
    tills: int = 3
    workers: int = 2
    minutes: float = 8
    rates: Rates = field(default_factory=Rates)
    break_it: Callable[[], None] = lambda: None
    """A mistake to be made in every process of the crowd: the proof has to name it."""


@dataclass
class Till:
    """What one process of buyers was at: found by the process that follows it."""

    buyer: Buyer | None = None
    later: list[Later] = field(default_factory=list)


class Crowd:
    """Forks and watches the processes of one run."""

    def __init__(self, app: Flask, plan: Plan) -> None:
        self.app, self.plan = app, plan
        self.offset, self.next, self.served = Value("d", 0.0), Value("i", 0), Value("i", 0)
        self.closed = Value("b", 0)
        self.crashes: list[str] = []
        self._running: dict[int, tuple[str, int]] = {}
        self._forked = self._leaps = 0
        self._began = time.monotonic()
        self._chance = Random(f"{plan.seed}:clock")

    def now(self) -> datetime:
        """The crowd's time: quicker than ours, with leaps."""
        gone = (time.monotonic() - self._began) * TIMES_FASTER
        return BEGINS + timedelta(seconds=gone + self.offset.value)

    def run(self) -> None:
        """Until every buyer was served, or the minutes are over; then staff and workers are killed as well."""
        self._rehearse()
        gc.freeze()
        for place in range(self.plan.tills):
            self._fork("buyers", place)
        for place in range(self.plan.workers):
            self._fork("worker", place)
        self._fork("staff", 0)
        try:
            while any(kind == "buyers" for kind, _place in self._running.values()):
                self._leap()
                self._look_after()
        finally:
            for pid in self._running:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def _rehearse(self) -> None:
        """Compile every page; and a few more buyers, to whom nothing happens: what is warm here is so in every process forked later."""
        for name in self.app.jinja_env.list_templates(filter_func=_met_by_buyers):
            self.app.jinja_env.get_template(name)
        for number in range(self.plan.shoppers, self.plan.shoppers + REHEARSALS):
            buyer = Buyer(number, self.plan.seed)
            while not buyer.gone:
                buyer.go_on(self.app, self.now)
            all_work(self.app, self.now)
            with self.app.app_context():
                do_something(self._chance, self.now)
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _look_after(self) -> None:
        """Close in time, and end those that do not leave; put another process in the place of one that was killed."""
        late = time.monotonic() - self._began - self.plan.minutes * 60
        if late > 0:
            self.closed.value = 1
        if late > GRACE_SECONDS:
            for pid in [pid for pid, who in self._running.items() if who[0] == "buyers"]:
                self.crashes.append(f"{self._running[pid]} hung and was ended")
                os.kill(pid, signal.SIGTERM)
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            time.sleep(0.005)
            return
        kind, place = self._running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        if code == KILLED:
            self._fork(kind, place)
        elif code:
            self.crashes.append(f"{kind} process ended with {code}")

    def plans_left(self) -> list[Later]:
        """What buyers of every till still mean to do."""
        return [later for place in range(self.plan.tills) for later in self._till(place).later]

    def _leap(self) -> None:
        """Now and then it is suddenly much later, or an hour earlier."""
        if self.served.value >= (self._leaps + 1) * max(6, self.plan.shoppers // 40):
            self._leaps += 1
            hours = self._chance.choice([-1, 1, 9, 26, 40])
            self.offset.value += hours * 3600

    def _fork(self, kind: str, place: int) -> None:
        self._forked += 1
        pid = os.fork()
        if pid:
            self._running[pid] = (kind, place)
            return
        ended = 1
        try:
            seed = f"{self.plan.seed}:{kind}:{place}:{self._forked}"
            chaos = Chaos(f"{kind} {place}", seed, self.plan.folder / "diary", self.plan.rates)
            chaos.unleash(self.app)
            self.plan.break_it()
            work = {"buyers": self._sell, "worker": self._work, "staff": self._staff}[kind]
            work(place, chaos, Random(seed))
            ended = 0
        except Exception:
            with (self.plan.folder / "crashes").open("a") as file:
                traceback.print_exc(file=file)
        finally:  # a copy of the process that watches must never go on as one
            os._exit(ended)

    def _sell(self, place: int, chaos: Chaos, _chance: Random) -> None:
        """One buyer after the other; where the process before died, on from there."""
        till = self._till(place)
        while not self.closed.value:
            self._do_later(place, till)
            if till.buyer is None:
                with self.next.get_lock():
                    number = self.next.value
                    self.next.value += 1
                if number >= self.plan.shoppers:
                    return
                till.buyer = Buyer(number, self.plan.seed)
                self._keep(place, till)
                with self.app.app_context():
                    chaos.odd_wishes()
            self._keep(place, till)
            till.buyer.go_on(self.app, self.now)
            if till.buyer.gone:
                till.later += till.buyer.later
                till.buyer = None
                with self.served.get_lock():
                    self.served.value += 1
                self._keep(place, till)

    def _do_later(self, place: int, till: Till) -> None:
        """What buyers came back for: money is brought once, a page that never came is asked for again."""
        while due := [one for one in till.later if one.at <= self.now()]:
            first = min(due, key=lambda one: one.at)
            if first.anew:
                first.happen(self.app)
            till.later.remove(first)
            self._keep(place, till)
            if not first.anew:
                first.happen(self.app)

    def _work(self, _place: int, _chaos: Chaos, _chance: Random) -> None:
        worker.EVERY = {kind: pause for kind, pause in worker.EVERY.items() if kind in EVERY}
        self._for_ever(worker._turn, 0.01)

    def _staff(self, _place: int, _chaos: Chaos, chance: Random) -> None:
        self._for_ever(lambda: do_something(chance, self.now), 0.05)

    def _for_ever(self, turn: Callable[[], object], pause: float) -> None:
        """As the worker's own loop: a turn that fails is logged, and the next one comes."""
        while True:
            with self.app.app_context():
                try:
                    done = turn()
                except Exception:
                    log.exception("turn failed")
                    db.session.rollback()
                    done = 0
            if not done:
                time.sleep(pause)

    def _till(self, place: int) -> Till:
        path = self.plan.folder / f"till-{place}"
        return pickle.loads(path.read_bytes()) if path.exists() else Till()

    def _keep(self, place: int, till: Till) -> None:
        path = self.plan.folder / f"till-{place}"
        path.with_suffix(".new").write_bytes(pickle.dumps(till))
        path.with_suffix(".new").rename(path)


def all_work(app: Flask, now: Callable[[], datetime]) -> None:
    """Everything that is due at this moment, as one worker to whom nothing happens."""
    token = writing.set(True)
    try:
        with app.app_context():
            for kind in EVERY:
                worker.WORK[kind]({}, now())
                db.session.commit()
            while worker.run_due():
                db.session.remove()
    finally:
        writing.reset(token)


def _met_by_buyers(name: str) -> bool:
    return name.endswith(".html") and not name.startswith(("staff/", "styleguide/"))


@contextmanager
def on_its_own_time(crowd: Crowd) -> Iterator[None]:
    """The shop's clock is the crowd's."""
    told: Any = clock.now
    clock.now = crowd.now
    try:
        yield
    finally:
        clock.now = told
