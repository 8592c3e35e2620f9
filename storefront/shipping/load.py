"""What a parcel has to hold: pieces added up, and each side of the largest of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storefront.money import Yen


class Temperature(StrEnum):
    """How goods travel. Goods of two temperatures never share a parcel."""

    AMBIENT = "ambient"
    COOL = "cool"


@dataclass(frozen=True, slots=True)
class Load:
    """Goods for one destination and one temperature.

    Yen with tax, grams and cubic millimetres are sums over all pieces. The sides are those of the largest
    piece, millimetres, longest first, each the most of its kind: a box that takes these three takes every
    piece singly.
    """

    pieces: int = 0
    value: Yen = 0
    grams: int = 0
    volume: int = 0
    longest: int = 0
    middle: int = 0
    shortest: int = 0

    def __bool__(self) -> bool:
        return self.pieces > 0

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.pieces + other.pieces,
            self.value + other.value,
            self.grams + other.grams,
            self.volume + other.volume,
            max(self.longest, other.longest),
            max(self.middle, other.middle),
            max(self.shortest, other.shortest),
        )


NOTHING = Load()


def piece(value: Yen, grams: int, sides: Iterable[int], count: int = 1) -> Load:
    """The load of `count` equal pieces; the three sides in any order."""
    shortest, middle, longest = sorted(sides)
    return Load(
        count,
        value * count,
        grams * count,
        longest * middle * shortest * count,
        longest,
        middle,
        shortest,
    )
