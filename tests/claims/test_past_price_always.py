"""The eight-week rule against a model that walks through the days one by one."""

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.claims.past_price import Charged, PastPrice, past_price
from storefront.claims.rule import Rule
from storefront.clock import day_begins
from tests.claims.histories import TODAY, ago, price_at_the_end

PRICES = st.sampled_from([900, 1000, 1200, 1500])
MINUTES = st.integers(min_value=0, max_value=90 * 24 * 60)


@st.composite
def histories(draw: st.DrawFn) -> list[Charged]:
    """Up to eight prices at any minutes of the last ninety days, today included."""
    begin = day_begins(ago(90)) + timedelta(hours=10)
    minutes = sorted(draw(st.sets(MINUTES, min_size=1, max_size=8)))
    return [Charged(draw(PRICES), begin + timedelta(minutes=minute)) for minute in minutes]


def naive(history: list[Charged], present: int) -> tuple[int, int, int] | Rule:
    """(price, days, days looked at) or the rule in the way, day by day."""
    whole = {ago(n): price for n in range(1, 120) if (price := price_at_the_end(history, ago(n)))}
    looked_at = {day: price for day, price in whole.items() if day >= ago(56)}
    others = set(whole.values()) - {present}
    higher = [price for price in others if price > present]
    if not higher:
        return Rule.NOT_HIGHER if others else Rule.NO_EARLIER_PRICE
    counts = Counter(looked_at.values())
    price = max(higher, key=lambda one: (counts[one], one))
    if counts[price] * 2 <= len(looked_at):
        return Rule.NOT_OVER_HALF
    if counts[price] < 14:
        return Rule.UNDER_TWO_WEEKS
    last = max(day for day, charged in whole.items() if charged == price)
    if TODAY - last > timedelta(days=14):
        return Rule.TOO_LONG_AGO
    return price, counts[price], len(looked_at)


@settings(max_examples=300)
@given(history=histories(), present=PRICES)
def test_it_agrees_with_the_calendar(history: list[Charged], present: int) -> None:
    found = past_price(history, present, TODAY)
    expected = naive(history, present)
    if isinstance(found, Rule):
        assert found is expected
        return
    assert (found.price, found.days, found.of_days) == expected
    assert found.price > present
    assert found.first_on <= found.last_on < TODAY
    assert price_at_the_end(history, found.last_on) == found.price
    assert price_at_the_end(history, found.first_on) == found.price


@settings(max_examples=100)
@given(history=histories(), present=PRICES)
def test_it_ends_by_itself_within_two_weeks(history: list[Charged], present: int) -> None:
    """Whatever was charged, a price that stays for fifteen days has nothing beside it any more."""
    lowered = [*history, Charged(present, day_begins(TODAY) + timedelta(hours=10))]
    later = past_price(lowered, present, TODAY + timedelta(days=15))
    assert not isinstance(later, PastPrice)
