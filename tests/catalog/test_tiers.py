"""The step between two tiers is computed: what it costs more, and what it brings."""

from storefront.catalog.tiers import Step, steps
from storefront.catalog.variant import Variant


def variant(price: int, unit: str = "", count: int = 1, adds: str = "") -> Variant:
    words = {"ja": adds, "en": adds} if adds else {}
    return Variant(price=price, unit=unit, unit_count=count, adds=words)


def test_a_larger_pack_costs_more_and_saves_by_the_bag() -> None:
    fifteen, thirty, ninety = (
        variant(780, "bag", 15), variant(1280, "bag", 30), variant(2760, "bag", 90),
    )  # fmt: skip
    assert steps([fifteen, thirty, ninety]) == [Step(500, 9, {}), Step(1480, 12, {})]


def test_what_is_added_is_told_in_words_before_any_saving() -> None:
    alone, with_lid = variant(1540), variant(1980, adds="木のふた")
    assert steps([alone, with_lid]) == [Step(440, None, {"ja": "木のふた", "en": "木のふた"})]


def test_no_saving_is_claimed_where_there_is_none() -> None:
    assert steps([variant(1000, "g", 100), variant(2000, "g", 200)]) == [Step(1000, None, {})]
    assert steps([variant(1000, "g", 100), variant(2500, "g", 200)]) == [Step(1500, None, {})]


def test_different_units_are_not_compared() -> None:
    assert steps([variant(1000, "bag", 10), variant(1500, "g", 200)]) == [Step(500, None, {})]


def test_one_variant_has_no_step() -> None:
    assert steps([variant(1000)]) == []
