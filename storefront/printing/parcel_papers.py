"""The papers of packing in words: picking list, delivery notes, address labels, as pages show and PDFs print them."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.locales import Locale


@dataclass(frozen=True)
class Column:
    """A column of a list: its head, and its share of the page's width."""

    head: str
    share: float
    end: bool = False
    """Whether it holds figures, which stand at its end."""
    spaced: bool = False
    """Whether its cells are lists of short words, none of which is broken."""


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
    key: str
    """The parcel, as the foot of each of its pages names it."""
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


@dataclass(frozen=True)
class Label:
    """One parcel: which it is, where to, how, and from whom. Addresses of the country are written in its letters."""

    parcel: str
    address: Sequence[str]
    name: str
    way: str
    seller: str
