"""Lists that were saved: a tab with a name, one's own or everybody's, kept, renamed and deleted."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.staff.roles import Role
from tests.support.desk import Desk, hire
from tests.support.till import at_the_desk


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def tab_names(desk: Desk) -> list[str]:
    desk.get("/staff/orders")
    return [a.get_text(" ", strip=True) for a in desk.page.select(".tabs__tab")][5:]


def save(desk: Desk, name: str, query: str, **more: str) -> str:
    desk.get(f"/staff/orders?{query}")
    return str(desk.post("/staff/orders/views", name=name, query=query, **more).location)


def test_a_list_is_saved_under_a_name_and_stays_one_s_own(
    app: Flask, desk: Desk, now: datetime
) -> None:
    desk.get("/staff/orders?money=paid")
    assert "この条件を保存" in desk.page.get_text()
    where = save(desk, "入金済み", "money=paid")
    assert where == "/staff/orders?money=paid&view=1&told=view_saved"
    desk.get(where)
    assert desk.page.select_one(".tabs__tab[aria-current]").get_text() == "入金済み"  # type: ignore[union-attr]
    save(desk, "みんなの", "area=13", shared="1")
    hire(app, now, email="other@happa.example", role=Role.PACKER)
    other = Desk(app)
    other.sign_in("other@happa.example")
    assert tab_names(other) == ["みんなの （みんなの表示）"]
    save(other, "自分の", "area=14", shared="1")
    assert tab_names(other) == ["みんなの （みんなの表示）", "自分の"]
    assert tab_names(desk) == ["みんなの （みんなの表示）", "入金済み"]
    assert other.get("/staff/orders/views/1/delete").status_code == 404
    assert other.get("/staff/orders/views/2/delete").status_code == 404


def test_a_changed_list_offers_to_be_kept_and_two_at_once_are_told(desk: Desk) -> None:
    save(desk, "表示", "money=paid")
    desk.get("/staff/orders?money=paid&area=13&view=1")
    assert "「表示」の条件が変わっています。" in desk.page.get_text()
    assert desk.post("/staff/orders/views/1/query").status_code == 303
    desk.get("/staff/orders?money=paid&area=13&view=1")
    assert "条件が変わっています" not in desk.page.get_text()
    desk.get("/staff/orders/views")
    assert desk.post("/staff/orders/views/1", name="新しい名前").status_code == 303
    desk.get("/staff/orders/views")
    late = desk.post("/staff/orders/views/1", name="おそい名前", version="0")
    assert late.status_code == 409
    assert "ほかの人が「新しい名前」に変えました" in late.text
    assert "おそい名前" in late.text
    desk.get("/staff/orders/views/1/delete")
    desk.post("/staff/orders/views/1/delete")
    assert tab_names(desk) == []


@pytest.mark.parametrize("name", ["", " ", "x" * 25])
def test_a_bad_name_is_said_and_kept(desk: Desk, name: str) -> None:
    desk.get("/staff/orders?money=paid")
    answer = desk.post("/staff/orders/views", name=name, query="money=paid")
    assert answer.status_code == 422
    assert desk.errors()
    assert desk.page.select_one("input[name=query]")["value"] == "money=paid"  # type: ignore[index]


def test_nothing_is_saved_without_a_filter_or_with_a_foreign_one(desk: Desk) -> None:
    for query in ("", "told=sent&x=1", "from=never"):
        desk.get("/staff/orders")
        assert desk.post("/staff/orders/views", name="n", query=query).status_code == 422
    assert tab_names(desk) == []
