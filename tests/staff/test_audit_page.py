"""The audit is read by whom it is for: filtered, paged without a gap, and taken out with a line of its own."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.staff.audit import SHELL, Act, Actor, write_down
from storefront.views.staff.audit_words import ACTS
from tests.support.desk import Desk, audit
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk

PAGE = "/staff/audit"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def happen(app: Flask, now: datetime, count: int) -> None:
    """So many lines of the shell, a minute apart."""
    with behind_the_counter(app):
        for place in range(count):
            at = now - timedelta(days=2) + timedelta(minutes=place)
            before, after = {"price": 780}, {"price": 800 + place, "note": "=1+1"}
            write_down(SHELL, Act.PRICE_SET, f"sku:SLEEP-{place}", at, before, after)


def subjects(desk: Desk) -> list[str]:
    return [one.get_text(strip=True) for one in desk.page.select(".audit__what > :last-child")]


def test_every_act_has_its_words() -> None:
    assert set(ACTS) == set(Act)


def test_lines_are_read_newest_first_page_by_page_without_a_gap(
    app: Flask, desk: Desk, now: datetime
) -> None:
    happen(app, now, 60)
    before = rows(app)
    with statements(app) as sent:
        desk.get(f"{PAGE}?act=sku.price_set")
    assert len(sent) <= 4
    first = subjects(desk)
    more = str(desk.page.select_one("main a[href*='before=']")["href"])  # type: ignore[index]
    desk.get(more)
    assert [*first, *subjects(desk)] == [f"sku:SLEEP-{place}" for place in range(59, -1, -1)]
    assert rows(app) == before


def test_a_change_is_shown_field_by_field_from_what_to_what(
    app: Flask, desk: Desk, now: datetime
) -> None:
    happen(app, now, 1)
    words = desk.see(f"{PAGE}?subject=sku:")
    assert "価格を決めた sku:SLEEP-0" in words
    assert "値段（円） 780 → 800" in words
    assert "shell" in words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("subject=order:1", ["order:10001"]), ("act=order.noted", ["order:10001"]), ("member=999", []),
        ("first=2026-11-23&last=2026-11-23", ["order:10001"]), ("last=2026-11-22", []),
    ],
)  # fmt: skip
def test_filters_narrow_it(
    app: Flask, desk: Desk, now: datetime, query: str, expected: list[str]
) -> None:
    with behind_the_counter(app):
        by = Actor(None, "somebody")
        write_down(by, Act.NOTED, "order:10001", now - timedelta(days=1), after={"note": 1})
    assert desk.get(f"{PAGE}?{query}").status_code == 200
    assert subjects(desk) == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [("first=0001-01-01", "first"), ("last=9999-12-31", "last"), ("first=yesterday", "first"), ("last=2026-13-01", "last"), ("first=2026-11-24&last=2026-11-01", "last")],
)  # fmt: skip
def test_a_day_that_is_none_is_said_at_its_field_and_kept(
    desk: Desk, query: str, field: str
) -> None:
    assert desk.get(f"{PAGE}?{query}").status_code == 422
    assert set(desk.errors()) == {field}


def test_the_export_holds_what_fits_harmlessly_and_is_written_down(
    app: Flask, desk: Desk, now: datetime
) -> None:
    happen(app, now, 3)
    desk.get(f"{PAGE}?subject=sku:")
    answer = desk.post(PAGE)
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines[0] == ["id", "happened_at", "name", "act", "subject", "before", "after"]
    assert [line[4] for line in lines[1:]] == ["sku:SLEEP-2", "sku:SLEEP-1", "sku:SLEEP-0"]
    assert audit(app)[-1][1:] == ("audit.exported", "audit:export")


@pytest.mark.parametrize(
    ("act", "subject", "after", "words"),
    [
        (Act.NOTED, "order:10001", {"letters": 5, "for_packers": False}, "出荷の注意 いいえ 文字数 5"),
        (Act.PICTURE_ADDED, "product:x", {"alt": {"ja": "茶", "en": "Tea"}}, "写真の説明 茶 / Tea"),
        (Act.SETTING_CHANGED, "days:week", {"cutoff": "15:00"}, "締め切り 15:00"),
        (Act.SETTING_CHANGED, "mail:gone", {"subject": {"ja": "件", "en": ""}}, "件名 件"),
        (Act.OFFER_PUBLISHED, "offer:x", {"products": ["a", "b"]}, "きっかけの商品 a、b"),
        (Act.NOTED, "order:10001", {"unheard_of": [{"x": 1}]}, 'unheard_of [{"x": 1}]'),
    ],
)  # fmt: skip
def test_fields_and_what_stands_in_them_are_told_in_words(
    app: Flask,
    desk: Desk,
    now: datetime,
    act: Act,
    subject: str,
    after: dict[str, object],
    words: str,
) -> None:
    with behind_the_counter(app):
        write_down(SHELL, act, subject, now, after=after)
    assert words in desk.see(f"{PAGE}?subject={subject}")
