"""The file of counts: out with what should lie on the shelf, in with what was counted there, and why it differs.

`on_hand` says what the books held when the file went out; a row whose count has changed since is refused, so that an old count
never writes over a parcel that left meanwhile. Rows without a count change nothing.
"""

from collections.abc import Iterator, Sequence

from storefront.catalog import counting
from storefront.catalog.counting import MOST_ON_HAND, SIGNS, Booking, fits
from storefront.catalog.problem import Problem
from storefront.catalog.stock import LONGEST_NOTE, StockReason
from storefront.extensions import db
from storefront.files.cells import Cells, number_of, plain
from storefront.files.plan import Change, Difference, Plan, Refusal, Trouble
from storefront.files.sheet import Writing
from storefront.reports import stock as counts
from storefront.reports.stock import Asked, Sorting, StockOf
from storefront.spreadsheet.reading import Row

OUT_AT_ONCE = 500
BY_HAND = {reason.value: reason for reason in SIGNS}


class Stocks:
    """One run over the file of counts."""

    columns = ("sku", "name", "label", "free", "for_orders", "on_hand", "counted", "reason", "note")
    required = ("sku", "counted")
    key = "sku"

    def __init__(self, locale: str = "ja") -> None:
        self._locale = locale
        self._touched: set[int] = set()

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

    def judge(self, rows: Sequence[Row], plan: Plan, *, hold: bool) -> list[Change]:
        """What was counted against what should be there."""
        skus, products = [row.cells["sku"] for row in rows], dict[str, int]()
        if hold:
            products = {sku: one.product_id for sku, one in counting.hold(skus).items()}
        there, changes = counts.stock_among(skus), []
        for row in rows:
            judged = _judged(row, there.get(row.cells["sku"]))
            if isinstance(judged, Change):
                plan.add(judged)
                changes.append(judged)
                self._touched.add(products.get(judged.code, 0))
            elif judged:
                plan.refuse(judged)
            else:
                plan.keep()
        return changes

    def finish(self, plan: Plan) -> None:
        """No row depends on another."""

    def write(self, changes: Sequence[Change], writing: Writing) -> None:
        """Into the ledger and the counters."""
        lines = [change.what for change in changes]
        counting.book(lines, writing.reference, writing.by, writing.now)

    def show(self, writing: Writing) -> None:
        """Lists and pages show the new stock words."""
        counting.show(self._touched)


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
    what = Booking(there.variant_id, delta, reason, note)
    return Change(row.line, there.sku, False, differ, what)
