"""Reading the cells of one row: text as it stands, numbers and codes however they are typed, each fault at its column."""

import unicodedata
from collections.abc import Mapping, Sequence

from storefront.catalog.problem import Problem
from storefront.files.plan import Difference, Refusal, Trouble
from storefront.spreadsheet.reading import Row

YES = frozenset({"1", "yes", "true", "はい", "○", "y"})
NO = frozenset({"0", "no", "false", "いいえ", "×", "n", ""})
LONGEST_NUMBER = 12


class Cells:
    """The cells of a row over those that stand now (none of something new); what is wrong gathers in `faults`.

    A column that the file does not have means what stands now.
    """

    def __init__(self, row: Row, standing: Mapping[str, str]) -> None:
        self.row, self.standing = row, standing
        self.faults: list[Refusal] = []

    def text(self, column: str) -> str:
        """A text exactly as it is; one that changes has the shop's line ends."""
        stands = self.standing.get(column, "")
        typed = self.row.cells.get(column, stands)
        return typed if typed == stands else typed.replace("\r\n", "\n")

    def code(self, column: str) -> str:
        """A code in half width, without blanks around."""
        return plain(self.text(column))

    def both(self, name: str) -> dict[str, str]:
        """A text in both languages."""
        return {"ja": self.text(f"{name}_ja"), "en": self.text(f"{name}_en")}

    def words(self, column: str) -> tuple[str, ...]:
        """Several codes with blanks between."""
        return tuple(self.code(column).split())

    def yes(self, column: str) -> bool:
        """Yes or no; empty is no."""
        typed = self.code(column).lower()
        if typed not in YES | NO:
            self.fault(Trouble.NOT_YES_NO, column, typed)
        return typed in YES

    def number(self, column: str) -> int:
        """A whole number, 0 for an empty cell."""
        found = number_of(self.text(column))
        if found is None:
            self.fault(Trouble.NOT_A_NUMBER, column, self.text(column))
        return found or 0

    def fault(
        self, trouble: Trouble | Problem, column: str, about: object = "", most: int = 0
    ) -> None:
        """Note what is wrong."""
        self.faults.append(Refusal(self.row.line, trouble.value, column, str(about)[:60], most))


def each_column_once(faults: Sequence[Refusal]) -> list[Refusal]:
    """Of several faults of one column the first: what cannot be read is not also out of range."""
    first: dict[str, str] = {}
    for one in faults:
        first.setdefault(one.column, one.trouble)
    return [one for one in faults if one.trouble == first[one.column]]


def plain(text: str) -> str:
    """Half width, without blanks around."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def number_of(text: str) -> int | None:
    """A whole number as people type it, 0 for nothing; None for what is none."""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        return int(text)  # as nearly all of them are
    typed = plain(text).replace(",", "").removeprefix("¥").removesuffix("円").strip()
    bare = typed.lstrip("-") if typed.count("-") <= 1 else ""
    if not typed:
        return 0
    if not (bare.isascii() and bare.isdigit() and len(bare) <= LONGEST_NUMBER):
        return None
    return int(typed) if typed.endswith(bare) else None


def yes_no(value: bool) -> str:
    """How yes and no are written."""
    return "1" if value else "0"


def differences(
    columns: Sequence[str], old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[Difference, ...]:
    """The cells in which two rows differ; of a column that is not there nothing is said."""
    return tuple(
        Difference(name, old.get(name, ""), new[name])
        for name in columns
        if name in new and new[name] != old.get(name, "")
    )
