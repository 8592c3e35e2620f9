"""The traits one can filter by: a closed set, since each needs its words in both languages."""

from enum import StrEnum


class Tag(StrEnum):
    """A trait of a product, in the order the filters show them."""

    CAFFEINE_FREE = "caffeine-free"
    TEA_BAGS = "tea-bags"
    LOOSE_LEAF = "loose-leaf"
    MICROWAVE_SAFE = "microwave-safe"
    DISHWASHER_SAFE = "dishwasher-safe"
    MADE_IN_JAPAN = "made-in-japan"
    GIFTABLE = "giftable"
