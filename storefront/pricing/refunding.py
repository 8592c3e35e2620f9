"""What goes back to a buyer: arithmetic only, so that refunds in any number and order add up to what was paid."""

from collections.abc import Iterable, Mapping

from storefront.money import Yen
from storefront.pricing.tax import TaxPart, contained, split


def given_back(paid: Yen, bought: int, pieces: int) -> Yen:
    """What `pieces` of `bought` pieces are worth together when the line cost `paid` yen, rounded down.

    paid x pieces / bought. 0 for no piece, `paid` for all of them, never less for more pieces.
    """
    return paid * pieces // bought


def share_back(paid: Yen, bought: int, returned: int, more: int) -> Yen:
    """What `more` pieces give back after `returned` have gone back already.

    Counted from the beginning, so that however the pieces are grouped, the shares of all of them sum to
    `paid` exactly. Never negative. Raises ValueError when there are not so many pieces left.
    """
    if min(bought - 1, returned, more, bought - returned - more) < 0:
        raise ValueError("more pieces than are left")
    return given_back(paid, bought, returned + more) - given_back(paid, bought, returned)


def taxes_back(
    before: Mapping[int, Yen], amounts: Iterable[tuple[int, Yen]]
) -> tuple[TaxPart, ...]:
    """The tax in a refund, lowest rate first; `before` holds what earlier refunds gave back at each rate.

    Per rate: what is contained in all refunds so far, less what was contained before this one. Each rate is
    rounded once, the tax of all refunds sums to the tax of the whole order, and none is negative.
    """
    return tuple(
        TaxPart(part.percent, part.taxable, _added(part, before.get(part.percent, 0)))
        for part in split(amounts)
    )


def _added(part: TaxPart, before: Yen) -> Yen:
    return contained(before + part.taxable, part.percent) - contained(before, part.percent)
