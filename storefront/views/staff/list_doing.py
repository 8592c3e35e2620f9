"""Doing it: many orders with a few statements for each two hundred of them, all in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from storefront.database import table_of
from storefront.extensions import db
from storefront.orders import many
from storefront.orders.note import tidied
from storefront.orders.order import Order, OrderState
from storefront.orders.shipment import Leaving
from storefront.payments.sending_many import send_many
from storefront.staff.audit import Act, Actor, AuditEntry
from storefront.views.staff.list_actions import Bulk
from storefront.views.staff.list_picked import Picked
from storefront.views.staff.note_form import NoteForm


@dataclass(frozen=True)
class Line:
    """What the audit says of one order."""

    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


Outcome = tuple[Mapping[int, Line], Mapping[str, Sequence[int]]]
"""By their ids: orders with which it was done; ids of those with which it was not, by the reason."""
Doing = Callable[[Sequence[int], datetime, Actor], Outcome]
ACTS = {Bulk.MAIL: Act.MAILED_AGAIN, Bulk.SENT: Act.SENT_OFF, Bulk.NOTE: Act.NOTED}


@dataclass
class Result:
    """Numbers of orders: it was done with these, not with those, by reason."""

    done: list[str] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=dict)


def mailing(ids: Sequence[int], now: datetime, _by: Actor) -> Outcome:
    """Write to their buyers again."""
    done, left = many.mail_again(ids, now)
    return {id: Line(None, {}) for id in done}, left


def sending(ids: Sequence[int], now: datetime, by: Actor) -> Outcome:
    """Send them off; the audit says of each what it says of one sent off by itself."""
    done, left = send_many(ids, now, by.name)
    return {
        id: Line({"state": "placed"}, gone(OrderState.FULFILLED, parcels))
        for id, parcels in done.items()
    }, left


def gone(state: str, parcels: Sequence[Leaving]) -> dict[str, Any]:
    """What the audit says of an order of which these parcels left."""
    pieces = [{str(line): count for line, count in one.pieces.items()} for one in parcels]
    numbers = [one.tracking for one in parcels if one.tracking]
    return {"state": str(state), "tracking": numbers, "parcels": pieces}


def noting(form: NoteForm) -> Doing:
    """Write this note on them."""
    said = {"letters": len(tidied(form.text)), "for_packers": form.for_packers}

    def note(ids: Sequence[int], now: datetime, by: Actor) -> Outcome:
        done, left = many.note_many(
            ids, form.text, by.member_id, by.name, now, form.key, for_packers=form.for_packers
        )
        return {id: Line(None, said) for id in done}, left

    return note


def do(action: Bulk, doing: Doing, chosen: Picked, by: Actor, now: datetime) -> Result:
    """Do it with all that was picked, as far as it can be, and write down each in the audit. The caller commits."""
    result = Result()
    every = [list(ids) for ids in chosen.ids()]  # before anything changes what fits the filter
    for ids in every:
        asked = select(Order.id, Order.number).where(Order.id.in_(ids))
        numbers = {id: str(number) for id, number in db.session.execute(asked)}
        done, skipped = doing(ids, now, by)
        result.done += [numbers[id] for id in done]
        for why, left in skipped.items():
            result.skipped.setdefault(why, []).extend(numbers[id] for id in left)
        entries = [_entry(action, numbers[id], line, by, now) for id, line in done.items()]
        if entries:
            db.session.execute(insert(table_of(AuditEntry)), entries)
        db.session.flush()
        db.session.expunge_all()
    return result


def _entry(action: Bulk, number: str, line: Line, by: Actor, now: datetime) -> dict[str, object]:
    return {
        "happened_at": now, "member_id": by.member_id, "name": by.name, "act": ACTS[action].value,
        "subject": f"order:{number}", "before": line.before, "after": {**line.after, "bulk": action.value},
        "caller": by.caller,
    }  # fmt: skip
