"""What is wrong with something that is to be stored: each fault has a name, a place, and words for whoever entered it."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from storefront.locales import LOCALES, Text, choose

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` is what was broken; `thing` names the row it stands in; `words` say it in both languages."""

    rule: str
    thing: str
    words: Text

    def __str__(self) -> str:
        return f"{self.thing}: " + " / ".join(choose(self.words, locale) for locale in LOCALES)


class NotOpen(LookupError):
    """The shop lacks what no page can be made without; the message says what, and the remedy."""


def fault(rule: str, thing: str, ja: str, en: str) -> Fault:
    """A fault with its words."""
    return Fault(rule, thing, {"ja": ja, "en": en})


def repeated(keys: Iterable[K]) -> dict[K, int]:
    """The keys that are there more than once, each with how often, in the order they first come."""
    return {key: count for key, count in Counter(keys).items() if count > 1}
