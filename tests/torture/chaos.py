"""Dying and erring: what happens to a process of the crowd between two statements, and to its calls of the payment company.

Nothing of this is in the shop: a process of the crowd wraps what it runs after it was forked.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from storefront.extensions import db
from storefront.payments.gateways import GatewayTimeout
from storefront.payments.gateways.demo import DemoGateway, IllegalMove, Wish, wish

KILLED = 9
CALLS = ("start", "fetch", "cancel", "refund", "fetch_refund")
WISHES = (Wish.LATE, Wish.TWICE, Wish.REVERSED, Wish.LOST, Wish.REFUND_WAITS, Wish.REFUND_FAILS, Wish.REFUND_RETURNS)  # fmt: skip


class Boom(Exception):
    """A 500 of the payment company: anything at all, that nobody foresaw."""


@dataclass(frozen=True)
class Rates:
    """How often, of all times it could be."""

    commit: float = 0.008
    """Die right before or right after a commit."""
    call: float = 0.02
    """Die right before or right after a call of the payment company."""
    statement: float = 0.0008
    """Die before a statement that writes."""
    fault: float = 0.12
    """A call of the payment company goes wrong."""
    wish: float = 0.08
    """The payment company does something odd with its next result."""


class Chaos:
    """What goes wrong in one process. Written down, one line each, in `diary`, before it happens."""

    def __init__(self, who: str, seed: str, diary: Path, rates: Rates) -> None:
        self._who, self._chance, self._rates = who, Random(seed), rates
        self._diary = os.open(diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def unleash(self, app: Flask) -> None:
        """From here on this process is in danger."""
        event.listen(
            Session, "before_commit", lambda _s: self._die("before a commit", self._rates.commit)
        )
        event.listen(
            Session, "after_commit", lambda _s: self._die("after a commit", self._rates.commit)
        )
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._statement)
        for name in CALLS:
            setattr(DemoGateway, name, self._wrapped(name, getattr(DemoGateway, name)))

    def odd_wishes(self) -> None:
        """Perhaps something odd for the company's next result."""
        if self._chance.random() < self._rates.wish:
            what = self._chance.choice(WISHES)
            seconds = self._chance.choice([0, 40, 4000])
            try:
                wish(what, seconds)
            except IllegalMove:
                return
            self._write("fault", f"wished: {what}")

    def _statement(self, _c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            self._die("before a statement", self._rates.statement)

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def asked(gateway: DemoGateway, subject: Any) -> Any:
            self._die(f"before {name}", self._rates.call)
            fault = self._fault(name)
            if fault == "no answer":
                raise GatewayTimeout
            if fault == "500":
                raise Boom
            answer = call(gateway, subject)
            if fault == "twice":
                answer = call(gateway, subject)
            self._die(f"after {name}", self._rates.call)
            if fault == "slow":
                time.sleep(self._chance.uniform(0.01, 0.05))
            if fault == "answer lost":
                raise GatewayTimeout
            if fault == "500 after all":
                raise Boom
            return answer

        return asked

    def _fault(self, name: str) -> str:
        if self._chance.random() >= self._rates.fault:
            return ""
        fault = self._chance.choice(
            ["no answer", "500", "twice", "slow", "answer lost", "500 after all"]
        )
        self._write("fault", f"{fault}: {name}")
        return fault

    def _die(self, point: str, rate: float) -> None:
        if self._chance.random() < rate:
            self._write("kill", point)
            os._exit(KILLED)

    def _write(self, kind: str, what: str) -> None:
        os.write(self._diary, f"{kind}\t{self._who}\t{what}\n".encode())
