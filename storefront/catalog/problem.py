"""What can be wrong with what somebody writes about goods, by name. The words for it belong to whoever shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why something cannot be written like that."""

    MISSING = "missing"
    """Nothing stands where something must."""
    TOO_LONG = "too_long"
    """More signs than `most`."""
    CODE_SHAPE = "code_shape"
    """A slug or SKU with signs it may not have, or longer than `most`."""
    RESERVED = "reserved"
    """The shop itself uses this name."""
    TAKEN = "taken"
    """Something else is called that; `about` is the code."""
    FIXED = "fixed"
    """What was sold or shown once keeps its code; `about` is the code it has."""
    UNKNOWN = "unknown"
    """There is nothing of that code; `about` is the code."""
    NOT_A_LEAF = "not_a_leaf"
    """Goods stand on the lowest categories only."""
    HAS_GOODS = "has_goods"
    """A category on which goods stand cannot have categories below it."""
    LANGUAGES_DIFFER = "languages_differ"
    """Not as many rows in one language as in the other."""
    TOO_MANY = "too_many"
    """More than `most`."""
    RANGE = "range"
    """A number below zero or above `most`."""
    BOTH_OR_NONE = "both_or_none"
    """A unit needs its count, and a count its unit."""
    PUBLISHED_NEEDS = "published_needs"
    """It is on sale, and would lack what everything on sale must have."""


@dataclass(frozen=True)
class Found:
    """A problem, the field it lies in ("name.en", "slug", "sides"), what it is about, and the most that is allowed."""

    problem: Problem
    field: str
    about: str = ""
    most: int = 0


class Refused(Exception):
    """It cannot be written like that; nothing was. Carries all that is wrong."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__(", ".join(f"{one.field}: {one.problem}" for one in found))
        self.found = list(found)


class ChangedMeanwhile(Exception):
    """It is not what was seen: somebody else has written it since. Nothing was changed."""
