"""Money is a whole number of yen, tax included; this module says how a sum is shared out."""

from collections.abc import Sequence
from typing import TypeAlias

Yen: TypeAlias = int


def allocate(amount: Yen, weights: Sequence[int]) -> list[Yen]:
    """Share `amount` in proportion to `weights` by largest remainder.

    The shares sum to `amount` exactly, each differs from its exact share by less than one yen, and equal
    remainders go to the earlier weight. Negative amounts (discounts) are shared alike. Weights are zero
    or more; with no positive weight everything falls to the first. Raises ValueError without weights.
    """
    if not weights:
        raise ValueError("nothing to share among")
    whole = sum(weights)
    if whole <= 0:
        return [amount] + [0] * (len(weights) - 1)
    sign = -1 if amount < 0 else 1
    shares = [abs(amount) * weight // whole for weight in weights]
    remainders = [abs(amount) * weight % whole for weight in weights]
    left = abs(amount) - sum(shares)
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:left]:
        shares[index] += 1
    return [sign * share for share in shares]
