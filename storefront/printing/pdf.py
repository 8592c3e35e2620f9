"""A sheet as PDF: A4, the head of the table on every page, the sums never alone on one."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Spacer,
    Table,
)

from storefront.printing.fonts import REGULAR, letters
from storefront.printing.goods_table import goods_table
from storefront.printing.paging import pages_numbered
from storefront.printing.sheet import Fact, Sheet
from storefront.printing.styles import BARE, text

MARGIN = 16 * mm
FOOT = 18 * mm
SQUEEZED = 17
"""Papers of so few lines (twelve goods, discounts, shipping, fee) are squeezed before they take a second page."""
SETTINGS = (("text", 4.0), ("text", 2.0), ("tight", 3.0), ("tight", 1.5))
"""How their lines are set, and the points above and below each; one after the other until it all fits on a page."""
WIDTH = A4[0] - 2 * MARGIN


def draw(sheet: Sheet) -> bytes:
    """The PDF of a sheet. The same sheet gives the same bytes; about 30 ms once the typeface is loaded, for each setting tried."""
    letters()
    loosest = b""
    for style, space in SETTINGS if len(sheet.rows) <= SQUEEZED else SETTINGS[:1]:
        pages, drawn = _drawn(sheet, style, space)
        if pages == 1:
            return drawn
        loosest = loosest or drawn
    return loosest


def _drawn(sheet: Sheet, style: str, space: float) -> tuple[int, bytes]:
    """How many pages it takes, and the PDF."""
    written = BytesIO()
    paper = BaseDocTemplate(
        written, pagesize=A4, title=f"{sheet.title} {sheet.number.text}", author=sheet.seller[0],
        subject=str(sheet.title), lang=sheet.locale, initialFontName=REGULAR, invariant=1,
        pageCompression=1, displayDocTitle=1,
    )  # fmt: skip
    paper.addPageTemplates(PageTemplate(frames=[_frame()]))
    story = [*_head(sheet), goods_table(sheet, WIDTH, style, space)]
    canvas = pages_numbered(f"{sheet.title.text} {sheet.number.text}", MARGIN)
    paper.build(story, canvasmaker=canvas)
    return paper.page, written.getvalue()


def _frame() -> Frame:
    height = A4[1] - MARGIN - FOOT
    return Frame(MARGIN, FOOT, WIDTH, height, 0, 0, 0, 0)


def _head(sheet: Sheet) -> list[Flowable]:
    """Title and warnings; below on the left whom and how much, on the right numbers, days and the seller."""
    title = [text(sheet, sheet.title.text, "title")]
    if sheet.title.term:
        title.append(text(sheet, sheet.title.term, "term"))
    warned = [text(sheet, words, "warning") for words in sheet.warnings]
    sides = [[_left(sheet), "", _right(sheet)]]
    widths = [WIDTH * 0.45, WIDTH * 0.03, WIDTH * 0.52]
    return [
        *title,
        Spacer(0, 5 * mm),
        *([*warned, Spacer(0, 4 * mm)] if warned else []),
        Table(sides, colWidths=widths, style=BARE),
        Spacer(0, 7 * mm),
    ]


def _left(sheet: Sheet) -> list[Flowable]:
    named = [text(sheet, sheet.addressee, "addressee"), Spacer(0, 4 * mm)]
    return [
        *(named if sheet.addressee else []),
        text(sheet, str(sheet.total.label), "label"),
        text(sheet, sheet.total.text, "sum"),
        text(sheet, sheet.statement),
    ]


def _right(sheet: Sheet) -> list[Flowable]:
    lines = [
        text(sheet, line, "small" if place else "strong") for place, line in enumerate(sheet.seller)
    ]
    demo = [text(sheet, sheet.demo, "label")] if sheet.demo else []
    return [
        _facts(sheet, [sheet.number, *sheet.facts]),
        Spacer(0, 4 * mm),
        *lines,
        text(sheet, f"{sheet.registration.label} {sheet.registration.text}", "small"),
        *demo,
    ]


def _facts(sheet: Sheet, facts: Sequence[Fact]) -> Table:
    """Labels and what they say, under each other."""
    width = WIDTH * (0.17 if sheet.locale == "ja" else 0.285)
    rows = [[text(sheet, str(fact.label), "quiet"), text(sheet, fact.text)] for fact in facts]
    table = Table(rows, colWidths=[width, WIDTH * 0.52 - width], style=BARE)
    table.hAlign = "LEFT"
    return table
