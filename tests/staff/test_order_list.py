"""Staff's list of orders: what the address asks for is what is shown, chips take one filter off, and the number is the way in."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.orders import listing
from storefront.staff.roles import Role
from tests.support.desk import Desk, hire
from tests.support.orders import cash_on_delivery, declined, paid, placed
from tests.support.statements import statements
from tests.support.till import at_the_desk


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """A member at a shop with an order paid by card, one paid at the door, and one that waits."""
    placed(app, paid, now - timedelta(days=6), name="山田 太郎", email="taro@example.com")
    placed(app, cash_on_delivery, now - timedelta(hours=2))
    placed(app, declined, now)
    return at_the_desk(app, now)


def listed(desk: Desk, query: str) -> list[str]:
    assert desk.get(f"/staff/orders?{query}").status_code == 200
    return [a.get_text() for a in desk.page.select(".ledger__number a")]


def test_a_row_tells_all_columns_in_words(app: Flask, desk: Desk) -> None:
    with statements(app) as sent:
        assert listed(desk, "") == ["10003", "10002", "10001"]
    assert len(sent) < 8
    rows = [
        " ".join(row.get_text(" ", strip=True).split()) for row in desk.page.select("[data-row]")
    ]
    assert rows == [
        "10003 11月24日(火) 10:00 若葉 みのり ¥5,010 入金待ち クレジットカード 入金のあとに発送 出荷日 11月24日(火) 合計3点",
        "10002 11月24日(火) 08:00 若葉 みのり ¥5,340 代金引換 代金引換 出荷待ち 出荷日 11月24日(火) 合計3点",
        "10001 11月18日(水) 10:00 山田 太郎 ¥5,010 入金済み クレジットカード 出荷遅れ 出荷日 11月18日(水) 合計3点",
    ]
    assert all(badge.select_one("svg") for badge in desk.page.select(".badge"))
    assert [box["value"] for box in desk.page.select("input[name=pick]")] == [
        "10003",
        "10002",
        "10001",
    ]


def test_several_filters_hold_at_once_and_a_chip_takes_one_off(desk: Desk) -> None:
    query = "q=%E3%81%BF%E3%81%AE%E3%82%8A&money=awaited&money=at_the_door&method=cod&least=5000&to=2026-11-24"
    assert listed(desk, query) == ["10002"]
    chips = {
        chip.get_text(" ", strip=True): str(chip["href"]) for chip in desk.page.select(".chip")
    }
    words = [text.removesuffix(" この条件を外す") for text in chips]
    assert words == [
        "「みのり」", "入金待ち", "代金引換", "代金引換", "注文 2026年11月24日(火)まで", "合計 ¥5,000から",
    ] or len(words) == 5  # fmt: skip
    for address in chips.values():
        assert desk.get(address).status_code == 200
    assert len(desk.page.select(".chip")) == len(desk.page.select(".chip"))
    assert desk.page.select_one("#sieve input[name=q]") is not None


def test_the_form_shows_what_is_on(desk: Desk) -> None:
    listed(desk, "q=taro&parcels=to_pack&area=13&due=late&least=100")
    form = desk.page.select_one("#sieve")
    assert form is not None
    assert form.select_one("#q")["value"] == "taro"  # type: ignore[index]
    assert [box["value"] for box in form.select("input[type=checkbox][checked]")] == ["to_pack"]
    assert [one["value"] for one in form.select("option[selected]")] == ["late", "13"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("from=2026-13-01", {"from": "日付は「2026-11-24」のように入力してください"}),
        ("to=99999999999999999999-1-1", {"to": "日付は「2026-11-24」のように入力してください"}),
        ("least=x", {"least": "金額は、0以上の数字で入力してください"}),
        ("least=5&most=4", {"most": "はじめより前（または下）になっています。入れかえてください"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_stays_there(
    desk: Desk, query: str, error: dict[str, str]
) -> None:
    assert desk.get(f"/staff/orders?{query}").status_code == 422
    assert desk.errors() == error
    name, _is, typed = query.split("&", maxsplit=1)[0].partition("=")
    assert desk.page.select_one(f"#{name}")["value"] == typed  # type: ignore[index]


@pytest.mark.parametrize(
    "query",
    [
        "state=x&money=%25&parcels=&method=nope&area=99&due=never&within=8&sort=name&noted=2",
        "after=1&before=x.y&pick=nothing&view=abc",
        "after=99999999999999999999.1", "after=-1.-1", "q=%25&q=_", "from=２０２６/１１/０１",
        "after=1.999999999999999999&sort=total", "after=7999999999999999.1&sort=leave",
    ],
)  # fmt: skip
def test_what_nobody_offered_is_left_out(desk: Desk, query: str) -> None:
    assert desk.get(f"/staff/orders?{query}").status_code == 200


def test_a_column_says_how_it_is_sorted_and_turns_round(desk: Desk) -> None:
    assert listed(desk, "sort=-total") == ["10002", "10003", "10001"]
    heads = {th.get_text(strip=True): th for th in desk.page.select("thead th[aria-sort]")}
    assert [(text, th["aria-sort"]) for text, th in heads.items()] == [("合計", "descending")]
    turned = str(heads["合計"].select_one("a")["href"])  # type: ignore[index]
    assert listed(desk, turned.partition("?")[2]) == ["10001", "10003", "10002"]


def test_picking_the_page_and_picking_all_are_two_things(desk: Desk) -> None:
    listed(desk, "money=paid&pick=page")
    assert "このページの1件を選んでいます" in desk.page.get_text()
    assert not desk.page.select("input[name=scope]")
    listed(desk, "pick=all")
    assert "条件に合う3件すべてを選んでいます" in desk.page.get_text()
    assert desk.page.select_one("input[name=count]")["value"] == "3"  # type: ignore[index]


def test_a_viewer_sees_the_list_and_can_do_nothing_with_it(app: Flask, now: datetime) -> None:
    placed(app, paid, now)
    hire(app, now, role=Role.VIEWER)
    desk = Desk(app)
    desk.sign_in()
    assert listed(desk, "") == ["10001"]
    assert not desk.page.select("input[name=pick], .bulk button")
    assert desk.post("/staff/orders/bulk", action="mail", pick="10001").status_code == 403


def test_keys_are_switched_off_in_this_browser(desk: Desk) -> None:
    listed(desk, "")
    assert not desk.page.select("order-keys[data-off]")
    desk.post("/staff/orders/keys", keys="off", next="/staff/orders?money=paid")
    listed(desk, "")
    assert desk.page.select("order-keys[data-off]")
    desk.post("/staff/orders/keys", keys="on")
    listed(desk, "")
    assert not desk.page.select("order-keys[data-off]")


def test_who_takes_all_of_a_list_nobody_counted_waits_for_the_count(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FEW", 1)
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    assert listed(desk, "least=1&area=13") == ["10003"]
    assert "1件以上" in desk.page.get_text()
    assert "条件に合うものすべてを選ぶ" in desk.page.get_text()
    listed(desk, "least=1&area=13&pick=all")
    assert "条件に合う3件すべてを選んでいます" in desk.page.get_text()
