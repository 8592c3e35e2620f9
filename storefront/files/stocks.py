"""The file of counts: out with what should lie on the shelf, in with what was counted there, and why it differs.

`on_hand` says what the books held when the file went out; a row whose count has changed since is refused, so that an old count
never writes over a parcel that left meanwhile. Rows without a count change nothing.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, func, or_, select

from storefront import revision
from storefront.catalog import counting, summary
from storefront.catalog.counting import MOST_ON_HAND, SIGNS, fits
from storefront.catalog.problem import Problem
from storefront.catalog.product import Product
from storefront.catalog.stock import LONGEST_NOTE, StockReason
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.files.cells import Cells, number_of, plain
from storefront.files.plan import Change, Difference, Plan, Refusal, Trouble
from storefront.files.sheet import Writing
from storefront.files.staged import ROW, Staged, Staging
from storefront.orders.promised import promised_to_all
from storefront.reports import stock as counts
from storefront.reports.stock import Asked, Sorting, StockOf
from storefront.spreadsheet.reading import Row

OUT_AT_ONCE = 500
DELTA: ColumnElement[int] = ROW.written["delta"].as_integer()
BY_HAND = {reason.value: reason for reason in SIGNS}


class Stocks:
    """One run over the file of counts."""

    columns = ("sku", "name", "label", "free", "for_orders", "on_hand", "counted", "reason", "note")
    required = ("sku", "counted")
    key = "sku"

    def __init__(self, locale: str = "ja") -> None:
        self._locale = locale

    def code(self, cell: str) -> str:
        """A SKU has capitals."""
        return plain(cell).upper()

    def out(self) -> Iterator[Sequence[object]]:
        """SKUs by their codes, the count left empty."""
        after = ""
        while True:
            found = counts.listed(Asked(order=Sorting.SKU, after=after), OUT_AT_ONCE)
            db.session.rollback()
            for row in found.rows:
                name, label = row.name.get(self._locale, ""), row.label.get(self._locale, "")
                yield [row.sku, name, label, row.free, row.promised, row.on_hand, "", "", ""]
            after = found.after
            if not after:
                return

    def judge(self, rows: Sequence[Row], plan: Plan) -> list[Change]:
        """What was counted against what should be there."""
        there = counts.stock_among([row.cells["sku"] for row in rows])
        judged = (_judged(row, there.get(row.cells["sku"])) for row in rows)
        return [change for one in judged for change in plan.take(one)]

    def finish(self, plan: Plan) -> None:
        """No row depends on another."""

    def moved(self, staged: Staging) -> list[int]:
        """Lines whose SKU has something else on hand by now, or less than orders wait for; holds the SKUs."""
        staged.hold(Variant.id, staged.targets())
        held = promised_to_all().subquery()
        on_hand = Variant.stock + func.coalesce(held.c.pieces, 0)
        other = (
            Variant.id.is_(None),
            on_hand != ROW.seen["on_hand"].as_integer(),
            Variant.stock + DELTA < 0,
        )
        line = select(ROW.line).outerjoin(Variant, Variant.id == ROW.target_id)
        return staged.lines(line.outerjoin(held, held.c.variant_id == ROW.target_id).where(or_(*other)))  # fmt: skip

    def write(self, staged: Staging, writing: Writing) -> list[int]:
        """Into the ledger and the counters; lists and pages show the new stock words."""
        cells = (ROW.written[name].as_string() for name in ("reason", "note"))
        chosen = select(ROW.target_id, DELTA, *cells).where(staged.mine)
        counting.book_all(chosen, writing.reference, writing.by, writing.now)
        homes = select(Variant.product_id).where(Variant.id.in_(staged.targets()))
        staged.hold(Product.id, homes)
        summary.refresh_all(homes)
        revision.bump()
        return []


def _judged(row: Row, there: StockOf | None) -> Change | list[Refusal]:
    """What the row does; an empty list for nothing."""
    cells = Cells(row, {})
    if there is None:
        return [Refusal(row.line, Trouble.UNKNOWN_SKU, "sku", row.cells["sku"][:60])]
    if not cells.code("counted"):
        return []
    counted = number_of(cells.text("counted"))
    seen = number_of(cells.text("on_hand")) if cells.code("on_hand") else there.on_hand
    reason = BY_HAND.get(cells.code("reason").lower() or StockReason.COUNTED.value)
    note = cells.text("note").strip()
    delta = (counted or 0) - there.on_hand
    if counted is None or seen is None:
        column = "counted" if counted is None else "on_hand"
        cells.fault(Trouble.NOT_A_NUMBER, column, cells.text(column))
    elif not 0 <= counted <= MOST_ON_HAND:
        cells.fault(Problem.RANGE, "counted", counted, MOST_ON_HAND)
    elif seen != there.on_hand:
        cells.fault(Trouble.MOVED, "on_hand", there.on_hand)
    elif counted < there.promised:
        cells.fault(Trouble.SHORT, "counted", there.promised)
    if reason is None:
        cells.fault(Trouble.UNKNOWN_REASON, "reason", cells.text("reason"))
    elif not cells.faults and not fits(reason, delta):
        cells.fault(Trouble.OTHER_WAY, "reason", f"{delta:+d}")
    if len(note) > LONGEST_NOTE:
        cells.fault(Problem.TOO_LONG, "note", most=LONGEST_NOTE)
    if cells.faults or reason is None:
        return cells.faults
    differ = (Difference("on_hand", str(there.on_hand), str(there.on_hand + delta)),)
    values = {"delta": delta, "reason": reason.value, "note": note}
    what = Staged(there.variant_id, {"on_hand": there.on_hand}, values)
    return Change(row.line, there.sku, False, differ, what)
