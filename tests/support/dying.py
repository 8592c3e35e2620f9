"""Processes that really end, without a goodbye, at each moment that matters of some piece of work."""

import os
import traceback
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from storefront.extensions import db
from storefront.payments.gateways.demo import DemoGateway

DIED, FINISHED = 9, 0
CALLS = ("start", "fetch", "cancel", "refund", "fetch_refund")


def die_at(app: Flask, moment: int, work: Callable[[], None]) -> bool:
    """Do the work in a process of its own that ends at its n-th moment; False when it finished before that.

    Moments are right before and after each commit, the gateway's own included, and each call of the gateway.
    Raises AssertionError when the work raised.
    """
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in {DIED, FINISHED}, f"the work itself failed at moment {moment}"
        return code == DIED
    code = 1
    try:
        _count_moments(moment)
        work()
        code = FINISHED
    except Exception:
        os.write(2, traceback.format_exc().encode())
    finally:  # a copy of the tests must never go on as one
        os._exit(code)


def _count_moments(deadly: int) -> None:
    passed = 0

    def pass_one(*_about: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == deadly:
            os._exit(DIED)

    event.listen(Session, "before_commit", pass_one)
    event.listen(Session, "after_commit", pass_one)
    for name in CALLS:
        setattr(DemoGateway, name, _around(getattr(DemoGateway, name), pass_one))


def _around(call: Callable[..., Any], moment: Callable[[], None]) -> Callable[..., Any]:
    def asked(gateway: DemoGateway, subject: Any) -> Any:
        moment()
        answer = call(gateway, subject)
        moment()
        return answer

    return asked
