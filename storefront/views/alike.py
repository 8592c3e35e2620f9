"""Things that differ in nothing that is shown, as one."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def alike(things: Iterable[Thing], shown: Callable[[Thing], object]) -> list[tuple[Thing, ...]]:
    """The things in their order, those together of which `shown` is equal; it need not be hashable."""
    groups: list[tuple[object, list[Thing]]] = []
    for thing in things:
        what = shown(thing)
        group = next((known for other, known in groups if other == what), None)
        if group is None:
            groups.append((what, [thing]))
        else:
            group.append(thing)
    return [tuple(group) for _what, group in groups]
