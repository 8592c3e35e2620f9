"""Going through a file once, a block of rows at a time: to see what it would do, or to do it."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from storefront.files.plan import Change, Plan, Refusal, Trouble
from storefront.files.sheet import Sheet, Writing
from storefront.spreadsheet.reading import Fault, Row, read

MOST_LINES = 100_000
AT_ONCE = 500


def go_through(
    sheet: Sheet,
    stream: BinaryIO,
    writing: Writing | None = None,
    told: Callable[[Sequence[Change]], None] = lambda _changes: None,
) -> Plan:
    """What the file does. Without `writing` nothing is changed; with it every block is written as it is judged.

    `told` hears of each block's changes once they are written. Whoever lets it write compares the plan's digest with the one
    that was shown, looks for refusals, and rolls everything back where either is not as it was. Never more than a block of
    rows is in memory, besides the codes seen.
    """
    plan = Plan()
    for rows in _blocks(sheet, stream, plan):
        changes = sheet.judge(rows, plan, hold=writing is not None)
        if writing is not None and not plan.refused:
            sheet.write(changes, writing)
            told(changes)
    sheet.finish(plan)
    if writing is not None and not plan.refused:
        sheet.show(writing)
    return plan


def _blocks(sheet: Sheet, stream: BinaryIO, plan: Plan) -> Iterator[list[Row]]:
    seen: dict[str, int] = {}
    block: list[Row] = []
    for number, row in enumerate(read(stream, sheet.columns, sheet.required), start=1):
        if number > MOST_LINES:
            plan.refuse([Refusal(row.line, Trouble.TOO_MANY_LINES, most=MOST_LINES)])
            break
        if isinstance(row, Fault):
            plan.refuse([Refusal(row.line, row.wrong.value, about=row.detail[:60])])
            continue
        refusal = _seen(sheet, row, seen)
        if refusal:
            plan.refuse([refusal])
            continue
        block.append(row)
        if len(block) == AT_ONCE:
            yield block
            block = []
    if block:
        yield block


def _seen(sheet: Sheet, row: Row, seen: dict[str, int]) -> Refusal | None:
    """Each thing stands in a file once, and is named."""
    code = row.cells[sheet.key] = sheet.code(row.cells[sheet.key])
    if not code:
        return Refusal(row.line, Trouble.NO_CODE, sheet.key)
    first = seen.setdefault(code, row.line)
    return None if first == row.line else Refusal(row.line, Trouble.TWICE, sheet.key, str(first))
