"""Address labels as PDF: ten to a sheet of A4, each 86.4 by 50.8 mm, as stationers sell them; words too many for a label are set smaller."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape  # writes XML, reads none  # nosec B406

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, Spacer

from storefront.locales import Locale
from storefront.printing.fonts import REGULAR, letters, printable
from storefront.printing.parcel_papers import Label
from storefront.printing.styles import style_of

ACROSS, DOWN = 2, 5
WIDE, HIGH = 86.4 * mm, 50.8 * mm
LEFT, TOP = (A4[0] - ACROSS * WIDE) / 2, (A4[1] - DOWN * HIGH) / 2
INSIDE = 4 * mm


def draw_labels(labels: Sequence[Label], title: str, locale: Locale) -> bytes:
    """The labels in their order, across and then down, without lines: the sheet is cut already."""
    letters()
    written = BytesIO()
    first: Any = REGULAR  # else every page names a typeface that no letter is set in
    sheet = Canvas(
        written, pagesize=A4, initialFontName=first, invariant=1, pageCompression=1, lang=locale
    )
    sheet.setTitle(title)
    for place, label in enumerate(labels):
        row, column = divmod(place % (ACROSS * DOWN), ACROSS)
        if place and not (row or column):
            sheet.showPage()
        _label(sheet, label, LEFT + column * WIDE, A4[1] - TOP - (row + 1) * HIGH)
    sheet.showPage()
    sheet.save()
    return written.getvalue()


def _label(sheet: Canvas, label: Label, x: float, y: float) -> None:
    """Where to stands at the top, how and from whom at the foot."""
    room, inner = WIDE - 2 * INSIDE, HIGH - 2 * INSIDE
    foot = _fitted(
        sheet, [_text(label.way, "tight"), _text(label.seller, "fine")], room, inner * 0.4
    )
    head = [_text(label.parcel, "label"), *(_text(line, "text") for line in label.address)]
    top = _fitted(
        sheet, [*head, Spacer(0, 1 * mm), _text(label.name, "addressee")], room, inner - foot[1]
    )
    foot[0].drawOn(sheet, x + INSIDE, y + INSIDE)
    top[0].drawOn(sheet, x + INSIDE, y + HIGH - INSIDE - top[1])


def _fitted(
    sheet: Canvas, words: list[Flowable], wide: float, high: float
) -> tuple[Flowable, float]:
    """The words in one, set smaller if they need more room, and how high they stand."""
    one = KeepInFrame(wide, high, words, mode="shrink")
    return one, one.wrapOn(sheet, wide, high)[1]


def _text(words: str, style: str) -> Paragraph:
    """Japanese breaks anywhere, Western names between their words."""
    return Paragraph(
        escape(printable(words)), style_of(style, "en" if words[:1].isascii() else "ja")
    )
