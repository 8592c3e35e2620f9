"""Beside the form of an offer: how it looks in both languages, and what the gate would decide for whom, and why."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from seeds.offers import load, read
from seeds.run import FOLDER
from tests.staff.offer_desk import NEW, PREVIEW, SET, page_of, send
from tests.support.desk import Desk
from tests.support.orders import behind_the_counter
from tests.support.statements import rows
from tests.support.till import at_the_desk

SHOWN = "表示します"
DIALOG = "カートに入れた直後"


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is read is the same on both; `test_offers_page` opens the page on both."""
    return str(request.param)


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    with behind_the_counter(app):
        load(FOLDER / "offers", now)
    return at_the_desk(app, now)


def beside(desk: Desk, **typed: str) -> Tag:
    """What stands beside the form for what is typed at this moment."""
    desk.get(NEW)
    answer = desk.post(PREVIEW, **{**SET, **typed})
    assert answer.status_code == 200
    found = BeautifulSoup(answer.text, "html.parser").select_one("#rehearsal")
    assert found is not None
    return found


def said_at(page: Tag, part: str) -> dict[str, list[str]]:
    """What a part says, by its headings."""
    section = page.select_one(f"[aria-labelledby={part}]")
    assert section is not None
    told: dict[str, list[str]] = {}
    for heading in section.select("h3"):
        following = heading.find_next_sibling("ul")
        assert isinstance(following, Tag)
        told[heading.get_text(strip=True)] = [
            li.get_text("", strip=True) for li in following.select("li")
        ]
    return told


def test_every_offer_of_the_seeds_is_in_order_and_can_be_looked_at(app: Flask, desk: Desk) -> None:
    before = rows(app)
    for one in read(FOLDER / "offers"):
        assert desk.get(page_of(one.code)).status_code == 200
        beside_it = desk.page.select_one("#rehearsal")
        assert beside_it is not None
        assert "直すところはありません" in beside_it.get_text(), one.code
        drawn = len(beside_it.select(".sample"))
        assert drawn in {0, 2 * len(one.placements)}, one.code
        assert drawn or one.code in {"up-to-the-line"}, f"{one.code} is not seen"
        assert beside_it.find_parent("form") is None
        dead = beside_it.select("form, [form], [name=offer], [name=csrf_token], [data-hx-post]")
        assert dead == [], "nothing in it can be sent"
        assert [
            a["href"] for a in beside_it.select(".sample a") if a["href"] != "#rehearsal-sights"
        ] == []
        ids = [tag["id"] for tag in desk.page.select("[id]")]
        assert len(ids) == len(set(ids)), one.code
    assert {**rows(app), "staff_session": 0} == {**before, "staff_session": 0}


def test_it_is_drawn_in_both_languages_with_the_price_it_would_have(desk: Desk) -> None:
    page = beside(desk)
    ja, en = page.select(".sample")[:2]
    assert (ja["lang"], en["lang"]) == ("ja", "en")
    assert "3点で¥7,452（1点あたり¥2,484）" in ja.get_text(" ", strip=True)
    assert "Make it a set of 3" in en.get_text(" ", strip=True)
    assert "Three at once" in en.get_text(" ", strip=True)


def test_it_is_tried_with_the_cart_that_is_typed(desk: Desk) -> None:
    assert "試すカート：SLEEP-90 × 1" in beside(desk).get_text(" ", strip=True)
    page = beside(desk, cart="ROSE-90 2\nNO-SUCH 1\n???")
    words = page.get_text(" ", strip=True)
    assert "ROSE-90 × 2" in words
    assert "???、NO-SUCHは、いま販売していません" in words
    assert said_at(page, "rehearsal-gate")[DIALOG][0] == "このおすすめ：きっかけの商品がありません"
    assert page.select(".sample") == []


@pytest.mark.parametrize(
    ("visitor", "why"),
    [
        ("new", SHOWN),
        ("returning", SHOWN),
        ("refused", "30日以内に断られています"),
        ("refused_before", "30日以内に断られています"),
        ("refused_another", "この訪問で、同じ場所のおすすめが断られています"),
        ("ignored", "答えのない表示が続き、お休みの期間です"),
        ("accepted", "30日以内に、もう選んでいます"),
        ("off", "おすすめを表示しない設定です"),
        ("spared", "おすすめを見せない1割の方です"),
    ],
)
def test_the_gate_says_why_for_each_visitor(desk: Desk, visitor: str, why: str) -> None:
    typed = {"visitor": visitor, "variants": "CANDLE-YUZU", "goods": "CANDLE-YUZU 3"}
    skus = {"variants": "GENMAI-REFILL", "goods": "GENMAI-REFILL 3", "at-dialog": ""}
    told = said_at(beside(desk, **{**typed, **skus}), "rehearsal-gate")
    assert told["カートの各品の下"][0] in {
        f"このおすすめ：{why}",
        "このおすすめ：ほかのおすすめの番です",
    }
    if why != SHOWN:
        assert told["カートの各品の下"][0] == f"このおすすめ：{why}"


def test_the_offers_own_rules_are_told_too(desk: Desk) -> None:
    for typed, why in (
        ({"audience": "returning"}, "相手がちがいます"),
        ({"goods-from": "9000"}, "商品の合計が、決めた金額の外です"),
        ({"rollout": "0"}, "見せる割合に入っていません"),
        ({"starts": "2027-01-01"}, "公開の期間ではありません"),
        ({"cart": "SLEEP-90 4"}, "出せる商品がありません"),
    ):
        page = beside(desk, **typed)
        assert said_at(page, "rehearsal-gate")[DIALOG][0] == f"このおすすめ：{why}", typed


def test_a_smaller_proposal_is_tried_as_the_answer_to_a_no(desk: Desk) -> None:
    desk.get(page_of("mug-and-lid"))
    page = desk.page
    assert said_at(page, "rehearsal-gate")[DIALOG][0] == f"このおすすめ：{SHOWN}"
    assert len(page.select(".sample")) == 4


def test_what_forbids_it_and_whom_it_meets_is_said_while_typing(desk: Desk) -> None:
    page = beside(desk, **{"title-ja": "見逃せない三袋", "at-mail": "1", "rollout": "x"})
    wrong = {
        a["href"]: a.get_text(strip=True)
        for a in page.select("[aria-labelledby=rehearsal-troubles] li > a")
    }
    assert wrong["#title-ja"] == "「見逃」：損や不安で急がせる言い方です。"
    assert wrong["#at-mail"] == "「まとめ買い」は注文のメールには出せません。"
    assert wrong["#rollout"] == "0から100までの数で書いてください。"
    assert "three-pouches どちらもSLEEP-90を値引きします。" in page.get_text(" ", strip=True)


def test_without_scripts_a_button_shows_the_same_and_keeps_what_was_typed(desk: Desk) -> None:
    answer = send(desk, NEW, "preview", cart="SLEEP-90 2", visitor="off")
    assert answer.status_code == 200
    assert desk.errors() == {}
    assert "試すカート：SLEEP-90 × 2" in desk.page.get_text(" ", strip=True)
    chosen = desk.page.select_one("#visitor [selected]")
    assert chosen is not None
    assert chosen["value"] == "off"


def test_what_joins_an_order_says_nothing_of_the_cost_of_sending_a_cart(desk: Desk) -> None:
    desk.get(page_of("beside-the-tea"))
    samples = [one.get_text(" ", strip=True) for one in desk.page.select("#rehearsal .sample")]
    assert len(samples) == 2
    assert not any("送料" in one or "hipping" in one for one in samples)


def test_an_empty_form_holds_nothing_against_anybody(desk: Desk) -> None:
    desk.get(NEW)
    assert desk.page.select("[aria-invalid=true], .field--error, .error-summary") == []
