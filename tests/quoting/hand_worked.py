"""Cases worked by hand: read from `cases/*.toml`, which a shopkeeper can check with a pencil.

A case says what is ordered, where to, when, and what it must cost. Left out, it is one pouch to Tokyo on Tuesday,
24 November 2026, at ten. `by_hand` holds the working; its sums are checked as well.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor
from pathlib import Path
from typing import Any

from storefront.clock import SHOP_ZONE
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import by_name

FOLDER = Path(__file__).parent / "cases"
USUAL = {
    "goods": ["1 × 1,280 yen food, 75 g, 220×150×60 mm"],
    "to": "Tokyo",
    "at": "2026-11-24 10:00",
}
GOODS = re.compile(
    r"(?P<count>\d+) × (?P<price>[\d,]+) yen (?P<tax>\w+), (?P<grams>[\d,]+) g, "
    r"(?P<a>\d+)×(?P<b>\d+)×(?P<c>\d+) mm(?P<cool>, cool)?"
)
NUMBER = r"\d[\d,]*(?:\.\d)?"
SUM = re.compile(rf"(?<![×\d,.] )((?:{NUMBER} \+ )+{NUMBER}) = ({NUMBER})")
PRODUCT = re.compile(rf"((?:{NUMBER} × )+{NUMBER}) = ({NUMBER})")
SHARE = re.compile(rf"({NUMBER}) × ({NUMBER})/({NUMBER}) = ({NUMBER}) → ({NUMBER})")


@dataclass(frozen=True)
class Case:
    """One order, and all that is asked of its quote."""

    source: str
    says: str
    by_hand: str
    want: Mapping[str, Any]
    asks: Mapping[str, Any]

    @property
    def moment(self) -> datetime:
        """When it is ordered, on the shop's clock."""
        return datetime.fromisoformat(self.asks["at"]).replace(tzinfo=SHOP_ZONE)

    def items(self) -> list[QuoteItem]:
        """What is ordered."""
        return [_item(number, words) for number, words in enumerate(self.asks["goods"])]

    def priced(self, tariff: Tariff) -> Quote:
        """The shop's own answer."""
        off = self.asks.get("off", 0)
        return quote(
            self.items(),
            tariff,
            self.moment,
            by_name(self.asks["to"]) if self.asks["to"] else None,
            self.asks.get("way"),
            self.asks.get("pay"),
            [Adjustment("off", -off, {"ja": "", "en": ""})] if off else (),
        )


def cases() -> Iterator[Case]:
    """All of them, file by file."""
    for path in sorted(FOLDER.glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        usual = book.get("usual", {})
        for row in book["case"]:
            asks = {**USUAL, **usual, **row}
            want = {**usual.get("want", {}), **row["want"]}
            yield Case(path.stem, row["says"], asks["by_hand"], want, asks)


def wrong_sums(working: str) -> list[str]:
    """The sums, products and shares of a working that do not come out."""
    wrong = []
    for found in SUM.finditer(working):
        if sum(map(_number, found[1].split(" + "))) != _number(found[2]):
            wrong.append(found[0])
    for found in PRODUCT.finditer(working):
        product = 1.0
        for factor in found[1].split(" × "):
            product *= _number(factor)
        if product != _number(found[2]):
            wrong.append(found[0])
    for found in SHARE.finditer(working):
        amount, above, below, told, whole = map(_number, found.groups())
        exact = amount * above / below
        if floor(exact * 10 + 1e-9) / 10 != told or floor(exact) != whole:
            wrong.append(found[0])
    return wrong


def _item(number: int, words: str) -> QuoteItem:
    found = GOODS.fullmatch(words)
    assert found, f"not goods: {words}"
    length, width, height = sorted((int(found[side]) for side in "abc"), reverse=True)
    return QuoteItem(
        f"GOODS-{number}",
        int(found["count"]),
        int(_number(found["price"])),
        found["tax"],
        int(_number(found["grams"])),
        (length, width, height),
        "cool" if found["cool"] else "ambient",
    )


def _number(written: str) -> float:
    return float(written.replace(",", ""))
