"""What offers take off a cart: sets, ladders and bundles, each piece under one rule at most."""

from hypothesis import given
from hypothesis import strategies as st

from storefront.locales import Text
from storefront.offers.incentives import Deal, Ladder, Step, Together, adjustments, reduced
from storefront.pricing.adjustment import shares_of
from storefront.quoting.item import QuoteItem

LABEL: Text = {"ja": "セットで", "en": "As a set"}
THREE_BAGS = Ladder("three-bags", LABEL, "TEA", (Step(3, 10),))
LADDER = Ladder("ladder", LABEL, "TEA", (Step(2, 5), Step(5, 12)))
EVENING = Together("evening", LABEL, (("TEA", 1), ("HONEY", 1), ("MUG", 1)), 5)


def item(sku: str, quantity: int, price: int, tax: str = "food") -> QuoteItem:
    return QuoteItem(sku, quantity, price, tax)


def off(items: list[QuoteItem], *deals: Deal) -> dict[str, int]:
    return {one.code: one.amount for one in adjustments(items, deals)}


def test_two_bags_cost_what_two_bags_cost_and_three_cost_a_tenth_less() -> None:
    assert off([item("TEA", 2, 3000)], THREE_BAGS) == {}
    assert off([item("TEA", 3, 3000)], THREE_BAGS) == {"three-bags": -900}
    assert off([item("TEA", 4, 3000)], THREE_BAGS) == {"three-bags": -1200}


def test_a_ladder_takes_the_step_that_was_reached() -> None:
    amounts = [off([item("TEA", n, 1000)], LADDER).get("ladder", 0) for n in (1, 2, 4, 5, 6)]
    assert amounts == [0, -100, -200, -600, -720]


def test_a_part_of_a_yen_is_taken_off_as_a_whole_one() -> None:
    assert reduced(999, 10) == 100
    assert reduced(1000, 10) == 100
    assert reduced(1, 1) == 1
    assert reduced(0, 50) == 0


def test_a_bundle_takes_its_part_off_as_often_as_all_of_it_is_there() -> None:
    goods = [item("TEA", 2, 1480), item("HONEY", 2, 1280), item("MUG", 1, 2480, "goods")]
    (one,) = adjustments(goods, [EVENING])
    assert (one.amount, dict(one.on)) == (-262, {"TEA": 1480, "HONEY": 1280, "MUG": 2480})
    assert off(goods[:2], EVENING) == {}


def test_what_a_bundle_takes_off_falls_on_its_own_goods_alone() -> None:
    goods = [
        item("TEA", 1, 1480),
        item("HONEY", 1, 1280),
        item("MUG", 1, 2480),
        item("TIN", 9, 900),
    ]
    shares = shares_of(
        adjustments(goods, [EVENING]),
        [g.sku for g in goods],
        [g.amount for g in goods],
        [(8, "")] * 4,
    )
    assert shares == [74, 64, 124, 0]


def test_of_two_rules_for_the_same_pieces_the_one_that_saves_more_holds() -> None:
    goods = [item("TEA", 3, 1480), item("HONEY", 1, 1280), item("MUG", 1, 2480)]
    assert off(goods, THREE_BAGS, EVENING) == {"three-bags": -444}
    dear = Together("dear", LABEL, EVENING.parts, 40)
    assert off(goods, THREE_BAGS, dear) == {"dear": -2096}


rules = st.lists(
    st.one_of(
        st.builds(
            lambda n, sku, steps: Ladder(f"l{n}", LABEL, sku, tuple(Step(*s) for s in steps)),
            st.integers(0, 9),
            st.sampled_from("ABC"),
            st.lists(st.tuples(st.integers(2, 6), st.integers(1, 40)), min_size=1, max_size=3),
        ),
        st.builds(
            lambda n, skus, percent: Together(f"t{n}", LABEL, tuple((s, 1) for s in skus), percent),
            st.integers(0, 9),
            st.sets(st.sampled_from("ABCD"), min_size=2).map(sorted),
            st.integers(1, 40),
        ),
    ),
    max_size=5,
    unique_by=lambda deal: deal.key,
)
carts = st.dictionaries(
    st.sampled_from("ABCD"), st.tuples(st.integers(1, 9), st.integers(1, 9999)), min_size=1
).map(lambda held: [item(sku, count, price) for sku, (count, price) in sorted(held.items())])


@given(carts, rules)
def test_no_piece_is_reduced_twice_and_nothing_costs_less_than_nothing(
    goods: list[QuoteItem], deals: list[Deal]
) -> None:
    made = adjustments(goods, deals)
    for one in goods:
        assert sum(a.on.get(one.sku, 0) for a in made) <= one.amount
    shares = shares_of(
        made, [g.sku for g in goods], [g.amount for g in goods], [(8, "ambient")] * len(goods)
    )
    assert sum(shares) == -sum(a.amount for a in made)
    assert all(0 <= share <= one.amount for share, one in zip(shares, goods, strict=True))


@given(carts, rules)
def test_the_order_of_goods_and_rules_changes_nothing(
    goods: list[QuoteItem], deals: list[Deal]
) -> None:
    before = off(goods, *deals)
    assert off(goods[::-1], *deals[::-1]) == before
