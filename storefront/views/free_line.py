"""The line about shipping on the shop: shown only where it can come true, from the value that bills."""

from dataclasses import dataclass

from storefront.money import Yen
from storefront.quoting.shipping_cost import ShippingCost


@dataclass(frozen=True)
class FreeLine:
    """How far it is until the shop pays the shipping of ordinary goods; yen with tax.

    `saves` is the shipping that would then fall away, None before the region is known. `cool`: goods to keep cool
    travel along, which count for nothing and are always paid for.
    """

    missing: Yen
    counted: Yen
    free_from: Yen
    saves: Yen | None
    cool: bool
    in_reach: bool


def free_line(sent: ShippingCost, cool: bool = False) -> FreeLine | None:
    """The line for a state of the cart; None where the shop never pays, or not for the way chosen."""
    if sent.gap is None or not sent.free_from or not sent.sendable:
        return None
    ordinary = sent.chosen.parcels[0] if sent.chosen else None
    if ordinary and not sent.gap and ordinary.price:
        return None
    return FreeLine(
        missing=sent.gap,
        counted=sent.counted,
        free_from=sent.free_from,
        saves=ordinary.list_price if ordinary else None,
        cool=cool or bool(sent.chosen and sent.chosen.split),
        in_reach=sent.in_reach,
    )
