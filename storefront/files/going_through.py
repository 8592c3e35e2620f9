"""Going through a file once, a block of rows at a time, to see what it would do. Nothing is changed."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from storefront.files.plan import Change, Plan, Refusal, Trouble
from storefront.files.sheet import Sheet
from storefront.spreadsheet.reading import Fault, Row, read

MOST_LINES = 100_000
AT_ONCE = 500


def go_through(
    sheet: Sheet,
    stream: BinaryIO,
    told: Callable[[Sequence[Change]], None] = lambda _changes: None,
) -> Plan:
    """What the file would do.

    `told` hears of each block's changes, until the first line is refused: then none of them will happen. Never more than a
    block of rows is in memory, besides the codes seen.
    """
    plan = Plan()
    for rows in _blocks(sheet, stream, plan):
        changes = sheet.judge(rows, plan)
        if changes and not plan.refused:
            told(changes)
    sheet.finish(plan)
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
