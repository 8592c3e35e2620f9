"""What a sheet is: something that is set as a whole, read as plain values and written from them."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

Values: TypeAlias = dict[str, Any]
"""A sheet's fields by name, as JSON holds them: the same in a form, in the audit, and in a change that waits."""


class Sheet(Protocol):
    """One of them. `subject` names it: "shipping:home"."""

    @property
    def subject(self) -> str:
        """Its name, the kind first."""
        ...

    def values(self) -> Values:
        """All it says at present, as the session holds it."""
        ...

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set the fields named; the rest stays. Changes rows in the session, flushes nothing."""
        ...


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of `after` that are not as they were, in its order."""
    return tuple(name for name in after if before.get(name) != after[name])
