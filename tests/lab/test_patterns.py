"""The registry of patterns: what a link says is understood or ignored, and a state comes back from its cookie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.lab.patterns import (
    LONGEST_WISH,
    NOTHING_OFF,
    PATTERNS,
    Pattern,
    decoded,
    encoded,
    wished,
)
from storefront.locales import LOCALES

STATES = st.frozensets(st.sampled_from(Pattern))
WISHES = st.lists(
    st.tuples(st.sampled_from(["all", *(one.value for one in Pattern)]), st.sampled_from(["on", "off"])),
    max_size=len(Pattern),
)  # fmt: skip
"""As many as fit into the longest wish that is read."""


def test_every_pattern_is_described_once_in_both_languages() -> None:
    assert [one.code for one in PATTERNS] == list(Pattern)
    texts = [t for one in PATTERNS for t in (one.name, one.claim, one.where, one.instead)]
    assert all(text[locale].strip() for text in texts for locale in LOCALES)
    assert len({one.name["ja"] for one in PATTERNS}) == len({one.name["en"] for one in PATTERNS})


@pytest.mark.parametrize(
    ("wish", "off"),
    [
        ("dialog:off", {"dialog"}),
        ("dialog:off,tiers:off", {"dialog", "tiers"}),
        (" Dialog : OFF ", {"dialog"}),
        ("all:off,dialog:on", set(Pattern) - {Pattern.DIALOG}),
        ("dialog:off,dialog:on", set()),
        ("dialog:off,all:on", set()),
        ("", set()),
        ("dialog", set()),
        ("dialog:maybe,unheard_of:off,:off,off", set()),
        ("unheard_of:off,dialog:off", {"dialog"}),
        ("dialog:off:on", set()),
    ],
)
def test_a_wish_is_read_from_left_to_right_and_what_means_nothing_is_ignored(
    wish: str, off: set[str]
) -> None:
    assert wished(wish, NOTHING_OFF) == off


def test_a_wish_changes_only_what_it_names() -> None:
    before = frozenset({Pattern.TIERS, Pattern.DIALOG})
    assert wished("tiers:on,bundle:off", before) == {Pattern.DIALOG, Pattern.BUNDLE}


def test_a_name_that_is_gone_from_the_registry_is_left_out_of_a_cookie() -> None:
    assert decoded("dialog,long_forgotten") == {Pattern.DIALOG}


@given(STATES)
def test_a_state_comes_back_from_its_cookie(off: frozenset[Pattern]) -> None:
    assert decoded(encoded(off)) == off


@given(STATES, WISHES)
def test_the_last_word_about_a_pattern_holds_and_saying_it_again_changes_nothing(
    off: frozenset[Pattern], wishes: list[tuple[str, str]]
) -> None:
    wish = ",".join(f"{name}:{state}" for name, state in wishes)
    after = wished(wish, off)
    for one in Pattern:
        said = [state for name, state in wishes if name in (one.value, "all")]
        assert (one in after) == ((said[-1] == "off") if said else one in off)
    assert wished(wish, after) == after


def test_each_pattern_can_be_named_in_one_wish_and_what_is_longer_is_not_read() -> None:
    wish = ",".join(f"{one.value}:off" for one in Pattern)
    assert wished(wish, NOTHING_OFF) == set(Pattern)
    assert wished("," * LONGEST_WISH + "dialog:off", NOTHING_OFF) == NOTHING_OFF


@given(STATES, st.text("abdefglnopst_:, \x00茶", max_size=60))
def test_no_text_breaks_it(off: frozenset[Pattern], text: str) -> None:
    assert wished(text, off) <= set(Pattern)
    assert decoded(text) <= set(Pattern)
