"""What a mail about an order may suggest at its end: words and addresses, nothing to be paid or answered by mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.money import Yen


@dataclass(frozen=True)
class SuggestedGood:
    """One thing: its name, yen with tax, why just this, and the address of its page."""

    name: str
    price: Yen
    because: str
    link: str


@dataclass(frozen=True)
class Suggestion:
    """One to three things that go with an order, why, and the address where suggestions are switched off."""

    title: str
    reason: str
    goods: Sequence[SuggestedGood]
    switch: str
