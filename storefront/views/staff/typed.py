"""Reading what staff type: numbers in any width, with or without the yen sign."""

import unicodedata

LONGEST = 8
"""So many figures at most: no sum of the shop has more."""


def number_typed(text: str) -> int | None:
    """The whole number somebody typed, 0 for nothing; None for what is none. Takes １２００, ¥1,200 and 1200円."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("¥円").replace(",", "").strip()
    if not plain:
        return 0
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST else None


def order_number_typed(text: str) -> str:
    """An order's number as it is stored: half width, without # and spaces."""
    return unicodedata.normalize("NFKC", text).strip().lstrip("#").strip()[:12]
