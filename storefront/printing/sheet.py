"""A paper in words: what the page shows and what the PDF prints, letter for letter the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from storefront.locales import Locale


@dataclass(frozen=True)
class Said:
    """Words in the language of the paper; `term` is the Japanese term of the law beside English words, else empty."""

    text: str
    term: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.term})" if self.term else self.text


@dataclass(frozen=True)
class Fact:
    """A labelled fact."""

    label: Said
    text: str


@dataclass(frozen=True)
class GoodsRow:
    """One line of a paper; amounts as they are read. `note` stands small under the name."""

    name: str
    note: str
    rate: str
    quantity: str
    unit_price: str
    amount: str


@dataclass(frozen=True)
class RateRow:
    """What falls on one tax rate: all of it, and the tax in it."""

    label: Said
    taxable: str
    tax: str


@dataclass(frozen=True)
class Sheet:
    """A whole paper."""

    locale: Locale
    title: Said
    number: Fact
    addressee: str
    """With 様 or 御中; empty where nobody is named."""
    statement: str
    """One sentence under the sum: received, to be paid at the door, given back."""
    facts: Sequence[Fact]
    seller: Sequence[str]
    """The issuer, its name first."""
    registration: Fact
    demo: str
    """Said beside a registration number that is none; else empty."""
    heads: Sequence[Said]
    """Contents, rate, quantity, unit price, amount."""
    rows: Sequence[GoodsRow]
    total: Fact
    rate_heads: Sequence[Said]
    """What the rate table says: rate, with tax, tax in it."""
    rates: Sequence[RateRow]
    notes: Sequence[str]
    issued_on: date
    file_name: str
    """Without ending, for people."""
    plain_name: str
    """The same in ASCII, for old programs."""
    warnings: Sequence[str] = field(default=())
    """What must be read first: that this paper replaces another."""
