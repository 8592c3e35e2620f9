"""Where an addition to an order stands, for the page of its own and the pages of the order."""

from dataclasses import dataclass
from datetime import datetime

from storefront.clock import shop_day
from storefront.money import Yen
from storefront.orders.amendment import Amendment, waiting_addition
from storefront.orders.order import Order
from storefront.payments.of_order import last_for
from storefront.payments.payment import Payment
from storefront.payments.standing import Standing, standing_of_addition
from storefront.views import current
from storefront.views.how_to_pay import HowToPay, how_to_pay, until_words
from storefront.views.order_access import kept_link
from storefront.views.snapshot import snapshot


@dataclass(frozen=True)
class AdditionSheet:
    """An addition for its buyer; named like the sheet of an order where it tells how to bring the money."""

    order: Order
    amendment: Amendment
    payment: Payment | None
    standing: Standing
    how: HowToPay | None
    now: datetime

    @property
    def astray(self) -> Yen:
        """Yen that came for it and pay for nothing."""
        paid = self.payment
        return (paid.received or 0) - (paid.applied or 0) if paid else 0

    @property
    def held_words(self) -> str:
        """Until when its goods wait for the money."""
        return until_words(self.amendment.reserved_until, shop_day(self.now))

    @property
    def page(self) -> str:
        """The path of its own page."""
        return addition_link(str(self.order.number), self.amendment.number)

    @property
    def mark(self) -> str:
        """What a page that keeps asking was last told."""
        return f"{self.standing.value}-{self.how.received if self.how else 0}"


def sheet_of_addition(amendment: Amendment) -> AdditionSheet:
    """Read how an addition stands; two statements."""
    payment = last_for(amendment)
    stands = standing_of_addition(amendment.state, payment)
    waits = stands in {Standing.AWAITING, Standing.ACTION}
    account = snapshot().profile.account
    how = how_to_pay(payment, account) if payment and waits else None
    return AdditionSheet(amendment.order, amendment, payment, stands, how, current.now())


def addition_under_way(order: Order) -> AdditionSheet | None:
    """The addition to an order that waits for its money."""
    waiting = waiting_addition(order)
    return sheet_of_addition(waiting) if waiting else None


def addition_link(number: str, which: int, endpoint: str = "adding_stands.show") -> str:
    """The path of an addition's page, opened by the same right as the present one."""
    return kept_link(endpoint, number, which=str(which))


def links_of_addition(sheet: AdditionSheet) -> dict[str, str]:
    """The addition's pages; `wait` knows what was told already."""
    number, which = str(sheet.order.number), sheet.amendment.number
    page = addition_link(number, which)
    return {
        "show": kept_link("orders.show", number),
        "thank_you": page,
        "wait": kept_link("adding_stands.show", number, which=str(which), seen=sheet.mark),
        "cancel": addition_link(number, which, "adding_stands.cancel"),
        "invoice": kept_link("documents.invoice", number),
    }
