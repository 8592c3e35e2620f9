"""Doing it: many orders with a few statements for each two hundred of them, all in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select

from storefront.database import table_of
from storefront.extensions import db
from storefront.orders.many import Done, mail_again
from storefront.orders.order import Order
from storefront.staff.audit import Act, Actor, AuditEntry
from storefront.views.staff.list_actions import Bulk
from storefront.views.staff.list_picked import Picked

Doing = Callable[[Sequence[int], datetime], Done]
DOING: dict[Bulk, Doing] = {Bulk.MAIL: mail_again}
ACTS = {Bulk.MAIL: Act.MAILED_AGAIN}


@dataclass
class Result:
    """Numbers of orders: it was done with these, not with those, by reason."""

    done: list[str] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=dict)


def do(action: Bulk, chosen: Picked, by: Actor, now: datetime) -> Result:
    """Do it with all that was picked, as far as it can be, and write down each in the audit. The caller commits."""
    result = Result()
    every = [list(ids) for ids in chosen.ids()]  # before anything changes what fits the filter
    for ids in every:
        done, skipped = DOING[action](ids, now)
        asked = select(Order.id, Order.number).where(Order.id.in_(ids))
        numbers = dict(db.session.execute(asked).tuples().all())
        told = [str(numbers[id]) for id in done]
        result.done += told
        for why, left in skipped.items():
            result.skipped.setdefault(why, []).extend(str(numbers[id]) for id in left)
        if told:
            db.session.execute(
                insert(table_of(AuditEntry)), [_entry(action, one, by, now) for one in told]
            )
        db.session.expire_all()
    return result


def _entry(action: Bulk, number: str, by: Actor, now: datetime) -> dict[str, object]:
    return {
        "happened_at": now, "member_id": by.member_id, "name": by.name, "act": ACTS[action].value,
        "subject": f"order:{number}", "before": None, "after": {"bulk": action.value}, "caller": by.caller,
    }  # fmt: skip
