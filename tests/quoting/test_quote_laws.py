"""Laws that hold for any order under the shop's own rules."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from storefront.pricing.adjustment import Adjustment
from storefront.quoting.item import QuoteItem, load_of
from storefront.quoting.quote import Quote, quote
from storefront.quoting.shipping_cost import shipping_cost
from storefront.quoting.tariff import Tariff
from storefront.shipping.load import NOTHING, Load, piece
from storefront.shipping.prefectures import PREFECTURES, Prefecture
from tests.quoting.carts import off_by
from tests.quoting.sound import check, check_dates
from tests.quoting.tariffs import TUESDAY_MORNING

sides = st.tuples(*[st.integers(1, 520)] * 3).map(lambda s: tuple(sorted(s, reverse=True)))
item = st.builds(
    QuoteItem,
    sku=st.just("ANY"),
    quantity=st.integers(1, 30),
    unit_price=st.one_of(st.integers(1, 6000), st.integers(1, 400_000)),
    tax_class=st.sampled_from(["food", "goods"]),
    grams=st.integers(1, 5000),
    sides=sides,
    temperature=st.sampled_from(["ambient", "ambient", "cool"]),
)
items = st.lists(item, max_size=6)
where = st.sampled_from(PREFECTURES)
ways = st.sampled_from([None, "home", "doorstep", "postbox", "cool"])
payments = st.sampled_from([None, "card", "cod"])
discounts = st.integers(0, 20_000).map(off_by)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


@given(items, st.one_of(st.none(), where), ways, payments, discounts)
def test_the_parts_add_up(
    published: Tariff,
    lines: list[QuoteItem],
    to: Prefecture | None,
    way: str | None,
    paid: str | None,
    off: tuple[Adjustment, ...],
) -> None:
    priced = quote(lines, published, TUESDAY_MORNING, to, way, paid, off)
    if to is not None:
        check(priced, published)
        return
    assert priced.total == priced.goods - priced.discount + priced.fee
    assert sum(part.taxable for part in priced.taxes) == priced.total
    assert 0 <= priced.shipping_least <= priced.shipping_most


@given(items, ways, discounts)
def test_before_the_region_is_known_the_bounds_hold_for_all_of_them(
    published: Tariff, lines: list[QuoteItem], way: str | None, off: tuple[Adjustment, ...]
) -> None:
    before = quote(lines, published, TUESDAY_MORNING, None, way, None, off)
    there = [quote(lines, published, TUESDAY_MORNING, p, way, None, off) for p in PREFECTURES]
    known = [q.shipping for q in there if q.shipping is not None]
    assert before.sendable is bool(known)
    if known:
        assert (before.shipping_least, before.shipping_most) == (min(known), max(known))
        assert before.leaves_on <= max(q.leaves_on for q in there)


@given(items, where, moments)
def test_dates_can_be_kept(
    published: Tariff, lines: list[QuoteItem], to: Prefecture, moment: datetime
) -> None:
    check_dates(quote(lines, published, moment, to), published, moment)


@given(items, item, where, ways)
def test_more_of_the_same_parcel_never_raises_shipping(
    published: Tariff, lines: list[QuoteItem], more: QuoteItem, to: Prefecture, way: str | None
) -> None:
    before = quote(lines, published, TUESDAY_MORNING, to, way).sending
    after = quote([*lines, more], published, TUESDAY_MORNING, to, way).sending
    if before and after and before.parcel_class == after.parcel_class:
        assert after.price <= before.price


@given(items, where, ways, payments, discounts, st.randoms(use_true_random=False))
def test_neither_the_order_of_lines_nor_a_line_made_two_changes_anything(
    published: Tariff,
    lines: list[QuoteItem],
    to: Prefecture,
    way: str | None,
    paid: str | None,
    off: tuple[Adjustment, ...],
    lot: Random,
) -> None:
    mixed = [half for line in lines for half in _halves(line)]
    lot.shuffle(mixed)
    one = quote(lines, published, TUESDAY_MORNING, to, way, paid, off)
    other = quote(mixed, published, TUESDAY_MORNING, to, way, paid, off)
    assert _figures(one) == _figures(other)


@given(items, where, ways)
def test_sums_of_pieces_are_priced_as_the_lines_are(
    published: Tariff, lines: list[QuoteItem], to: Prefecture, way: str | None
) -> None:
    """The product page knows of a cart only what adds up."""
    ambient, cool = NOTHING, NOTHING
    for line in lines:
        load: Load = piece(line.unit_price, line.grams, reversed(line.sides), line.quantity)
        if line.temperature == "cool":
            cool += load
        else:
            ambient += load
    amounts = [line.amount for line in lines]
    assert ambient == load_of(lines, "ambient", amounts)
    assert cool == load_of(lines, "cool", amounts)
    told = shipping_cost(ambient, cool, published, TUESDAY_MORNING, to, way)
    assert told == quote(lines, published, TUESDAY_MORNING, to, way).sent


@given(items, where, ways, discounts)
def test_a_total_that_was_shown_is_the_one_charged(
    published: Tariff,
    lines: list[QuoteItem],
    to: Prefecture,
    way: str | None,
    off: tuple[Adjustment, ...],
) -> None:
    shown = quote(lines, published, TUESDAY_MORNING, to, way, None, off)
    for choice in shown.payments:
        charged = quote(lines, published, TUESDAY_MORNING, to, way, choice.paying.code, off)
        assert charged.total == (shown.total if choice.refusal else choice.total)
        if choice.opened_by:
            opened = quote(
                lines,
                published,
                TUESDAY_MORNING,
                to,
                choice.opened_by.sending.code,
                choice.paying.code,
                off,
            )
            assert opened.payment is not None and opened.payment.refusal is None


def _halves(line: QuoteItem) -> list[QuoteItem]:
    if line.quantity == 1:
        return [line]
    half = line.quantity // 2
    return [replace(line, quantity=half), replace(line, quantity=line.quantity - half)]


def _figures(priced: Quote) -> tuple[object, ...]:
    return (
        priced.total,
        priced.goods,
        priced.discount,
        priced.taxes,
        priced.sent,
        priced.fee,
        priced.payments,
    )
