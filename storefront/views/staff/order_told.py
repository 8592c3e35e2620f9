"""What is written about an order, as its page shows it: the form of a note and the timeline, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storefront.orders.order import Order
from storefront.reports.order_timeline import Source, Told
from storefront.views.frame import url
from storefront.views.staff.allowed import may_open
from storefront.views.staff.note_form import NoteForm
from storefront.views.staff.order_words import told_by, told_detail, told_words


@dataclass(frozen=True)
class ToldRow:
    """One line of the timeline. `note_id`: that of a note, 0 elsewhere; `for_packers`: it stands on the packing slip."""

    source: str
    what: str
    detail: str
    at: datetime
    by: str
    note_id: int = 0
    for_packers: bool = False


@dataclass(frozen=True)
class ToldPart:
    """All of it. Each path is "" where the member may not: to write a note, to choose what packers are shown, to the mails."""

    rows: Sequence[ToldRow]
    form: NoteForm
    write: str = ""
    show: str = ""
    mails: str = ""


def told_part(order: Order, told: Sequence[Told], form: NoteForm) -> ToldPart:
    """Put into words for the member at work."""
    ends = ("staff.write_note", "staff.show_note", "staff.order_mails")
    write, show, mails = (url(e, number=order.number) if may_open(e) else "" for e in ends)
    return ToldPart([_row(one) for one in told], form, write, show, mails)


def _row(one: Told) -> ToldRow:
    note = one.source is Source.NOTE
    return ToldRow(
        one.source.value, told_words(one), told_detail(one), one.at, told_by(one),
        one.id if note else 0, note and bool(one.state),
    )  # fmt: skip
