"""A tariff to quote by, without a database: the shop's published rates."""

from datetime import UTC, date, datetime, time

from storefront.quoting.quote import QuoteItem
from storefront.quoting.tariff import Paying, Rate, Sending, Tariff
from storefront.shipping.calendar import Calendar
from storefront.shipping.prefectures import Prefecture, Region, by_name

TUESDAY_MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Ten o'clock in Japan, a working day, before the cut-off."""
FREE_FROM = 5500
PRICES = {
    Region.HOKKAIDO: (1000, 2),
    Region.TOHOKU: (700, 1),
    Region.KANTO: (650, 1),
    Region.CHUBU: (700, 1),
    Region.HOKURIKU: (700, 1),
    Region.KANSAI: (800, 1),
    Region.CHUGOKU: (800, 2),
    Region.SHIKOKU: (1000, 2),
    Region.KYUSHU: (1000, 2),
    Region.OKINAWA: (1500, 4),
}
RATES = {
    region.value: Rate(price, days, None if region is Region.OKINAWA else FREE_FROM)
    for region, (price, days) in PRICES.items()
}
NO_TEXT = {"ja": "", "en": ""}
FEES = ((10_000, 330), (30_000, 440), (100_000, 660), (300_000, 1100))

HOME = Sending("home", NO_TEXT, NO_TEXT, True, (), RATES)
DOOR = Sending("door", NO_TEXT, NO_TEXT, False, (), RATES)
CARD = Paying("card", "demo", "card", NO_TEXT, NO_TEXT, NO_TEXT, 50, None, ())
COD = Paying(
    "cod", "offline", "cod", NO_TEXT, NO_TEXT, NO_TEXT, None, 300_000, FEES, at_the_door=True
)
TARIFF = Tariff(
    tax={"food": 8, "goods": 10},
    sendings=(HOME, DOOR),
    payings=(CARD, COD),
    cutoff=time(15),
    calendar=Calendar(shut=frozenset({date(2026, 12, 30)})),
    returns_days=8,
)


def place(name: str) -> Prefecture:
    """The prefecture of that name."""
    found = by_name(name)
    assert found is not None
    return found


def tea(yen: int, quantity: int = 1) -> QuoteItem:
    """Food at a price."""
    return QuoteItem(f"TEA-{yen}", quantity, yen, "food")


def mug(yen: int, quantity: int = 1) -> QuoteItem:
    """Ware at a price."""
    return QuoteItem(f"MUG-{yen}", quantity, yen, "goods")
