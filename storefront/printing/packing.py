"""The papers of packing as PDF: the picking list, and delivery notes that begin on a page of their own."""

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape  # writes XML, reads none  # nosec B406

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from storefront.locales import Locale
from storefront.printing.fonts import REGULAR, letters, printable
from storefront.printing.paging import Part, pages_numbered
from storefront.printing.parcel_papers import Column, Listing, PickingList, Slip
from storefront.printing.styles import BARE, HAIR, INK, Rule, style_of

MARGIN = 16 * mm
FOOT = 18 * mm
WIDTH = A4[0] - 2 * MARGIN

Cells = list[Flowable | list[Flowable] | str]


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
    """Delivery notes in their order, each on pages of its own: their feet name the parcel and count by themselves."""
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
    found: list[Flowable] = [Part(slip.key), top, Spacer(0, 5 * mm), sides, Spacer(0, 6 * mm)]
    end = [Spacer(0, 6 * mm), say(slip.thanks), Spacer(0, 3 * mm)]
    end += [say(line, "small") for line in slip.seller]
    if not slip.further:
        return [*found, _table(slip.locale, slip.goods, end)]
    found.append(_table(slip.locale, slip.goods))
    for heading, lines in slip.further:
        found += [
            Spacer(0, 4 * mm),
            say(heading, "strong"),
            *(say(line, "small") for line in lines),
        ]
    return [*found, KeepTogether(end)]


def _listing(locale: Locale, listing: Listing) -> list[Flowable]:
    heading = [_text(locale, listing.heading, "strong")] if listing.heading else []
    return [*heading, _table(locale, listing)]


def _table(locale: Locale, listing: Listing, end: Sequence[Flowable] = ()) -> Table:
    """The listing; its last rows stay on the page of what ends the paper."""
    columns = listing.columns
    rows: list[Cells] = [[_text(locale, one.head, _style("label", one)) for one in columns]]
    for row in listing.rows:
        rows.append([_cell(locale, *cell) for cell in zip(row, columns, strict=True)])
    rules: list[Rule] = [
        *BARE,
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-2, -1), 2 * mm),
        *(
            ("RIGHTPADDING", (at, 0), (at, -1), 5 * mm)
            for at, one in enumerate(columns[:-1])
            if one.end
        ),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, len(listing.rows)), 0.5, HAIR),
    ]
    if end:
        rows.append([list(end), *[""] * (len(columns) - 1)])
        rules += [("SPAN", (0, -1), (-1, -1)), ("NOSPLIT", (0, max(1, len(rows) - 3)), (-1, -1))]
    widths = [WIDTH * column.share for column in columns]
    return Table(rows, colWidths=widths, repeatRows=1, style=rules)


def _cell(locale: Locale, words: str, column: Column) -> Paragraph:
    """A list of short words is set as Western words are: broken at its spaces alone."""
    if not column.spaced:
        return _text(locale, words, _style("text", column))
    return Paragraph(escape(printable(words.replace("、", "、 "))), style_of("text", "en"))


def _style(name: str, column: Column) -> str:
    return f"{name}-end" if column.end else name


def _text(locale: Locale, words: str, style: str) -> Paragraph:
    return Paragraph(escape(printable(words)), style_of(style, locale))
