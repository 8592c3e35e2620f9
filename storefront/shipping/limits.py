"""What a way to send takes: the box, the weight, the value, and how many boxes an order may fill.

A load fits when its largest piece fits into the box with its sides in order, and when volume, weight and value
need no more boxes than the order may have. Volume counts against the share of the box that pieces fill in
practice: a rule that can be checked with a pencil, and the same every time.
"""

from dataclasses import dataclass
from enum import StrEnum

from storefront.money import Yen
from storefront.shipping.load import Load


class Limit(StrEnum):
    """What stands in the way."""

    LENGTH = "length"
    WIDTH = "width"
    THICKNESS = "thickness"
    VOLUME = "volume"
    WEIGHT = "weight"
    VALUE = "value"
    REGION = "region"
    """Not a matter of size: the way does not go there."""


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit that a load breaks: how much is allowed and how much there is (mm, mm³, g or yen; 0 for a region)."""

    limit: Limit
    allowed: int = 0
    needed: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The box of a way to send: inner sides in millimetres, longest first; what one box takes; how many there may be.

    `fill` is the share of the box, in whole per cent, that pieces may take. `value` None is no limit.
    """

    longest: int
    middle: int
    shortest: int
    grams: int
    value: Yen | None = None
    fill: int = 100
    boxes: int = 1

    @property
    def volume(self) -> int:
        """Cubic millimetres that pieces may fill in one box."""
        return self.longest * self.middle * self.shortest * self.fill // 100

    def boxes_for(self, load: Load) -> int:
        """How many boxes volume, weight and value ask for, whichever asks for most; at least one."""
        value = -(-load.value // self.value) if self.value else 1
        return max(-(-load.volume // self.volume), -(-load.grams // self.grams), value, 1)

    def excess(self, load: Load) -> Excess | None:
        """The first limit that keeps a load out, sides before sums; None when it fits."""
        for limit, allowed, needed in (
            (Limit.LENGTH, self.longest, load.longest),
            (Limit.WIDTH, self.middle, load.middle),
            (Limit.THICKNESS, self.shortest, load.shortest),
            (Limit.WEIGHT, self.grams * self.boxes, load.grams),
            (Limit.VOLUME, self.volume * self.boxes, load.volume),
        ):
            if needed > allowed:
                return Excess(limit, allowed, needed)
        if self.value is not None and load.value > self.value * self.boxes:
            return Excess(Limit.VALUE, self.value * self.boxes, load.value)
        return None
