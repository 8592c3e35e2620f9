"""Silence after a no, after being ignored, and after a yes: for how long, and what ends it."""

from dataclasses import replace
from datetime import datetime, timedelta

from storefront.offers.impression import Shown
from storefront.offers.kinds import Placement
from storefront.offers.silence import (
    History,
    accepted,
    ignored_until,
    placement_refused,
    refused,
)
from tests.offers.pure import NOW, PLAIN, shown

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = Placement.PRODUCT


def days(*numbers: float) -> list[Shown]:
    """Shows so many days after NOW, each about another product."""
    return [shown(NOW + DAY * n, context=f"product:{n}") for n in numbers]


def quiet_until(rows: list[Shown], now: datetime, **more: object) -> datetime | None:
    return ignored_until(History(tuple(rows)), HERE, replace(PLAIN, **more), now)  # type: ignore[arg-type]


def test_a_refused_offer_is_silent_for_thirty_days() -> None:
    history = History((shown(NOW, refused_at=NOW),))
    assert refused(history, PLAIN, NOW)
    assert refused(history, PLAIN, NOW + 30 * DAY - timedelta(seconds=1))
    assert not refused(history, PLAIN, NOW + 30 * DAY)
    assert not refused(history, replace(PLAIN, id=2), NOW)


def test_its_placement_is_silent_for_the_visit() -> None:
    history = History((shown(NOW, visit="7", refused_at=NOW),), visit="7")
    assert placement_refused(history, HERE)
    assert not placement_refused(history, Placement.CART)
    assert not placement_refused(replace(history, visit="8"), HERE)


def test_an_offer_that_was_taken_is_silent_for_thirty_days() -> None:
    history = History((shown(NOW, accepted_at=NOW),))
    assert accepted(history, PLAIN, NOW + 29 * DAY)
    assert not accepted(history, PLAIN, NOW + 30 * DAY)


def test_two_ignored_shows_silence_nothing_and_three_do_for_two_weeks() -> None:
    assert quiet_until(days(0, 1), NOW + 2 * DAY) is None
    assert quiet_until(days(0, 1, 2), NOW + 3 * DAY) == NOW + 16 * DAY
    assert quiet_until(days(0, 1, 2), NOW + 16 * DAY) is None


def test_each_further_try_doubles_the_silence_up_to_ninety_days() -> None:
    rows, last, lengths = days(0, 1, 2), NOW + 2 * DAY, []
    for _turn in range(5):
        until = quiet_until(rows, last + DAY)
        assert until is not None
        lengths.append((until - last).days)
        last = until
        rows.append(shown(until, context=f"product:{until}"))
    assert lengths == [14, 28, 56, 90, 90]


def test_what_is_shown_in_one_go_is_one_silence_and_no_row_of_tries() -> None:
    """Who looks at twenty products within the hour has not been asked twenty times whether they mind."""
    rows = [shown(NOW + timedelta(minutes=n), context=f"product:{n}") for n in range(20)]
    assert quiet_until(rows, NOW + 2 * HOUR) == rows[-1].seen_at + 14 * DAY


def test_a_show_may_be_answered_for_an_hour_before_it_counts_as_ignored() -> None:
    assert quiet_until(days(0, 1, 2), NOW + 2 * DAY + HOUR - timedelta(seconds=1)) is None
    assert quiet_until(days(0, 1, 2), NOW + 2 * DAY + HOUR) is not None


def test_any_answer_begins_anew() -> None:
    for answer in ("clicked_at", "accepted_at", "refused_at"):
        answered = replace(days(2)[0], **{answer: NOW + 2 * DAY})
        assert quiet_until([*days(0, 1), answered, *days(3, 4)], NOW + 5 * DAY) is None
        assert quiet_until([*days(0, 1), answered, *days(3, 4, 5)], NOW + 6 * DAY) is not None


def test_a_late_answer_to_an_early_show_begins_anew_as_well() -> None:
    early = replace(days(0)[0], clicked_at=NOW + 5 * DAY)
    assert quiet_until([early, *days(1, 2, 3)], NOW + 6 * DAY) is None


def test_other_placements_do_not_count() -> None:
    rows = [replace(one, placement=Placement.CART.value) for one in days(0, 1, 2)]
    assert quiet_until(rows, NOW + 3 * DAY) is None


def test_an_offer_may_ask_for_more_or_less_patience() -> None:
    assert quiet_until(days(0), NOW + DAY, most_ignored=1, quiet_days=3) == NOW + 3 * DAY
    assert quiet_until(days(0, 1, 2), NOW + 3 * DAY, most_ignored=4) is None
