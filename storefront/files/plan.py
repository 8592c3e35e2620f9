"""What a file would change: counted, and the first of each told."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from storefront.catalog.problem import Found
from storefront.files.staged import Staged

CHANGES_SHOWN = 50
REFUSALS_SHOWN = 200


class Trouble(StrEnum):
    """What is wrong with a line besides what `spreadsheet.reading.Wrong` and `catalog.problem.Problem` name."""

    TOO_MANY_LINES = "too_many_lines"
    """More lines than `most`; nothing after it is read."""
    TWICE = "twice"
    """The code stands in an earlier line; `about` is its number."""
    NO_CODE = "no_code"
    NEW_NEEDS = "new_needs"
    """There is nothing of this code, and too little in the row to make it: most likely the code is mistyped."""
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_NO = "not_yes_no"
    UNKNOWN_SKU = "unknown_sku"
    UNKNOWN_PRODUCT = "unknown_product"
    OTHER_PRODUCT = "other_product"
    """A SKU stays with its product; `about` is which."""
    FIXED_HERE = "fixed_here"
    """It is shown in the file, and changed elsewhere; `about` is what it is."""
    LAST_ON_SALE = "last_on_sale"
    """A product on sale would have no SKU left that is; `about` is the product."""
    PICTURE_WITHOUT_WORDS = "picture_without_words"
    OWN_CODE = "own_code"
    MOVED = "moved"
    """The shelf is not what the file says it was; `about` is what it is."""
    SHORT = "short"
    """Fewer are counted than orders wait for; `about` is how many."""
    UNKNOWN_REASON = "unknown_reason"
    OTHER_WAY = "other_way"
    """The reason goes the other way than the difference, which is `about`."""


@dataclass(frozen=True)
class Difference:
    """A cell that changes, as it is written in files."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """What one line would do."""

    line: int
    code: str
    new: bool
    differences: tuple[Difference, ...]
    what: Staged


@dataclass(frozen=True)
class Refusal:
    """Why a line cannot be taken: a value of Trouble, Problem or Wrong, in which column, about what."""

    line: int
    trouble: str
    column: str = ""
    about: str = ""
    most: int = 0


def refusal_of(line: int, found: Found) -> Refusal:
    """A problem of the catalogue's rules, by its column."""
    column = "length_mm" if found.field == "sides" else found.field.replace(".", "_")
    return Refusal(line, found.problem.value, column, found.about[:60], found.most)


class Plan:
    """The counts of a file, what any of it writes, and its first changes and refusals."""

    def __init__(self) -> None:
        self.new = self.changed = self.same = self.refused = 0
        self.changes: list[Change] = []
        self.refusals: list[Refusal] = []
        self.names: set[str] = set()
        """What any of its rows writes, as it is stored."""
        self._last_refused = 0

    def add(self, change: Change) -> None:
        """One more line that changes something."""
        if change.new:
            self.new += 1
        else:
            self.changed += 1
        if len(self.changes) < CHANGES_SHOWN:
            self.changes.append(change)
        self.names.update(change.what.values)

    def take(self, judged: Change | Sequence[Refusal]) -> list[Change]:
        """Count what one line was found to be: a change, which is given back where it changes anything; refusals, or nothing."""
        if isinstance(judged, Change) and judged.differences:
            self.add(judged)
            return [judged]
        if isinstance(judged, Change) or not judged:
            self.keep()
        else:
            self.refuse(judged)
        return []

    def keep(self) -> None:
        """One more line that says what is so already."""
        self.same += 1

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        """What is wrong with one line; the line counts once."""
        for one in refusals:
            self.refused += one.line != self._last_refused
            self._last_refused = one.line
            if len(self.refusals) < REFUSALS_SHOWN:
                self.refusals.append(one)

    @property
    def lines(self) -> int:
        """Rows of the file, without its header."""
        return self.new + self.changed + self.same + self.refused

    @property
    def counts(self) -> dict[str, int]:
        """The four counts."""
        return {
            "new": self.new, "changed": self.changed, "same": self.same, "refused": self.refused,
        }  # fmt: skip

    def told(self) -> Mapping[str, Any]:
        """The first changes and refusals as plain values, to be kept."""
        return {
            "changes": [
                {
                    "line": one.line,
                    "code": one.code,
                    "new": one.new,
                    "differences": list(map(_told, one.differences)),
                }
                for one in self.changes
            ],
            "refusals": [asdict(one) for one in sorted(self.refusals, key=lambda one: one.line)],
        }


def _told(one: Difference) -> tuple[str, str, str]:
    return one.column, one.old, one.new
