"""Before an offer is published: every problem reached once, by name, in the shop as it is seeded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from seeds.offers import read
from seeds.run import FOLDER
from storefront.catalog.variant import Variant
from storefront.claims.rule import Rule
from storefront.extensions import db
from storefront.offers.checking import known_for
from storefront.offers.checks import Known, problems
from storefront.offers.kinds import Kind, Placement, Source
from storefront.offers.price_checks import cheapest
from storefront.offers.problem import Found, Problem
from storefront.offers.wording import Tone
from storefront.offers.written import Written, WrittenGood, store, written_of

DAY = timedelta(days=1)
HERE = frozenset({Placement.PRODUCT, Placement.CART})
AT_LINE = frozenset({Placement.CART_LINE})
WORDS = {"ja": "合わせて使えます", "en": "They go together"}
CROSS = Written("new", Kind.CROSS_SELL, frozenset({Placement.CART}), WORDS, WORDS, Source.RELATED)


def named(
    kind: Kind, *goods: tuple[str, int, int] | tuple[str, int] | str, **more: object
) -> Written:
    """An offer of that kind with these goods, where it may stand."""
    places = {
        Kind.BUNDLE: HERE,
        Kind.QUANTITY_LADDER: frozenset({Placement.PRODUCT}),
        Kind.THANK_YOU: frozenset({Placement.THANK_YOU}),
    }
    made = tuple(WrittenGood(one) if isinstance(one, str) else WrittenGood(*one) for one in goods)
    return replace(  # type: ignore[misc]
        CROSS,
        kind=kind,
        placements=places.get(kind, AT_LINE),
        source=Source.NAMED,
        goods=made,
        **more,
    )


def says(ja: str, en: str = "They go together") -> Written:
    return replace(CROSS, reason={"ja": ja, "en": en})


BUNDLE = named(Kind.BUNDLE, "SLEEP-30", "HONEY-180", "STRAINER-S", "GLASS-MUG-LID", percent_off=4)
SET = named(Kind.SET_OF_N, ("GENMAI-REFILL", 3), percent_off=10)
UP = named(Kind.UP_SELL, "GLASS-MUG-SET", variants=("GLASS-MUG",))
DOWN = named(Kind.DOWNSELL, "GLASS-MUG-LID", variants=("GLASS-MUG",))
THANKS = named(Kind.THANK_YOU, "LINEN-PAIR", percent_off=8)
OTHERS = {"down": replace(DOWN, code="down"), "cross": replace(CROSS, code="cross"),
          "long": replace(DOWN, code="long", next_code="down"),
          "back": replace(DOWN, code="back", next_code="new"),
          "after": replace(DOWN, code="after", placements=frozenset({Placement.THANK_YOU}))}  # fmt: skip


def ladder(*steps: tuple[int, int]) -> Written:
    return named(Kind.QUANTITY_LADDER, *(("BISCUIT-24", *step) for step in steps))


def wrong(now: datetime) -> dict[str, tuple[Written, Found]]:
    """What is wrong with each, and nothing else."""
    return {
        "no English": (says("よく合います", " "), Found(Problem.WORDS_MISSING, "reason.en")),
        "a claim": (says("人気No.1の組み合わせ"), Found(Problem.UNPROVED, "人気No.1", Rule.NOT_FIRST)),
        "a claim in English": (says("合います", "Today only"), Found(Problem.UNPROVED, "Today only", Rule.NOTHING_SCHEDULED)),
        "a count": (says("残り3点です"), Found(Problem.UNPROVED, "残り3", Rule.ENOUGH_LEFT)),
        "bought together": (says("一緒に購入されています"), Found(Problem.SAYS_ITSELF, "一緒に購入")),
        "shame": (says("合います", "No thanks, I hate tea"), Found(Problem.TONE, "No thanks, I", Tone.SHAMES)),
        "fear": (says("知らないと困ります"), Found(Problem.TONE, "知らないと", Tone.FRIGHTENS)),
        "a shout": (says("合います！"), Found(Problem.TONE, "！", Tone.SHOUTS)),
        "an effect": (says("よく眠れます"), Found(Problem.TONE, "眠れます", Tone.HEALS)),
        "a boast": (says("日本一の組み合わせ"), Found(Problem.TONE, "日本一", Tone.BOASTS)),
        "something free": (says("送料無料になります"), Found(Problem.TONE, "無料", Tone.BARE_FREE)),
        "dates the wrong way": (replace(CROSS, starts_at=now + DAY, ends_at=now), Found(Problem.DATES_REVERSED)),
        "dates that are past": (replace(CROSS, ends_at=now), Found(Problem.OVER)),
        "values the wrong way": (replace(CROSS, goods_from=3000, goods_to=2000), Found(Problem.VALUES_REVERSED)),
        "a roll-out above all": (replace(CROSS, rollout_percent=101), Found(Problem.NUMBER)),
        "no place": (replace(CROSS, placements=frozenset()), Found(Problem.NOWHERE)),
        "a place of others": (replace(CROSS, placements=AT_LINE), Found(Problem.PLACE, "cart_line")),
        "itself after a no": (replace(UP, next_code="new"), Found(Problem.NEXT_LOOP, "new")),
        "going round": (replace(UP, next_code="back"), Found(Problem.NEXT_LOOP, "back")),
        "anything after a no": (replace(UP, next_code="cross"), Found(Problem.NEXT_NO_DOWNSELL, "cross")),
        "two after a no": (replace(UP, next_code="long"), Found(Problem.NEXT_TOO_LONG, "long")),
        "something elsewhere after a no": (replace(UP, next_code="after"), Found(Problem.NEXT_ELSEWHERE, "after")),
        "goods from nowhere": (replace(UP, source=Source.RELATED), Found(Problem.SOURCE, "related")),
        "no goods": (named(Kind.THANK_YOU), Found(Problem.NO_GOODS)),
        "nothing to replace": (replace(UP, variants=()), Found(Problem.NO_TRIGGER)),
        "an unknown SKU": (named(Kind.THANK_YOU, "NO-SUCH"), Found(Problem.UNKNOWN_SKU, "NO-SUCH")),
        "something not for sale": (named(Kind.THANK_YOU, "TRAY-L"), Found(Problem.NOT_PUBLISHED, "TRAY-L")),
        "an unknown trigger": (replace(CROSS, products=("no-such",)), Found(Problem.UNKNOWN_TRIGGER, "no-such")),
        "a bundle of one": (named(Kind.BUNDLE, "HONEY-180", percent_off=4), Found(Problem.COUNT)),
        "steps that fall": (ladder((2, 8), (4, 4)), Found(Problem.STEPS, "BISCUIT-24")),
        "a set of one": (named(Kind.SET_OF_N, ("SENCHA-50", 1), percent_off=1), Found(Problem.STEPS)),
        "a per cent on a cross-sell": (named(Kind.UP_SELL, "GLASS-MUG-SET", variants=("GLASS-MUG",), percent_off=5), Found(Problem.PERCENT_NOT_HERE)),
        "a thank-you by the piece": (named(Kind.THANK_YOU, ("LINEN-PAIR", 1, 5)), Found(Problem.PERCENT_NOT_HERE)),
        "a set for nothing less": (named(Kind.SET_OF_N, ("GENMAI-REFILL", 3)), Found(Problem.PERCENT_MISSING)),
        "too much off": (named(Kind.THANK_YOU, "LINEN-PAIR", percent_off=21), Found(Problem.PERCENT_TOO_HIGH, "21")),
        "more off than it costs": (named(Kind.THANK_YOU, "LINEN-PAIR", percent_off=100), Found(Problem.ABOVE_PRICE, "100")),
        "below its cost": (named(Kind.THANK_YOU, "KETTLE-STEEL", percent_off=20), Found(Problem.BELOW_COST, "KETTLE-STEEL")),
        "three packs dearer than the large one": (
            named(Kind.SET_OF_N, ("SLEEP-30", 3), percent_off=10), Found(Problem.CHEAPER_APART, "SLEEP-30")),
        "a bundle dearer than its parts": (
            named(Kind.BUNDLE, ("SLEEP-15", 2), ("HONEY-180", 2), percent_off=4), Found(Problem.CHEAPER_APART, "SLEEP-15")),
        "a saving that shipping eats": (
            named(Kind.BUNDLE, "SLEEP-30", "HONEY-180", "STRAINER-S", "GLASS-MUG", percent_off=4), Found(Problem.COSTS_SHIPPING, "SLEEP-30")),
        "a better one that costs less": (
            named(Kind.UP_SELL, "GLASS-MUG", variants=("GLASS-MUG-LID",)), Found(Problem.NOT_DEARER, "GLASS-MUG-LID")),
    }  # fmt: skip


@pytest.fixture
def known(shop: Flask, now: datetime) -> Iterator[Known]:
    """The seeded shop, a tray taken off the shelves, and a kettle that became dear to buy."""
    kept = {one.sku: one for one in db.session.scalars(select(Variant))}
    kept["TRAY-L"].published = False
    kept["KETTLE-STEEL"].cost = 9400
    db.session.flush()
    made = [one for one, _ in wrong(now).values()]
    found = known_for([*made, BUNDLE, SET, UP, THANKS], now)
    yield replace(found, offers=OTHERS)


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is read is the same on both; `tests/seeds` reads it on both."""
    return str(request.param)


def test_each_problem_is_found_by_name_and_no_other_with_it(known: Known) -> None:
    found = {name: problems(one, known) for name, (one, _) in wrong(known.now).items()}
    assert found == {name: [problem] for name, (_, problem) in wrong(known.now).items()}
    assert {one.problem for some in found.values() for one in some} == set(Problem)
    assert {
        one.because for some in found.values() for one in some if isinstance(one.because, Tone)
    } == set(Tone)


def test_what_is_well_written_passes(known: Known) -> None:
    for one in (
        CROSS,
        BUNDLE,
        SET,
        UP,
        replace(UP, next_code="down"),
        THANKS,
        ladder((2, 4), (4, 8)),
    ):
        assert problems(one, known) == []


def test_plain_words_are_not_taken_for_claims(known: Known) -> None:
    for ja, en in (
        ("損なわない香り", "Keeps the scent in while it steeps"),
        ("在庫から、すぐお包みします", "Leaves nothing behind on the glass"),
        ("いつもの一杯に", "For every cup you make"),
        ("茶葉の残りを受けます", "Catches what is left of the leaves"),
    ):
        assert problems(says(ja, en), known) == [], ja


def test_the_least_that_so_much_can_cost_is_in_the_fewest_yen(known: Known) -> None:
    assert cheapest("SLEEP-30", 1, known.sold) == 1280
    assert cheapest("SLEEP-30", 3, known.sold) == 2760, "one pouch of ninety"
    assert cheapest("SLEEP-15", 2, known.sold) == 1280
    assert cheapest("SLEEP-15", 5, known.sold) == 2 * 1280 + 780 if 2 * 1280 + 780 < 2760 else 2760
    assert cheapest("GLASS-MUG", 3, known.sold) == 3 * 1540, "mugs are not packs"


def test_what_is_stored_is_what_was_written(shop: Flask, now: datetime) -> None:
    for one in read(FOLDER / "offers"):
        assert written_of(store(one, now)) == one
        again = replace(one, percent_off=0, goods=one.goods[:1], rollout_percent=10)
        assert written_of(store(again, now)) == again
