"""How the words of our papers are set: one typeface in two weights, two inks."""

from functools import lru_cache
from typing import Any, Literal
from xml.sax.saxutils import escape  # writes XML, reads none  # nosec B406

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from storefront.printing.fonts import BOLD, REGULAR, printable
from storefront.printing.sheet import Sheet

Rule = tuple[Any, ...]

INK = HexColor("#23251f")
QUIET = HexColor("#55584d")
HAIR = HexColor("#d8d5ca")

_ENDS: dict[str, Literal[1, 2]] = {"middle": 1, "end": 2}
_KINDS: dict[str, tuple[float, float, str, Color]] = {
    "text": (9.5, 14, REGULAR, INK),
    "tight": (8.5, 10.5, REGULAR, INK),
    "strong": (9.5, 15, BOLD, INK),
    "quiet": (9.5, 14, REGULAR, QUIET),
    "small": (8.5, 13, REGULAR, INK),
    "label": (8, 12, REGULAR, QUIET),
    "fine": (6.5, 8.5, REGULAR, QUIET),
    "title": (20, 26, BOLD, INK),
    "term": (10.5, 15, REGULAR, QUIET),
    "warning": (9.5, 14, BOLD, INK),
    "addressee": (13, 19, BOLD, INK),
    "sum": (22, 30, BOLD, INK),
    "grand": (13, 18, BOLD, INK),
}


@lru_cache(maxsize=64)
def style_of(name: str, locale: str) -> ParagraphStyle:
    """How words are set: "label-end" is the label's size and ink, at the end of its column."""
    kind, _, place = name.partition("-")
    size, leading, font, ink = _KINDS[kind]
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=ink,
        alignment=_ENDS.get(place, 0), wordWrap="CJK" if locale == "ja" else None,
        splitLongWords=1,
    )  # fmt: skip


def text(sheet: Sheet, words: str, style: str = "text", note: str = "") -> Paragraph:
    """Words of a sheet as a paragraph, a quiet note behind them."""
    markup = escape(printable(words))
    if note:
        markup += f'\u3000<font size="8" color="{QUIET.hexval()}">{escape(printable(note))}</font>'
    return Paragraph(markup, style_of(style, sheet.locale))


BARE: list[Rule] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("FONT", (0, 0), (-1, -1), REGULAR),
]
"""A table that is only there to set things side by side; even its empty cells name no typeface that is not in the file."""
