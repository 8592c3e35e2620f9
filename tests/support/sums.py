"""The sums that a page, a mail or a paper prints, read back as figures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from bs4 import BeautifulSoup, Tag

from storefront.money import Yen
from storefront.quoting.quote import Quote

YEN = re.compile(r"([−-]?)¥([\d,]+)")
SHIPPING = re.compile(r"^(送料|Shipping)")
FEE = re.compile(r"^(手数料|Fee)")
TAX = re.compile(r"(\d+)\s?%")
TOTALS = re.compile(r'<dl class="totals">.*?</dl>', re.DOTALL)
MAIL_SUMS = re.compile(r'<table class="sums">.*?</table>', re.DOTALL)


class Row(Protocol):
    """A line of sums before it is printed: of a page or of a mail."""

    @property
    def label(self) -> str:
        """Its words."""
        ...

    @property
    def amount(self) -> Yen:
        """Its yen, negative where it takes off."""
        ...

    @property
    def kind(self) -> str:
        """grand, note, saving or nothing."""
        ...


@dataclass(frozen=True)
class Sums:
    """What adds up to the total, in yen with tax; `taxes` are (per cent, taxed, tax), lowest rate first."""

    goods: int
    discount: int
    shipping: int
    fee: int
    total: int
    taxes: tuple[tuple[int, int, int], ...]


def amounts(words: str) -> list[int]:
    """Every amount in yen that a text names, in its order."""
    return [
        int(f"{'-' if sign else ''}{digits.replace(',', '')}")
        for sign, digits in YEN.findall(words)
    ]


def amount(tag: Tag | None) -> int:
    """The one amount that an element names."""
    assert tag is not None
    found = amounts(tag.get_text(" "))
    assert len(found) == 1, tag
    return found[0]


def percent_in(words: str) -> int:
    """The per cent that a text names."""
    found = TAX.search(words)
    assert found is not None, words
    return int(found[1])


def sums_of(page: BeautifulSoup) -> Sums:
    """The first list of sums on a page. Fails when its rows do not add up to its total."""
    table = page.select_one("dl.totals")
    assert table is not None, page.get_text(" ")[:300]
    rows = [(_text(row.dt), _text(row.dd), row.get("class") or []) for row in table.select("div")]
    return _summed([(label, value, " ".join(kind)) for label, value, kind in rows])


def sums_in_html(html: str) -> Sums:
    """The same of a page that is not read as a whole, which takes ten times as long."""
    found = TOTALS.search(html)
    assert found is not None, html[:300]
    return sums_of(BeautifulSoup(found[0], "html.parser"))


def sums_of_rows(rows: Iterable[Row]) -> Sums:
    """The sums that a page or a mail is handed to print. Fails when the rows do not add up to their total."""
    return _summed([(row.label, _plain(row.amount), row.kind) for row in rows])


def sums_in_mail_html(html: str) -> Sums:
    """The sums of an order's mail, from its HTML."""
    found = MAIL_SUMS.search(html)
    assert found is not None, html[:300]
    rows = BeautifulSoup(found[0], "html.parser").select("tr")
    return _summed(
        [(_text(row.th), _text(row.td), " ".join(row.get("class") or [])) for row in rows]
    )


def sums_in_mail(text: str) -> Sums:
    """The sums of an order's mail, from its plain text."""
    block = text.split("-" * 40)[2]
    rows = []
    for line in filter(None, map(str.strip, block.split("\n"))):
        label, _gap, value = line.rpartition("  ")
        if amounts(value):
            kind = "note" if TAX.search(label) else "grand" if _total(label) else ""
            rows.append((label, value, kind))
    return _summed(rows)


def sums_on_paper(page: BeautifulSoup) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """The total of a printed invoice, and its taxes."""
    rates = []
    for row in page.select(".paper__rates tbody tr"):
        taxable, tax = (amount(cell) for cell in row.select("td"))
        rates.append((percent_in(_text(row.th)), taxable, tax))
    total = amount(page.select_one(".paper__grand td"))
    assert amount(page.select_one(".paper__sum")) == total
    assert sum(taxable for _percent, taxable, _tax in rates) == total
    return total, tuple(rates)


def sums_of_quote(priced: Quote) -> Sums:
    """What a quote wants to be printed."""
    taxes = tuple((part.percent, part.taxable, part.tax) for part in priced.taxes)
    shipping = priced.shipping or 0
    return Sums(priced.goods, priced.discount, shipping, priced.fee, priced.total, taxes)


def _summed(rows: list[tuple[str, str, str]]) -> Sums:
    plain = [(label, amounts(value)[0]) for label, value, kind in rows if not _apart(kind)]
    total = next(amounts(value)[0] for _label, value, kind in rows if "grand" in kind)
    assert sum(yen for _label, yen in plain) == total, f"the rows do not add up: {rows}"
    shipping = sum(yen for label, yen in plain if SHIPPING.match(label))
    fee = sum(yen for label, yen in plain if FEE.match(label))
    off = -sum(yen for _label, yen in plain if yen < 0)
    taxes = []
    for label, value, kind in rows:
        if "note" in kind:
            taxes.append((percent_in(label), amounts(label)[0], amounts(value)[0]))
    return Sums(plain[0][1], off, shipping, fee, total, tuple(taxes))


def _plain(amount: Yen) -> str:
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,}"


def _apart(kind: str) -> bool:
    return "grand" in kind or "note" in kind


def _total(label: str) -> bool:
    return label.startswith(("合計", "Total"))


def _text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())
