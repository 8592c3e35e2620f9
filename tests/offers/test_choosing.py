"""What a placement shows: hand-worked carts, offers and answers."""

from dataclasses import replace
from datetime import timedelta

from storefront.offers.choosing import Decision, Proposal, choose, propose
from storefront.offers.gate import Asked, Who, Why
from storefront.offers.kinds import Kind, Placement
from storefront.offers.ladder import after_no
from storefront.offers.terms import Terms
from tests.offers.pure import (
    NOW,
    SPARED,
    asked,
    at_hand,
    candidate,
    good,
    offer,
    shelf,
    shown,
    who,
)

TEA = candidate("TEA", 1, 1280)
HONEY = candidate("HONEY", 2, 1400)
STRAINER = candidate("STRAINER", 3, 1320, tax_class="goods")
MUG = candidate("MUG", 4, 1980, tax_class="goods")
BETTER = candidate("MUG-SET", 5, 2530, tax_class="goods", product_id=4, category_id=4)
BETWEEN = candidate("MUG-LID", 6, 2200, tax_class="goods", product_id=4, category_id=4)
GOODS = shelf(TEA, HONEY, STRAINER, MUG, BETTER, BETWEEN)

EVENING = offer(
    Kind.BUNDLE, good(TEA, 1, 4), good(HONEY, 1, 4), good(STRAINER, 1, 4), good(MUG, 1, 4),
    code="evening", percent_off=4,
)  # fmt: skip
THREE = offer(Kind.SET_OF_N, good(TEA, 3, 10), code="three", percent_off=10, id=2)
LADDER = offer(
    Kind.QUANTITY_LADDER, good(TEA, 2, 4), good(TEA, 4, 8), good(TEA, 12, 15), code="ladder", id=3
)
COMPLETE = offer(
    Kind.UP_SELL, good(BETTER), code="complete", id=4, next_id=5, variants=frozenset({4})
)
SMALLER = offer(Kind.DOWNSELL, good(BETWEEN), code="smaller", id=5, variants=frozenset({4}))
LINE = asked(Placement.CART_LINE, "line:1:MUG", variants=frozenset({4}))
CART = asked(Placement.CART, "cart:1")


def told(decision: Decision) -> dict[str, Why]:
    return {terms.code: why for terms, why in decision.withheld}


def prices(made: Proposal | None) -> list[tuple[str, int, int]]:
    return [(one.candidate.sku, one.quantity, one.price) for one in made.goods] if made else []


def test_a_bundle_tells_the_price_of_each_part_and_what_it_saves() -> None:
    made = propose(EVENING, asked(), at_hand({TEA: 1}, [EVENING]), GOODS)
    assert prices(made) == [
        ("TEA", 1, 1228),
        ("HONEY", 1, 1344),
        ("STRAINER", 1, 1267),
        ("MUG", 1, 1901),
    ]
    assert made and (made.price, made.saving) == (5740, 240)


def test_a_bundle_that_is_partly_in_the_cart_asks_for_what_is_missing_and_saves_the_same() -> None:
    at = at_hand({TEA: 2, HONEY: 1, STRAINER: 1}, [EVENING])
    made = propose(EVENING, CART, at, GOODS)
    assert made and made.saving == 240
    after = at.quoted(MUG.item())
    assert after.paid_goods - at.as_it_is().paid_goods == 1980 - 240


def test_a_bundle_is_not_made_when_it_is_there_or_when_a_part_cannot_be_had() -> None:
    whole = at_hand(dict.fromkeys([TEA, HONEY, STRAINER, MUG], 1), [EVENING])
    assert propose(EVENING, CART, whole, GOODS) is None
    at = at_hand({TEA: 1}, [EVENING])
    assert propose(EVENING, CART, at, shelf(TEA, HONEY, STRAINER, replace(MUG, left=0))) is None
    assert propose(EVENING, CART, at, shelf(TEA, HONEY, STRAINER)) is None
    assert propose(EVENING, CART, at_hand({candidate("TIN", 9): 1}, [EVENING]), GOODS) is None, (
        "four things are one too many"
    )


def test_a_bundle_stands_beside_another_size_of_its_part_on_the_page_but_not_in_the_cart() -> None:
    large = replace(TEA, sku="TEA-L", variant_id=11, price=2760)
    parts = (TEA, HONEY, STRAINER)
    three = offer(Kind.BUNDLE, *(good(one, 1, 4) for one in parts), percent_off=4)
    at = at_hand({large: 1}, [three])
    assert propose(three, asked(), at, GOODS) is not None
    assert propose(three, CART, at, GOODS) is None


def test_a_bundle_is_not_made_where_another_rule_has_its_goods_already() -> None:
    at = at_hand({TEA: 3, HONEY: 1, STRAINER: 1}, [EVENING, THREE])
    assert propose(EVENING, CART, at, GOODS) is None, "three teas save 384, the fourth thing 240"


def test_a_bundle_is_not_made_where_the_cart_would_cost_less_than_it_says() -> None:
    pair = offer(Kind.BUNDLE, good(TEA, 1, 4), good(HONEY, 1, 4), percent_off=4)
    other = offer(Kind.BUNDLE, good(HONEY), good(MUG), code="other", percent_off=20, id=2)
    assert propose(pair, CART, at_hand({TEA: 1}, [pair, other]), GOODS) is not None
    assert propose(pair, CART, at_hand({TEA: 1, MUG: 1}, [pair, other]), GOODS) is None


def test_three_in_the_place_of_one_cost_what_three_cost_less_a_tenth() -> None:
    line = asked(Placement.CART_LINE, "line:1:TEA")
    made = propose(THREE, line, at_hand({TEA: 1}, [THREE]), GOODS, replaces="TEA")
    assert prices(made) == [("TEA", 3, 3456)]
    assert made and (made.saving, made.more, made.replaces) == (384, 3456 - 1280, "TEA")
    assert propose(THREE, line, at_hand({TEA: 3}, [THREE]), GOODS, replaces="TEA") is None
    few = shelf(replace(TEA, left=2))
    assert propose(THREE, line, at_hand({TEA: 1}, [THREE]), few, replaces="TEA") is None


def test_one_set_may_name_several_goods_and_means_those_of_the_line() -> None:
    both = offer(Kind.SET_OF_N, good(TEA, 3, 10), good(HONEY, 3, 10), percent_off=10)
    at = at_hand({TEA: 1, HONEY: 1}, [both])
    made = propose(both, asked(Placement.CART_LINE, "line:1:HONEY"), at, GOODS, replaces="HONEY")
    assert prices(made) == [("HONEY", 3, 3780)]
    assert propose(both, LINE, at_hand({MUG: 1}, [both]), GOODS, replaces="MUG") is None


def test_a_ladder_shows_its_steps_as_far_as_so_many_can_be_had() -> None:
    made = propose(LADDER, asked(), at_hand({TEA: 1}, [LADDER]), GOODS)
    assert prices(made) == [("TEA", 2, 2457), ("TEA", 4, 4710)], "of twelve only ten are left"
    assert propose(LADDER, asked(), at_hand({HONEY: 1}, [LADDER]), GOODS) is None


def test_the_better_one_takes_the_place_of_all_pieces_of_the_line() -> None:
    made = propose(COMPLETE, LINE, at_hand({MUG: 2}), GOODS, replaces="MUG")
    assert prices(made) == [("MUG-SET", 2, 5060)]
    assert made and (made.more, made.saving) == (1100, 0)
    assert propose(COMPLETE, LINE, at_hand({MUG: 1, BETTER: 1}), GOODS, replaces="MUG") is None
    many = replace(BETTER, left=1000)
    assert propose(COMPLETE, LINE, at_hand({MUG: 50}), shelf(many), replaces="MUG") is not None
    twice = replace(COMPLETE, goods=(good(BETTER, 2),))
    assert propose(twice, LINE, at_hand({MUG: 50}), shelf(many), replaces="MUG") is None


def test_what_takes_a_place_brings_only_what_is_paid_more() -> None:
    made = propose(COMPLETE, LINE, at_hand({MUG: 1}), GOODS, replaces="MUG")
    assert made and made.margin == (2530 - 1265) * 550 // 2530


def test_a_filler_is_the_first_of_its_goods_that_reaches_the_value_for_the_same_shipping() -> None:
    small = [candidate(f"S{price}", price, price) for price in (540, 620, 980, 1160)]
    filler = offer(Kind.GAP_FILLER, *map(good, small), goods_from=3500)
    tea = replace(TEA, price=4700)
    at = at_hand({tea: 1})
    made = propose(filler, CART, at, shelf(*small))
    assert [sku for sku, *_ in prices(made)] == ["S980", "S1160"]
    before, after = at.as_it_is(), at.quoted(small[2].item())
    assert (before.gap, after.gap) == (800, 0)
    assert after.total_least == before.total_least + 980 - 650
    assert propose(filler, CART, at_hand({replace(TEA, price=5500): 1}), shelf(*small)) is None


def test_extras_are_three_at_most_and_each_of_another_product() -> None:
    others = [candidate(f"X{n}", 20 + n, 300) for n in range(6)]
    same = replace(others[0], sku="X0-L", variant_id=50)
    made = propose(offer(), asked(), at_hand({TEA: 1}), shelf(others[0], same, *others[1:]))
    assert [sku for sku, *_ in prices(made)] == ["X0", "X1", "X2"]


def test_a_thank_you_takes_its_per_cent_off_each_thing() -> None:
    thanks = offer(Kind.THANK_YOU, good(HONEY, 1, 5), good(STRAINER, 1, 5), percent_off=5)
    made = propose(thanks, asked(Placement.THANK_YOU, "order:1"), at_hand({TEA: 1}), GOODS)
    assert prices(made) == [("HONEY", 1, 1330), ("STRAINER", 1, 1254)]


def test_nothing_fits_and_nothing_is_shown() -> None:
    decision = choose([offer()], asked(), who(), at_hand({TEA: 1}), shelf())
    assert (decision.shown, told(decision)) == (None, {"plain": Why.NOTHING_FITS})


def test_of_several_that_fit_one_is_made_and_the_others_wait() -> None:
    some = [offer(id=n, code=f"o{n}") for n in range(1, 5)]
    decision = choose(some, asked(), who(), at_hand({TEA: 1}), shelf(candidate("X", 20, 300)))
    assert decision.shown
    waiting = {f"o{n}" for n in range(1, 5)} - {decision.shown.terms.code}
    assert told(decision) == dict.fromkeys(waiting, Why.NOT_CHOSEN)
    assert 0 < decision.shown.chance < 1000
    again = choose(some[::-1], asked(), who(), at_hand({TEA: 1}), shelf(candidate("X", 20, 300)))
    assert again.shown and again.shown.terms == decision.shown.terms


def test_whoever_is_spared_sees_nothing_and_it_is_known_what_they_would_have_seen() -> None:
    fits, barred = offer(), offer(code="barred", id=2, rollout_percent=0)
    useless = offer(Kind.BUNDLE, good(candidate("GONE", 99)), code="useless", id=3)
    decision = choose(
        [fits, barred, useless],
        asked(),
        who(key=SPARED),
        at_hand({TEA: 1}),
        shelf(candidate("X", 20, 300)),
    )
    assert decision.shown is None
    assert told(decision) == {
        "plain": Why.CONTROL,
        "barred": Why.ROLLOUT,
        "useless": Why.NOTHING_FITS,
    }


# --- The ladder of answers ------------------------------------------------------------------------


def answer(
    somebody: Who, question: Asked = LINE, offers: tuple[Terms, ...] = (COMPLETE, SMALLER)
) -> Proposal | None:
    return after_no(COMPLETE, offers, question, somebody, at_hand({MUG: 1}), GOODS, replaces="MUG")


def test_a_downsell_is_never_made_unasked() -> None:
    decision = choose([SMALLER], LINE, who(), at_hand({MUG: 1}), GOODS, replaces="MUG")
    assert (decision.shown, told(decision)) == (None, {})


def test_after_the_first_no_one_smaller_proposal_stands_in_the_same_place() -> None:
    no = shown(NOW, 4, Placement.CART_LINE, "line:1:MUG", "1", refused_at=NOW)
    made = answer(who(no))
    assert prices(made) == [("MUG-LID", 1, 2200)]
    assert made and (made.more, made.replaces) == (220, "MUG")


def test_after_the_second_no_there_is_silence() -> None:
    noes = [
        shown(NOW, number, Placement.CART_LINE, "line:1:MUG", "1", refused_at=NOW)
        for number in (4, 5)
    ]
    assert answer(who(*noes)) is None
    decision = choose(
        [COMPLETE, SMALLER], LINE, who(*noes), at_hand({MUG: 1}), GOODS, replaces="MUG"
    )
    assert (decision.shown, told(decision)) == (None, {"complete": Why.REFUSED})


def test_a_second_no_in_the_visit_has_no_answer_even_to_another_offer() -> None:
    earlier = shown(NOW, 9, Placement.CART_LINE, "line:1:TEA", "1", refused_at=NOW)
    no = shown(NOW, 4, Placement.CART_LINE, "line:1:MUG", "1", refused_at=NOW)
    assert answer(who(earlier, no)) is None


def test_a_downsell_passes_the_gate_like_any_other() -> None:
    no = shown(NOW, 4, Placement.CART_LINE, "line:1:MUG", "1", refused_at=NOW)
    before = shown(
        NOW - timedelta(days=20),
        5,
        Placement.CART_LINE,
        "line:0:MUG",
        refused_at=NOW - timedelta(days=20),
    )
    assert answer(who(before, no)) is None
    assert answer(who(no, offers_off=True)) is None
    assert answer(who(no), offers=(COMPLETE,)) is None, "taken back meanwhile"
    assert answer(who(no), asked(Placement.CART_LINE, "line:1:TEA")) is None, "not at hand"
