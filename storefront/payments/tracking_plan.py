"""What a carrier's file of numbers would do, judged line by line; and doing exactly that, all of it or nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order, OrderState
from storefront.orders.packing import MOST_AT_ONCE, ToPack, parcels_to_pack
from storefront.orders.shipment import Leaving, Shipment
from storefront.orders.tracking_file import Line
from storefront.payments.fulfilling import CannotSend, send
from storefront.payments.sending_many import disputed_of, send_many
from storefront.shipping.carrier import Carrier, bare, carriers_of, spellings, well_formed


class Verdict(StrEnum):
    """What is to become of a line. send: the parcel is marked as sent. same: it was, under this very number, and nothing is done.
    All others are refused.
    """

    SEND = "send"
    SAME = "same"
    UNREADABLE = "unreadable"
    NO_KEY = "no_key"
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    UNKNOWN = "unknown"
    NOT_PAID = "not_paid"
    OVER = "over"
    SENT = "sent"
    NOTHING_LEFT = "nothing_left"
    WAITS = "waits"
    DISPUTED = "disputed"
    TWICE = "twice"
    NUMBER_TWICE = "number_twice"
    NUMBER_KNOWN = "number_known"
    NOT_WHOLE = "not_whole"


ELSEWHERE = {
    OrderState.PENDING: Verdict.NOT_PAID,
    OrderState.CANCELLED: Verdict.OVER,
    OrderState.EXPIRED: Verdict.OVER,
    OrderState.FULFILLED: Verdict.SENT,
}
"""Why an order that is not to be packed is not sent."""


@dataclass(frozen=True)
class Judged:
    """A line with what would become of it; `parcel` and `carrier` where it would be sent."""

    line: Line
    verdict: Verdict
    parcel: ToPack | None = None
    carrier: str = ""

    @property
    def refused(self) -> bool:
        """Whether somebody has to look at it."""
        return self.verdict not in (Verdict.SEND, Verdict.SAME)


@dataclass(frozen=True)
class Plan:
    """All lines of a file, judged. `digest` stands for exactly this: other goods in a parcel make another one, and so does whatever
    staff changed about its order.
    """

    lines: Sequence[Judged]

    @property
    def to_send(self) -> list[Judged]:
        """The lines that will be done; none of a file that cannot be read in part."""
        if any(one.verdict is Verdict.UNREADABLE for one in self.lines):
            return []
        return [one for one in self.lines if one.verdict is Verdict.SEND]

    @property
    def refused(self) -> list[Judged]:
        """The lines that somebody has to look at."""
        return [one for one in self.lines if one.refused]

    @property
    def accepted(self) -> list[Judged]:
        """All others: to be done, or done before."""
        return [one for one in self.lines if not one.refused]

    @property
    def digest(self) -> str:
        """The same for the same plan."""
        parts = [
            f"{one.line.key}|{one.line.tracking}|{one.verdict}|{_inside(one)}" for one in self.lines
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Known:
    """What the shop knows of the orders and numbers that a file names."""

    ready: Mapping[str, ToPack]
    states: Mapping[str, str]
    shipped: Mapping[str, set[str]]
    """Numbers that parcels left under, by the parcel's key."""
    taken: frozenset[str]
    """Numbers of the file that some parcel has."""
    disputed: frozenset[int]
    carriers: Mapping[str, Carrier]


def judge(lines: Sequence[Line]) -> Plan:
    """What would become of these lines now. A dozen statements for some hundred of them."""
    known, keys = _known(lines), Counter(one.key for one in lines if one.key)
    numbers = Counter(bare(one.tracking) for one in lines if one.tracking)
    judged = []
    for one in lines:
        verdict = _verdict(one, known)
        if verdict is Verdict.SEND and keys[one.key] > 1:
            verdict = Verdict.TWICE
        elif verdict is Verdict.SEND and numbers[bare(one.tracking)] > 1:
            verdict = Verdict.NUMBER_TWICE
        if verdict is not Verdict.SEND:
            judged.append(Judged(one, verdict))
            continue
        parcel = known.ready[one.key]
        judged.append(
            Judged(one, verdict, parcel, known.carriers.get(parcel.parcel["way"], Carrier.OTHER))
        )
    return Plan(_at_the_door_whole(judged, known.ready.values()))


@dataclass(frozen=True)
class Gone:
    """What left of an order, and where that leaves it."""

    number: str
    state: str
    parcels: Sequence[Leaving]


def carry_out(plan: Plan, now: datetime, by: str) -> list[Gone]:
    """Mark the parcels of a plan as sent. All or nothing: raises CannotSend when an order changed meanwhile.

    Orders that leave whole go many at once, those of which a part leaves one by one. The caller commits.
    """
    wanted: dict[int, tuple[Order, list[Leaving]]] = {}
    for one in plan.to_send:
        assert one.parcel is not None
        order = one.parcel.order
        wanted.setdefault(order.id, (order, []))[1].append(_leaving(one))
    whole = [id for id, (order, some) in sorted(wanted.items()) if _is_whole(order, some)]
    db.session.expire_all()  # what was read before it was held may be another by then
    done = []
    for start in range(0, len(whole), MOST_AT_ONCE):
        some = {id: wanted[id] for id in whole[start : start + MOST_AT_ONCE]}
        _send_whole({id: parcels for id, (_order, parcels) in some.items()}, now, by)
        done += [
            Gone(str(order.number), OrderState.FULFILLED, going) for order, going in some.values()
        ]
    for id in sorted(set(wanted) - set(whole)):
        order, going = wanted[id]
        send(order, going, now, by)
        done.append(Gone(str(order.number), order.state, going))
    return done


def _is_whole(order: Order, parcels: Sequence[Leaving]) -> bool:
    return order.first_sent_at is None and len(parcels) == len(order.parcels)


def _send_whole(wanted: Mapping[int, Sequence[Leaving]], now: datetime, by: str) -> None:
    numbers = {(id, one.place): one.tracking for id, some in wanted.items() for one in some}
    done, left = send_many(list(wanted), now, by, numbers)
    going = {id: sorted(some, key=lambda one: one.place) for id, some in wanted.items()}
    if left or done != going:
        raise CannotSend("an order is not what it was when the file was looked at")


def _leaving(one: Judged) -> Leaving:
    assert one.parcel is not None
    pieces = {part.line.id: part.count for part in one.parcel.goods}
    return Leaving(one.parcel.place, pieces, one.carrier, one.line.tracking)


def _inside(one: Judged) -> str:
    if one.parcel is None:
        return ""
    goods = ",".join(f"{part.line.id}x{part.count}" for part in one.parcel.goods)
    return f"{one.parcel.order.version}:{goods}"


def _verdict(line: Line, known: Known) -> Verdict:
    if line.fault:
        return Verdict.UNREADABLE
    if not line.key:
        return Verdict.NO_KEY
    if not line.tracking:
        return Verdict.NO_NUMBER
    if bare(line.tracking) in known.shipped.get(line.key, ()):
        return Verdict.SAME
    return _of_order(line, known) or _of_number(line, known)


def _of_order(line: Line, known: Known) -> Verdict | None:
    state = known.states.get(line.order)
    if state != OrderState.PLACED:
        return Verdict.UNKNOWN if state is None else ELSEWHERE[OrderState(state)]
    parcel = known.ready.get(line.key)
    if parcel is None:
        return Verdict.NOTHING_LEFT
    if parcel.waits:
        return Verdict.WAITS
    return Verdict.DISPUTED if parcel.order.id in known.disputed else None


def _of_number(line: Line, known: Known) -> Verdict:
    way = known.ready[line.key].parcel["way"]
    if not well_formed(known.carriers.get(way, Carrier.OTHER), line.tracking):
        return Verdict.BAD_NUMBER
    return Verdict.NUMBER_KNOWN if bare(line.tracking) in known.taken else Verdict.SEND


def _at_the_door_whole(judged: Sequence[Judged], ready: Iterable[ToPack]) -> list[Judged]:
    """What is paid at the door goes at once: its parcels are all in the file, or none of them is sent."""
    there = Counter(one.order.id for one in ready)
    sent = Counter(one.parcel.order.id for one in judged if one.parcel)
    return [
        replace(one, verdict=Verdict.NOT_WHOLE, parcel=None)
        if one.parcel
        and one.parcel.order.paid_at is None
        and sent[one.parcel.order.id] < there[one.parcel.order.id]
        else one
        for one in judged
    ]


def _known(lines: Sequence[Line]) -> Known:
    numbers = list(dict.fromkeys(one.order for one in lines if one.order))
    ready = {
        one.key: one
        for start in range(0, len(numbers), MOST_AT_ONCE)
        for one in parcels_to_pack(numbers[start : start + MOST_AT_ONCE])
    }
    found = db.session.execute(
        select(Order.number, Order.state, Order.id).where(Order.number.in_(numbers))
    ).all()
    gone = db.session.execute(
        select(Order.number, Shipment.place, Shipment.tracking)
        .join(Shipment, Shipment.order_id == Order.id)
        .where(Order.number.in_(numbers))
    ).all()
    shipped: dict[str, set[str]] = {}
    for number, place, tracking in gone:
        shipped.setdefault(f"{number}-{place + 1}", set()).update(map(bare, tracking.split(",")))
    return Known(
        ready=ready,
        states={str(number): state for number, state, _id in found},
        shipped=shipped,
        taken=_taken(lines),
        disputed=disputed_of(one.order.id for one in ready.values()),
        carriers=carriers_of([one.parcel["way"] for one in ready.values()]),
    )


def _taken(lines: Sequence[Line]) -> frozenset[str]:
    written = {form for one in lines if one.tracking for form in spellings(one.tracking)}
    asked = select(Shipment.tracking).where(Shipment.tracking.in_(sorted(written)))
    return frozenset(map(bare, db.session.scalars(asked)))
