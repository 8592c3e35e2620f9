"""The papers of packing as PDF: the picking list, and delivery notes of one page each."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape  # writes XML, reads none  # nosec B406

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from storefront.locales import Locale
from storefront.printing.fonts import REGULAR, letters, printable
from storefront.printing.paging import pages_numbered
from storefront.printing.styles import BARE, HAIR, INK, Rule, style_of

MARGIN = 16 * mm
FOOT = 18 * mm
WIDTH = A4[0] - 2 * MARGIN


@dataclass(frozen=True)
class Column:
    """A column of a list: its head, and its share of the page's width."""

    head: str
    share: float


@dataclass(frozen=True)
class Listing:
    """A table in words under a heading; the head is repeated on every page."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class PickingList:
    """What to fetch for one go, and the totes it goes to."""

    locale: Locale
    title: str
    lead: str
    goods: Sequence[Listing]
    """One for each temperature."""
    totes: Listing


@dataclass(frozen=True)
class Slip:
    """The delivery note of one parcel, in the buyer's language."""

    locale: Locale
    title: str
    tote: str
    addressee: str
    address: Sequence[str]
    facts: Sequence[tuple[str, str]]
    goods: Listing
    further: Sequence[tuple[str, Sequence[str]]]
    """Headings with what left before, what comes apart, what is still to come."""
    thanks: str
    seller: Sequence[str]


def draw_picking(paper: PickingList) -> bytes:
    """The picking list on as many pages of A4 as it takes."""
    story: list[Flowable] = [
        _text(paper.locale, paper.title, "title"),
        _text(paper.locale, paper.lead, "quiet"),
    ]
    for listing in (*paper.goods, paper.totes):
        story += [Spacer(0, 5 * mm), *_listing(paper.locale, listing)]
    return _document(paper.title, paper.locale, story)


def draw_slips(slips: Sequence[Slip], title: str, locale: Locale) -> bytes:
    """Delivery notes in their order, each on a page of its own."""
    story: list[Flowable] = []
    for slip in slips:
        story += [*([PageBreak()] if story else []), *_slip(slip)]
    return _document(title, locale, story)


def _document(title: str, locale: Locale, story: list[Flowable]) -> bytes:
    letters()
    written = BytesIO()
    paper = BaseDocTemplate(
        written, pagesize=A4, title=title, lang=locale, initialFontName=REGULAR, invariant=1,
        pageCompression=1, displayDocTitle=1,
    )  # fmt: skip
    frame = Frame(MARGIN, FOOT, WIDTH, A4[1] - MARGIN - FOOT, 0, 0, 0, 0)
    paper.addPageTemplates(PageTemplate(frames=[frame]))
    paper.build(story, canvasmaker=pages_numbered(title, MARGIN))
    return written.getvalue()


def _slip(slip: Slip) -> list[Flowable]:
    def say(words: str, style: str = "text") -> Paragraph:
        return _text(slip.locale, words, style)

    left = [say(slip.addressee, "addressee"), *(say(line) for line in slip.address)]
    right: list[Flowable] = [say(f"{label}\u3000{words}", "text") for label, words in slip.facts]
    sides = Table(
        [[left, "", right]], colWidths=[WIDTH * 0.5, WIDTH * 0.03, WIDTH * 0.47], style=BARE
    )
    top = Table(
        [[say(slip.title, "title"), say(slip.tote, "title-end")]],
        colWidths=[WIDTH * 0.7, WIDTH * 0.3],
        style=BARE,
    )
    found: list[Flowable] = [top, Spacer(0, 5 * mm), sides, Spacer(0, 6 * mm)]
    found += _listing(slip.locale, slip.goods)
    for heading, lines in slip.further:
        found += [
            Spacer(0, 4 * mm),
            say(heading, "strong"),
            *(say(line, "small") for line in lines),
        ]
    found += [Spacer(0, 6 * mm), say(slip.thanks), Spacer(0, 3 * mm)]
    return [*found, *(say(line, "small") for line in slip.seller)]


def _listing(locale: Locale, listing: Listing) -> list[Flowable]:
    heads = [_text(locale, column.head, "label") for column in listing.columns]
    rows = [heads, *([_text(locale, cell, "text") for cell in row] for row in listing.rows)]
    rules: list[Rule] = [
        *BARE,
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, HAIR),
    ]
    widths = [WIDTH * column.share for column in listing.columns]
    table = Table(rows, colWidths=widths, repeatRows=1, style=rules)
    heading = [_text(locale, listing.heading, "strong")] if listing.heading else []
    return [*heading, table]


def _text(locale: Locale, words: str, style: str) -> Paragraph:
    return Paragraph(escape(printable(words)), style_of(style, locale))
