"""One run: a shop of its own, a crowd in it, rest, and the proof of the books."""

import logging
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways.demo import DemoCharge, DemoGateway, DemoRefund
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.quoting.payment_method import PaymentMethod
from tests.support.ledger import read
from tests.support.proof import violations
from tests.support.shops import open_shop
from tests.torture.crowd import Crowd, Plan, on_its_own_time
from tests.torture.reckoning import Reckoning, reckon
from tests.torture.rest import come_to_rest

IN_THE_SHOP = re.compile(r'File ".*/(storefront/[^"]+|tests/torture/[^"]+)", line \d+, in (\w+)')
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """What came of a run; yen."""

    served: int
    seconds: float
    figures: dict[str, str]
    kills: Counter[str]
    faults: Counter[str]
    errors: Counter[str]
    crashes: Sequence[str]
    violations: Sequence[str]
    revived: Counter[str]
    reckoning: Reckoning

    @property
    def lost(self) -> Sequence[str]:
        """Everything that must not be."""
        gap = [] if self.reckoning.balanced else ["every yen: the sums differ"]
        return [*self.violations, *self.crashes, *gap]

    def table(self) -> str:
        """As it is printed."""
        orders = int(self.figures["orders"].split()[0].replace(",", ""))
        rows = [
            ("shoppers", f"{self.served:,} in {self.seconds:.0f} s, {orders / self.seconds:.1f} orders/s"),
            *self.figures.items(),
            ("kills", f"{self.kills.total():,} ({_said(self.kills)})"),
            ("faults", f"{self.faults.total():,} ({_said(self.faults)})"),
            ("errors", f"{self.errors.total():,} answered with 500 or a failed job ({_said(self.errors)})"),
            ("given-up jobs", f"{self.revived.total():,}, all in the radar, put back as staff do ({_said(self.revived)})"),
            *self.reckoning.rows(),
            ("violations", f"{len(self.lost)}"),
        ]  # fmt: skip
        lines = [f"  {name:<22} {said}" for name, said in rows]
        return "\n".join([*lines, *[f"    {one}" for one in self.lost[:40]]])


def run(kind: str, plan: Plan) -> Found:
    """Torture a new shop on this database."""
    quiet = logging.getLogger("storefront")
    before, handlers = quiet.level, quiet.handlers
    with open_shop(kind, plan.folder, fresh=True, testing=False) as app:
        heard = logging.FileHandler(plan.folder / "errors")
        quiet.handlers, quiet.propagate = [heard], False
        quiet.setLevel(logging.ERROR)
        crowd = Crowd(app, plan)
        try:
            with on_its_own_time(crowd):
                _open_every_method(app)
                began = time.monotonic()
                crowd.run()
                seconds = time.monotonic() - began
                revived, wrong = come_to_rest(crowd)
                crowd.crashes += wrong
                return _found(app, crowd, seconds, revived)
        finally:
            quiet.handlers, quiet.propagate = handlers, True
            quiet.setLevel(before)
            heard.close()


def _open_every_method(app: Flask) -> None:
    token = writing.set(True)
    with app.app_context():
        db.session.execute(update(PaymentMethod).values(active=True))
        db.session.commit()
    writing.reset(token)


def _found(app: Flask, crowd: Crowd, seconds: float, revived: Counter[str]) -> Found:
    folder = crowd.plan.folder
    diary = [line.split("\t") for line in _lines(folder / "diary")]
    with app.app_context():
        books = read(DemoGateway().charges_since(LONG_AGO))
        wrong = violations(books, quiet=True)
        figures = _figures()
    crashes = list(crowd.crashes)
    if crowd.closed.value:
        crashes.append(f"not all were served within {crowd.plan.minutes} minutes")
    crashes += [one for one in _lines(folder / "crashes") if one and not one.startswith(" ")]
    return Found(
        served=crowd.served.value,
        seconds=seconds,
        figures=figures,
        kills=Counter(what for kind, _who, what in diary if kind == "kill"),
        faults=Counter(what.split(":")[0] for kind, _who, what in diary if kind == "fault"),
        errors=Counter(_last_words(folder / "errors")),
        crashes=crashes,
        violations=wrong,
        revived=revived,
        reckoning=reckon(books, wrong),
    )


def _figures() -> dict[str, str]:
    states = Counter(db.session.scalars(select(Order.state)))
    methods = Counter(db.session.scalars(select(Payment.method)))
    charged = db.session.scalar(select(func.count()).where(DemoCharge.amount > 0)) or 0
    yen = {
        name: db.session.scalar(select(func.coalesce(func.sum(column), 0))) or 0
        for name, column in (
            ("received", Payment.received), ("applied", Payment.applied),
            ("refunded", Payment.refunded), ("surplus returned", Payment.returned),
        )
    }  # fmt: skip
    causes = Counter(db.session.scalars(select(Reimbursement.cause)))
    back = db.session.scalar(select(func.count()).select_from(DemoRefund)) or 0
    found = {
        "orders": f"{states.total():,} ({_said(states)})",
        "attempts": f"{methods.total():,} ({_said(methods)})",
        "charges": f"{charged:,}, {back:,} refunds at the company",
        "yen": ", ".join(f"{name} {amount:,}" for name, amount in yen.items()),
        "given back": _said(causes),
    }
    db.session.rollback()
    return found


def _said(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted.most_common(14))


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _last_words(path: Path) -> list[str]:
    """The exceptions that were logged and where in the shop, those that the torture raised itself left out."""
    raised, where = [], ""
    for line in _lines(path):
        if found := IN_THE_SHOP.search(line):
            where = f"{found[1]} {found[2]}"
        elif line and line[0].isalpha() and "rror" in line.split(":")[0]:
            raised.append(f"{line.split(':')[0][:60]} in {where}")
    return raised
