"""What can be wrong with an offer, by name; and what has to be known of goods to say so."""

from dataclasses import dataclass
from enum import StrEnum

from storefront.claims.rule import Rule
from storefront.money import Yen
from storefront.offers.wording import Tone
from storefront.quoting.item import QuoteItem


class Problem(StrEnum):
    """Why an offer cannot be published as it is. `Found.about` says what is meant."""

    WORDS_MISSING = "words_missing"
    """Title or reason in one of the languages: "reason.en"."""
    UNPROVED = "unproved"
    """Words of a claim that today's data do not prove; with the rule in the way."""
    SAYS_ITSELF = "says_itself"
    """Words that the shop says beside the goods while they are true: in an offer they would outlive their proof."""
    TONE = "tone"
    DATES_REVERSED = "dates_reversed"
    OVER = "over"
    """It ended before now."""
    VALUES_REVERSED = "values_reversed"
    NUMBER = "number"
    """A count, a share or a value is out of its range."""
    NOWHERE = "nowhere"
    PLACE = "place"
    """Its kind may not stand there."""
    NEXT_LOOP = "next_loop"
    NEXT_NO_DOWNSELL = "next_no_downsell"
    NEXT_TOO_LONG = "next_too_long"
    """After a no there is one more proposal, not two."""
    NEXT_ELSEWHERE = "next_elsewhere"
    SOURCE = "source"
    NO_GOODS = "no_goods"
    NO_TRIGGER = "no_trigger"
    """What replaces has to name what it replaces."""
    UNKNOWN_SKU = "unknown_sku"
    NOT_PUBLISHED = "not_published"
    UNKNOWN_TRIGGER = "unknown_trigger"
    COUNT = "count"
    """Too few or too many goods or steps for its kind."""
    STEPS = "steps"
    """More pieces do not bring more off."""
    PERCENT_NOT_HERE = "percent_not_here"
    """This kind, or this part of it, takes nothing off."""
    PERCENT_MISSING = "percent_missing"
    PERCENT_TOO_HIGH = "percent_too_high"
    ABOVE_PRICE = "above_price"
    """As much is to come off as the goods cost, or more."""
    BELOW_COST = "below_cost"
    CHEAPER_APART = "cheaper_apart"
    """The same goods cost less, or as much, another way: one by one, or in other packs."""
    COSTS_SHIPPING = "costs_shipping"
    """What it takes off costs the buyer more in shipping: the goods fall below the value from which the shop pays."""
    NOT_DEARER = "not_dearer"
    """What is to be better costs less than what it replaces."""


@dataclass(frozen=True)
class Found:
    """A problem; `about` is the SKU, code, word or field it lies in, `because` the rule or tone that was broken."""

    problem: Problem
    about: str = ""
    because: Rule | Tone | None = None


@dataclass(frozen=True)
class Sold:
    """A variant as far as offers hang on it. Yen with tax, the cost without; `unit` is "" where packs cannot be compared."""

    product: str
    item: QuoteItem
    cost: Yen
    published: bool
    unit: str = ""
    unit_count: int = 0

    @property
    def price(self) -> Yen:
        """Yen for one."""
        return self.item.unit_price
