"""What samples cost: a tariff of round figures, and quotes made from it by the shop's own rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from storefront.pricing.tax import TaxClass
from storefront.quoting.quote import Quote, QuoteItem, quote
from storefront.quoting.shipping_cost import ShippingChange, shipping_change, shipping_cost
from storefront.quoting.tariff import Paying, Rate, Sending, Slot, Tariff
from storefront.shipping.limits import Limits
from storefront.shipping.load import NOTHING, Load, piece
from storefront.shipping.prefectures import Prefecture, Region, find
from storefront.views.styleguide.sample import both

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""A working Tuesday, ten o'clock in Japan: the samples' present."""

TODAY = date(2026, 11, 24)
FREE_FROM = 5500
FAR = {Region.HOKKAIDO: 1000, Region.SHIKOKU: 1000, Region.KYUSHU: 1000, Region.OKINAWA: 1500}


def _rates() -> dict[str, Rate]:
    return {
        region: Rate(
            price=FAR.get(region, 650),
            transit_days=2 if region in FAR else 1,
            free_from=None if region is Region.OKINAWA else FREE_FROM,
        )
        for region in Region
    }


TARIFF = Tariff(
    tax={TaxClass.FOOD: 8, TaxClass.GOODS: 10},
    sendings=(
        Sending(
            code="home",
            name=both("宅配便", "Home delivery"),
            note=both("時間帯を選べます", "In the time slot you choose"),
            cash_on_delivery=True,
            slots=(
                Slot("am", both("午前中", "Morning, until noon")),
                Slot("14-16", both("14時〜16時", "2–4 pm")),
            ),
            rates=_rates(),
        ),
        Sending(
            code="doorstep",
            name=both("宅配便・置き配", "Left at your door"),
            note=both("代金引換は選べません", "Cash on delivery is not possible"),
            cash_on_delivery=False,
            slots=(),
            rates=_rates(),
        ),
    ),
    payings=(
        Paying(
            code="card", gateway="demo", icon="card",
            name=both("クレジットカード", "Credit card"), note=both("手数料はかかりません", "No fee"),
            due=both("ご注文の確定と同時にお支払いが済みます", "Charged when you place the order"),
            least=50, most=None, fees=(),
        ),
        Paying(
            code="konbini", gateway="demo", icon="konbini", days_to_pay=3,
            name=both("コンビニ払い", "Convenience store"),
            note=both("お支払い番号をお知らせします", "You get a number to pay with"),
            due=both("期限までにコンビニの店頭で", "At a convenience store, by the deadline"),
            least=200, most=300_000, fees=(),
        ),
        Paying(
            code="cod", gateway="offline", icon="cod", at_the_door=True,
            name=both("代金引換", "Cash on delivery"),
            note=both("お届けのときに現金でお支払いください", "Pay the courier in cash"),
            due=both("商品のお届け時", "When the parcel is handed over"),
            least=None, most=300_000, fees=((10_000, 330), (30_000, 440), (300_000, 1100)),
        ),
    ),
    cutoff=time(15),
    returns_days=8,
)  # fmt: skip


LETTERBOX = Sending(
    code="postbox",
    name=both("ポスト便", "Letterbox parcel"),
    note=both("郵便受けにお届けします", "Goes through your letterbox"),
    cash_on_delivery=False,
    slots=(),
    rates={region: Rate(330, 2, None) for region in Region},
    limits=Limits(312, 228, 30, 1000, 3000),
    days_to_choose=0,
)
"""A small way to send beside the others; only some samples know it."""


def prefecture(name: str) -> Prefecture:
    """A prefecture by a name that surely exists."""
    found = find(name)
    assert found, name
    return found


TOKYO, OKINAWA = prefecture("Tokyo"), prefecture("Okinawa")
FEW = (QuoteItem("SLEEP-30", 1, 1280, TaxClass.FOOD),)
"""Less than half of what it takes until the shop pays the shipping."""
SOME = (
    QuoteItem("SLEEP-30", 2, 1280, TaxClass.FOOD),
    QuoteItem("MUG-GLASS", 1, 1540, TaxClass.GOODS),
)
"""More than half of it."""
MUCH = (
    QuoteItem("SLEEP-30", 3, 1280, TaxClass.FOOD),
    QuoteItem("MUG-GLASS", 2, 1540, TaxClass.GOODS),
)
"""Enough."""


def priced(
    items: Sequence[QuoteItem], destination: Prefecture | None = None, payment: str | None = None
) -> Quote:
    """The quote of a sample order."""
    return quote(items, TARIFF, MORNING, destination, payment=payment)


POUCH, MUG = piece(780, 45, (180, 130, 28)), piece(1540, 310, (135, 115, 105))


def parcel_change(before: Load, after: Load) -> ShippingChange:
    """What becomes of the parcel to Tokyo between two loads that do not go the same way."""
    tariff = replace(TARIFF, sendings=(*TARIFF.sendings, LETTERBOX))
    costs = [shipping_cost(load, NOTHING, tariff, MORNING, TOKYO) for load in (before, after)]
    change = shipping_change(*costs)
    assert change, "the samples are chosen so that the parcel changes"
    return change
