"""Page numbers that know how many pages there are, which a canvas only learns at its end."""

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from storefront.printing.fonts import REGULAR, printable
from storefront.printing.styles import QUIET

FOOT = 10 * mm


def pages_numbered(title: str, margin: float) -> type[Canvas]:
    """A kind of canvas that writes `title` and "1 / 2" at the foot of every page, a single one only the title."""

    class Numbered(Canvas):
        """Keeps its pages back until their number is known."""

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._kept.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            pages = list(self._kept)
            for number, page in enumerate(pages, 1):
                self.__dict__.update(page)
                self._foot(number, len(pages))
                super().showPage()
            super().save()

        def _foot(self, number: int, of: int) -> None:
            self.setFont(REGULAR, 7.5)
            self.setFillColor(QUIET)
            self.drawString(margin, FOOT, printable(title))
            if of > 1:
                self.drawRightString(A4[0] - margin, FOOT, f"{number} / {of}")

    return Numbered
