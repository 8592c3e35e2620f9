"""Until when a promised day holds, and what is said once that is over: in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from storefront.views.promise_words import promise_words, time_left
from tests.support.shops import open_shop

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened, opened.app_context():
        yield opened


@pytest.mark.parametrize(
    ("left", "ja", "en"),
    [
        (timedelta(hours=2, minutes=13, seconds=59), "2時間13分", "2 h 13 min"),
        (timedelta(hours=2), "2時間", "2 h"),
        (timedelta(minutes=1), "1分", "1 min"),
        (timedelta(seconds=59), "", ""),
        (timedelta(0), None, None),
        (timedelta(minutes=-1), None, None),
    ],
)
def test_the_time_left_is_rounded_down_to_whole_minutes(
    left: timedelta, ja: str | None, en: str | None
) -> None:
    for locale, words in (("ja", ja), ("en", en)):
        with force_locale(locale):
            assert time_left(NOON + left, NOON) == words


def test_the_promise_names_the_time_left_and_after_it_the_day_it_leaves() -> None:
    leaves, day = date(2026, 11, 24), date(2026, 11, 25)
    with force_locale("ja"):
        promised = promise_words(NOON + timedelta(hours=3), NOON, leaves, day)
        assert promised == "あと3時間以内のご注文で、11月25日(水)にお届けします"
        late = promise_words(None, NOON, leaves, day)
        assert late == "11月24日(火)に発送し、11月25日(水)にお届けします"
        last = promise_words(NOON + timedelta(seconds=30), NOON, leaves, day)
        assert last == "まもなく締め切りです。いまのご注文で、11月25日(水)にお届けします"
    with force_locale("en"):
        promised = promise_words(NOON + timedelta(hours=3), NOON, leaves, day)
        assert promised == "Order within 3 h to have it Wed, 25 Nov"
