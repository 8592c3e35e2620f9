"""`python -m tests.bench.lists`: staff's lists over a million orders, against the same pages over a thousand, in one run.

Prints how many statements each page takes, the medians of both shops and their ratio. ORDERS and BENCH_DATABASE (sqlite,
postgresql) choose another size, another database.
"""

import logging
import os
import sys
import tempfile
import tracemalloc
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask
from sqlalchemy import func, select, text

from seeds.scale import bulk, orders
from seeds.scale.catalogue import WORDS
from storefront import clock
from storefront.cart.cart import Cart
from storefront.clock import shop_day
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order, OrderContact, OrderState
from storefront.payments.radar.watching import watch
from tests.support.desk import Desk, hire
from tests.support.shops import open_shop
from tests.support.statements import statements

FEW, ROUNDS = 1_000, 15
MOST_STATEMENTS, MOST_RATIO = 8, 1.5
AT_ONCE = 1_000
FAMILIES = WORDS["people"]["families"]


def fill(app: Flask, count: int, now: datetime) -> None:
    """So many orders, what the databases know of their tables, and what the worker has found in the books."""
    token = writing.set(True)
    with app.app_context():
        bulk.get_ready()
        orders.fill(count, now)
        bulk.go_on_counting(Cart, Order)
        db.session.commit()
        watch(now)
        db.session.commit()
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
    writing.reset(token)


def pages(app: Flask, now: datetime) -> dict[str, str]:
    """What is opened, by what it is: each filter by itself, together, sorted, by text, the last pages, an order."""
    with app.app_context():
        newest = db.session.execute(
            select(Order.number, Order.total, OrderContact).join(Order.contact).order_by(Order.id.desc()).limit(1)
        ).one()  # fmt: skip
        middle = db.session.scalar(select(func.max(Order.id))) or 1
        at = db.session.scalars(
            select(Order.placed_at).where(Order.id >= middle // 2).limit(1)
        ).one()
    number, total, contact = newest
    day, mark = shop_day(now), int(at.timestamp() * 1_000_000)
    some = {
        "all": "",
        "money=awaited": "money=awaited",
        "money=at_the_door": "money=at_the_door",
        "money=paid": "money=paid",
        "money=back": "money=back",
        "parcels=to_pack": "parcels=to_pack",
        "parcels=sent": "parcels=sent",
        "state=cancelled": "state=cancelled",
        "two states": "state=cancelled&state=expired",
        "method": "method=cod",
        "a method nobody took": "method=konbini",
        "placed": f"from={day - timedelta(days=40)}&to={day - timedelta(days=30)}",
        "ship-by": f"leave_from={day - timedelta(days=40)}&leave_to={day - timedelta(days=30)}",
        "ship today": "parcels=to_pack&due=today",
        "amount": "least=3000&most=4000",
        "a rare amount": f"least={total}&most={total}",
        "prefecture": "area=47",
        "noted": "noted=1",
        "six at once": "money=paid&parcels=sent&method=card&least=2000&area=13&within=90",
        "by total": "sort=-total",
        "by ship-by": "sort=leave",
        "by total, one state": "sort=total&state=expired",
        "half-way back": f"after={mark}.{middle // 2}",
        "name": f"q={contact.name.split()[0]}",
        "whole name": f"q={contact.name}",
        "e-mail": f"q={contact.email}",
        "phone": f"q={contact.phone}",
        "SKU": "q=SLEEP-30",
        "beginning of SKUs": "q=sleep",
        "amount typed": f"q=¥{total}",
        "two words": f"q={contact.name.split()[0]} SLEEP-30",
        "two words of many": f"q=guest {contact.name.split()[0]}",
        "words of all": "q=guest 090",
        "words that never meet": f"q={FAMILIES[0]} {FAMILIES[1]}",
        "two words, sent": f"q={contact.name.split()[0]} SLEEP-30&parcels=sent",
        "two words, by total": f"q={contact.name.split()[0]} SLEEP-30&sort=-total",
        "two words, half-way": f"q={contact.name.split()[0]} SLEEP-30&after={mark}.{middle // 2}",
        "nothing": "q=zzzz",
    }
    found = {name: f"/staff/orders?{query}" for name, query in some.items()}
    name = contact.name.split()[0]
    others = {
        "an order": f"orders/{number}",
        "customers": "customers",
        "customers, a name": f"customers?q={name}",
        "customers, whole name": f"customers?q={contact.name}",
        "customers, e-mail": f"customers?q={contact.email}",
        "customers, never meet": f"customers?q={FAMILIES[0]} {FAMILIES[1]}",
        "a customer": f"customers/{number}",
        "packing": "packing",
        "picking list": "packing/picking",
        "stock": "stock",
        "a ledger": "stock/SLEEP-30",
        "audit": "audit",
    }
    return {
        "today": "/staff/",
        **found,
        **{kind: f"/staff/{path}" for kind, path in others.items()},
    }


def measured(shops: list[tuple[Desk, dict[str, str]]]) -> dict[str, list[float]]:
    """Medians in seconds of each page, by its name: for each shop one, taken in turns."""
    times: dict[str, list[list[float]]] = {name: [[] for _ in shops] for name in shops[0][1]}
    for _ in range(ROUNDS):
        for name, taken in times.items():
            for place, (desk, addresses) in enumerate(shops):
                begun = perf_counter()
                answer = desk.client.get(addresses[name], base_url=desk.site)
                taken[place].append(perf_counter() - begun)
                assert answer.status_code == 200, (name, answer.status_code)
    return {name: [median(one) for one in taken] for name, taken in times.items()}


def main() -> int:
    """Measure, print, judge."""
    kind, count = (
        os.environ.get("BENCH_DATABASE", "sqlite"),
        int(os.environ.get("ORDERS", "1000000")),
    )
    now = clock.now()
    logging.getLogger("storefront").setLevel(logging.WARNING)
    sound = True
    with ExitStack() as stack:
        shops = []
        for size in (FEW, count):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            app = stack.enter_context(open_shop(kind, folder, fresh=True))
            begun = perf_counter()
            fill(app, size, now)
            print(f"{size:,} orders written in {perf_counter() - begun:.0f} s", flush=True)
            hire(app, now)
            desk = Desk(app)
            desk.sign_in()
            shops.append((app, desk, pages(app, now)))
        times = measured([(desk, addresses) for _app, desk, addresses in shops])
        app, desk, addresses = shops[-1]
        print(f"{kind}: statements, milliseconds with {FEW:,} and with {count:,} orders, ratio")
        for name, address in addresses.items():
            with statements(app) as sent:
                desk.client.get(address, base_url=desk.site)
            small, large = times[name]
            whole = max(
                small, times["all"][0]
            )  # a page of fifty rows; a small shop has fewer that fit
            good = large <= whole * MOST_RATIO and len(sent) < MOST_STATEMENTS
            sound = sound and good
            print(
                f"{name:24} {len(sent):3} {small * 1000:7.1f} {large * 1000:7.1f} {large / small:6.2f}"
                f"{'' if good else '  <--'}",
                flush=True,
            )
        many(app, desk)
    return 0 if sound else 1


def many(app: Flask, desk: Desk) -> None:
    """One thing done with a thousand orders: seconds, statements, and the most memory it took."""
    with app.app_context():
        asked = select(Order.total).where(Order.state == OrderState.PLACED).order_by(Order.total)
        some = list(db.session.scalars(asked.limit(AT_ONCE)))
    if not some:
        return
    least, most = some[0], some[-1] - 1  # without the many that cost as much as the last
    query = f"parcels=to_pack&least={least}&most={most}"
    desk.get(f"/staff/orders?{query}&pick=all")
    for action in [str(button["value"]) for button in desk.page.select("button[name=action]")]:
        desk.get(f"/staff/orders?{query}&pick=all")
        desk.post("/staff/orders/bulk", action=action)
        if not desk.page.select("input[name=scope]"):
            continue
        tracemalloc.start()
        begun = perf_counter()
        with statements(app) as sent:
            answer = desk.post("/staff/orders/bulk/now", action=action)
        took, (_now, peak) = perf_counter() - begun, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(
            f"{action}: {answer.status_code}, {took:.2f} s, {len(sent)} statements, {peak / 1e6:.0f} MB at most"
        )


if __name__ == "__main__":
    sys.exit(main())
