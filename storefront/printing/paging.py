"""Page numbers that know how many pages there are, which a canvas only learns at its end."""

from itertools import groupby
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from storefront.printing.fonts import REGULAR, printable
from storefront.printing.styles import QUIET

FOOT = 10 * mm


class Part(Flowable):
    """Nothing to be seen: from here on the pages are those of another paper, named and counted by themselves."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def wrap(self, *_room: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Tell the canvas."""
        canvas: Any = self.canv
        canvas.part = self.name


def pages_numbered(title: str, margin: float) -> type[Canvas]:
    """A kind of canvas that writes `title` and "1 / 2" at the foot of every page, a single one only the title.

    Parts are told apart: each has its own name in place of the title, and its own numbers.
    """

    class Numbered(Canvas):
        """Keeps its pages back until their number is known."""

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._kept: list[dict[str, Any]] = []
            self.part = ""

        def showPage(self) -> None:
            self._kept.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            for _part, found in groupby(list(self._kept), key=lambda page: page["part"]):
                pages = list(found)
                for number, page in enumerate(pages, 1):
                    self.__dict__.update(page)
                    self._foot(number, len(pages))
                    super().showPage()
            super().save()

        def _foot(self, number: int, of: int) -> None:
            self.setFont(REGULAR, 7.5)
            self.setFillColor(QUIET)
            self.drawString(margin, FOOT, printable(self.part or title))
            if of > 1:
                self.drawRightString(A4[0] - margin, FOOT, f"{number} / {of}")

    return Numbered
