"""A table of allowed moves, and what is raised when somebody tries another."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)


class IllegalTransition(Exception):
    """A move that the table does not list."""

    def __init__(self, from_: StrEnum, to: StrEnum) -> None:
        super().__init__(f"{from_.value} cannot become {to.value}")
        self.from_ = from_
        self.to = to


def sources(moves: Mapping[S, Set[S]], to: S) -> list[S]:
    """The states from which `to` may be reached, in the table's order."""
    return [state for state, targets in moves.items() if to in targets]


def require(moves: Mapping[S, Set[S]], from_: S, to: S) -> None:
    """Raise IllegalTransition unless the table allows `from_` to become `to`."""
    if to not in moves.get(from_, frozenset()):
        raise IllegalTransition(from_, to)
