"""The words by which staff find orders: written with the order, changed with it, gone with its buyer."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.extensions import db
from storefront.orders import search_term
from storefront.orders.listing import Question, Sorting
from storefront.orders.order import Order
from storefront.orders.search_term import OrderTerm, terms_of
from storefront.orders.wanted import Wanted
from tests.support.orders import paid


def found(text: str, now: datetime) -> list[str]:
    page = Question(Wanted(text=text), Sorting(), now).page()
    return [row.number for row in page.rows]


def test_an_order_has_each_word_once_in_one_spelling() -> None:
    terms = terms_of("10001", 5010, "ワカバ ﾐﾉﾘ", "Minori@Example.jp", "09012345678", ["SLEEP-30"])
    assert terms == {
        "10001", "¥5010", "わかばみのり", "みのり", "minoriexamplejp", "09012345678", "5678", "sleep30",
    }  # fmt: skip


def test_an_order_is_found_by_all_it_says_of_itself(shop: Flask, now: datetime) -> None:
    number = str(paid(now, name="ワカバ みのり").number)
    paid(
        now,
        name="山田 太郎",
        email="taro@example.com",
        phone="0312345678",
        bought=(("GLASS-MUG", 1),),
    )
    for typed in (
        number, "わかば", "ﾜｶﾊﾞ", "ワカバ ミノリ", "みのり", "MINORI@", "090-1234", "09012345678", "sleep",
        "ＳＬＥＥＰ－３０", "¥5,010", "5010円", "5010", "みのり sleep-30 5010",
    ):  # fmt: skip
        assert found(typed, now) == [number], typed
    for typed in ("わかば 山田", "かば", "501円", "¥50", "leep"):
        assert found(typed, now) == [], typed
    assert len(found("mug", now)) == 0
    assert len(found("glass", now)) == 2


@pytest.mark.parametrize(
    "typed", ["", "   ", "%", "'; DROP TABLE", "\ud7ff" * 3, "あ" * 500, "¥" * 9]
)
def test_whatever_is_typed_is_only_looked_for(shop: Flask, now: datetime, typed: str) -> None:
    paid(now)
    assert len(found(typed, now)) in {0, 1}


def test_words_follow_the_order_and_go_with_its_buyer(shop: Flask, now: datetime) -> None:
    order = paid(now)
    order.contact.name = "青葉 かおる"
    search_term.index_again(order)
    db.session.commit()
    assert found("青葉", now) == [order.number]
    assert found("若葉", now) == []
    search_term.forget([order.id])
    db.session.commit()
    assert found(str(order.number), now) == []
    assert db.session.scalar(select(func.count()).select_from(OrderTerm)) == 0


def test_orders_without_words_get_them_once(shop: Flask, now: datetime) -> None:
    ids = [paid(now).id, paid(now).id]
    kept = set(db.session.execute(select(OrderTerm.order_id, OrderTerm.term)).tuples())
    search_term.forget(ids)
    db.session.commit()
    assert search_term.fill() == 2
    assert set(db.session.execute(select(OrderTerm.order_id, OrderTerm.term)).tuples()) == kept
    assert search_term.fill() == 0
    assert db.session.scalar(select(func.count()).select_from(Order)) == 2
