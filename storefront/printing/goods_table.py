"""The table of a paper: goods, total, sums per rate and notes in one, so that its end is never torn off."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from storefront.printing.sheet import GoodsRow, RateRow, Sheet
from storefront.printing.styles import BARE, HAIR, INK, Rule, text

NARROW = [15 * mm, 15 * mm, 27 * mm, 29 * mm]
"""Rate, quantity, unit price, amount; the contents have the rest."""
WITH_SUMS = 2
"""So many of the last goods stay on the page of the sums."""

Cells = list[Flowable | list[Flowable] | str]


def goods_table(sheet: Sheet, width: float, style: str, space: float) -> Table:
    """Its head is repeated on every page; total, rates and notes stay together with the last goods.

    `style` is how the lines of goods are set, `space` the points above and below each.
    """
    goods = [_row(sheet, row, style) for row in sheet.rows]
    sums = [_total(sheet)]
    if sheet.rates:
        sums += [_rate_head(sheet), *(_rate(sheet, rate) for rate in sheet.rates)]
    notes: list[Flowable] = [text(sheet, note, "label") for note in sheet.notes]
    sums.append([[Spacer(0, 4 * mm), *notes], "", "", "", ""])
    columns = [width - sum(NARROW), *NARROW]
    rules = [*BARE, *_rules(1 + len(goods), 1 + len(goods) + len(sums), space)]
    return Table([_head(sheet), *goods, *sums], colWidths=columns, repeatRows=1, style=rules)


def _rules(total: int, end: int, space: float) -> list[Rule]:
    """Lines, spaces and what stays together, by the row of the total and the number of rows."""
    between: list[Rule] = [
        ("LINEBELOW", (0, row), (-1, row), 0.5, HAIR) for row in range(1, total - 1)
    ]
    return [
        ("TOPPADDING", (0, 0), (-1, total), space),
        ("BOTTOMPADDING", (0, 0), (-1, total), space),
        ("TOPPADDING", (0, total + 1), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, total + 1), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        *between,
        ("LINEABOVE", (0, total), (-1, total), 0.8, INK),
        ("LINEBELOW", (0, total), (-1, total), 0.5, HAIR),
        ("SPAN", (0, total), (3, total)),
        ("VALIGN", (0, total), (-1, total), "MIDDLE"),
        *(("SPAN", (0, row), (2, row)) for row in range(total + 1, end - 1)),
        ("SPAN", (0, end - 1), (-1, end - 1)),
        ("NOSPLIT", (0, max(1, total - WITH_SUMS)), (-1, -1)),
    ]


def _head(sheet: Sheet) -> Cells:
    places = ("label", "label-middle", "label-end", "label-end", "label-end")
    return [text(sheet, str(head), place) for head, place in zip(sheet.heads, places, strict=True)]


def _row(sheet: Sheet, row: GoodsRow, style: str) -> Cells:
    rest = (row.quantity, row.unit_price, row.amount)
    return [
        text(sheet, row.name, style, row.note),
        text(sheet, row.rate, f"{style}-middle"),
        *(text(sheet, words, f"{style}-end") for words in rest),
    ]


def _total(sheet: Sheet) -> Cells:
    label = text(sheet, str(sheet.total.label), "strong")
    return [label, "", "", "", text(sheet, sheet.total.text, "grand-end")]


def _rate_head(sheet: Sheet) -> Cells:
    label, taxable, tax = (str(head) for head in sheet.rate_heads)
    return [
        text(sheet, label, "label"),
        "",
        "",
        *(text(sheet, head, "label-end") for head in (taxable, tax)),
    ]


def _rate(sheet: Sheet, rate: RateRow) -> Cells:
    figures = (rate.taxable, rate.tax)
    return [
        text(sheet, str(rate.label), "small"),
        "",
        "",
        *(text(sheet, sum_, "small-end") for sum_ in figures),
    ]
