"""What a run has to show, in figures: read off the books of the shop and of the payment company, beside the proof's own words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storefront.orders.amendment import AmendmentState
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import LIVE
from storefront.payments.reimbursement import Cause
from tests.support.ledger import Books

NONE_OF = {
    "charges without order": ("charge without order", "charge of another order"),
    "double charges": ("double charge", "paid twice", "two live attempts"),
    "paid, not marked": ("paid but not marked", "paid but not confirmed", "money not marked"),
    "stock wrong": ("stock wrong", "restocked too much"),
}
"""Figures that have to be 0, and the words of the proof that count for them."""


@dataclass(frozen=True)
class Reckoning:
    """Counts, and yen of everything that came in and of where it is now."""

    broken: dict[str, int]
    confirmed: int
    confirmed_once: int
    joined: int
    dropped: int
    captured: int
    orders: int
    """What is kept for orders: their totals less their refunds."""
    refunds: int
    over: int
    """Listed as paid too much, twice, too late or too little, and so on its way back."""

    @property
    def balanced(self) -> bool:
        """Whether every yen is found, once."""
        return self.captured == self.orders + self.refunds + self.over

    def rows(self) -> list[tuple[str, str]]:
        """As the table shows them."""
        told = f"exactly once for {self.confirmed_once:,} of {self.confirmed:,} confirmed orders"
        sums = f"orders {self.orders:,} + refunds {self.refunds:,} + over-payments {self.over:,}"
        gap = self.captured - self.orders - self.refunds - self.over
        return [
            *[(name, f"{count:,}") for name, count in self.broken.items()],
            ("confirmations", told),
            ("additions", f"{self.joined:,} joined and paid, {self.dropped:,} dropped"),
            ("every yen", f"captured {self.captured:,} = {sums}, difference {gap:,}"),
        ]


def reckon(books: Books, violations: Sequence[str]) -> Reckoning:
    """Add everything up anew, by no rule of the shop's."""
    said = Counter(one.partition(":")[0] for one in violations)
    payments = [one for page in books.pages for one in page.payments]
    back = [one for page in books.pages for one in page.reimbursements]
    refunds = sum(one.amount for one in back if one.cause == Cause.REFUND)
    sold = sum(page.order.total for page in books.pages if page.order.paid_at)
    waits = sum(one.received - one.applied - one.returned for one in payments if one.state in LIVE)
    confirmed = [page for page in books.pages if page.order.confirmed_at]
    states = Counter(one.row.state for page in books.pages for one in page.additions)
    by_hand = {one.id for one in payments if one.gateway == OFFLINE}
    return Reckoning(
        broken={name: sum(said[word] for word in words) for name, words in NONE_OF.items()},
        confirmed=len(confirmed),
        confirmed_once=sum(page.confirmations == 1 for page in confirmed),
        joined=states[AmendmentState.JOINED],
        dropped=states[AmendmentState.DROPPED],
        captured=sum(one.received for one in books.charges.values())
        + sum(sum_ for payment_id, sum_ in books.seen.items() if payment_id in by_hand),
        orders=sold - refunds,
        refunds=refunds,
        over=waits + sum(one.amount for one in back if one.cause != Cause.REFUND),
    )
