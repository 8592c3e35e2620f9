"""What may not be published is refused with its reason at its field; nothing is written, and what was typed stays."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.kinds import Kind
from storefront.offers.problem import Found, Problem
from storefront.offers.wording import Tone
from storefront.views.staff.offer_form import read_form
from storefront.views.staff.offer_problems import PROBLEMS, TONES, problem_field, problem_words
from storefront.views.staff.offer_rehearsal import MISFITS
from storefront.views.staff.offer_words import KINDS, PLACEMENTS, STATES, VISITORS, WHYS
from tests.staff.offer_desk import LIST, NEW, PREVIEW, SET, kept, page_of, publish, send
from tests.support.desk import Desk
from tests.support.orders import behind_the_counter
from tests.support.statements import rows
from tests.support.till import at_the_desk

CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "dates the wrong way": ({"starts": "2026-12-02", "ends": "2026-12-01"}, "ends", "終わりが始まりより前です。"),
    "a day there is not": ({"starts": "2027-02-30"}, "starts", "2026-12-01 10:00 のように、ある日時を書いてください。"),
    "a day long past": ({"starts": "0001-01-01"}, "starts", "2026-12-01 10:00 のように、ある日時を書いてください。"),
    "an end that is over": ({"ends": "2026-11-24 10:00"}, "ends", "終わりがもう過ぎています。"),
    "an unknown SKU": ({"goods": "NO-SUCH 3"}, "goods", "NO-SUCHというSKUはありません。"),
    "a line that is no goods": ({"goods": "SLEEP-90 3 10% x"}, "goods", "読めない行があります：SLEEP-90 3 10% x"),
    "no pieces": ({"goods": "SLEEP-90 0"}, "goods", "読めない行があります：SLEEP-90 0"),
    "the same line twice": ({"goods": "SLEEP-90 3\nSLEEP-90 3"}, "goods", "同じSKUと点数の行が二つあります。"),
    "a discount above the price": ({"percent": "120"}, "percent", "120%では、値引きが商品の価格に届いてしまいます。"),
    "all of the price": ({"percent": "100"}, "percent", "100%では、値引きが商品の価格に届いてしまいます。"),
    "more than a sale": ({"percent": "35"}, "percent", "35%は大きすぎます。「まとめ買い」は20%までです。"),
    "a per cent that is none": ({"percent": "-5"}, "percent", "0から999までの数で書いてください。"),
    "a claim without proof": (
        {"reason-ja": "人気No.1の組み合わせです"}, "reason-ja",
        "「人気No.1」は、いまの記録では証明できません。同じ棚に、昨日までの30日間で同じかそれより多く売れた品があります。"),
    "shame": ({"title-en": "No thanks, I like paying more"}, "title-en", "「No thanks, I」：断る方に恥をかかせる言い方です。"),
    "fear": ({"title-ja": "見逃さないで"}, "title-ja", "「見逃」：損や不安で急がせる言い方です。"),
    "hurry": ({"title-ja": "今だけの三袋"}, "title-ja", "「今だけ」は、いまの記録では証明できません。今日のうちに始まる次の価格が、登録されていません。"),
    "a bundle dearer than its parts": (
        {"kind": "bundle", "goods": "SLEEP-15 2\nHONEY-180 2", "percent": "4", "at-cart": "1", "at-dialog": "", "at-cart_line": ""},
        "goods", "SLEEP-15ほか：別々に、またはちがう大きさで買うほうが安いか、同じ値段になります。"),
    "no place": ({"at-dialog": "", "at-cart_line": ""}, "at-product", "出す場所を一つ以上選んでください。"),
    "a place of others": ({"at-mail": "1"}, "at-mail", "「まとめ買い」は注文のメールには出せません。"),
    "no English": ({"reason-en": " "}, "reason-en", "日本語と英語の両方を書いてください。"),
    "a text without end": ({"title-ja": "長" * 61}, "title-ja", "60文字までです。"),
    "an unknown product": ({"products": "no-such"}, "products", "no-suchというものはありません。"),
    "an unknown SKU to begin with": ({"variants": "NO-SUCH"}, "variants", "NO-SUCHというものはありません。"),
    "values the wrong way": ({"goods-from": "3000", "goods-to": "2000"}, "goods-to", "上の金額が下の金額より小さくなっています。"),
    "everybody and more": ({"rollout": "101"}, "rollout", "0から100までの数で書いてください。"),
    "a forged kind": ({"kind": "gift"}, "kind", "一覧から選んでください。"),
    "a forged answer to a no": ({"next": "three-pouches"}, "next", "一覧から選んでください。"),
    "an address of a page": ({"code": "figures"}, "code", "この名前は使えません。ほかの名前にしてください。"),
    "no code": ({"code": "三袋"}, "code", "半角の小文字と数字とハイフンで、40文字までで書いてください。"),
}  # fmt: skip
UNSTORABLE = {
    "a day there is not", "a day long past", "an unknown SKU", "a line that is no goods", "no pieces", "the same line twice",
    "a discount above the price", "all of the price", "a per cent that is none", "a text without end", "an unknown product",
    "an unknown SKU to begin with", "everybody and more", "a forged kind", "a forged answer to a no", "an address of a page",
    "no code",
}  # fmt: skip
"""Not even a draft may say these."""


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Nothing is written here; `test_offers_page` writes on both."""
    return str(request.param)


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def test_each_is_refused_with_its_reason_at_its_field(app: Flask, desk: Desk) -> None:
    desk.get(LIST)
    before = rows(app)
    for name, (typed, field, reason) in CASES.items():
        assert send(desk, NEW, "publish", **typed).status_code == 422, name
        assert desk.errors().get(field) == reason, (name, desk.errors())
        assert desk.page.select_one(f"#{field}, #{field}-error, [name='{field}']"), name
        title = desk.page.select_one("#title-ja")
        assert title is not None
        assert title["value"] == typed.get("title-ja", SET["title-ja"]), name
    for name in ("fear", "a bundle dearer than its parts", "a forged kind"):
        typed = CASES[name][0]
        assert send(desk, NEW, "do", **typed).status_code == 422, f"{name}, the question left out"
    assert rows(app) == before
    for name in UNSTORABLE:
        assert send(desk, NEW, "save", **CASES[name][0]).status_code == 422, name
    assert rows(app) == before


def test_a_draft_may_say_what_may_not_be_published(app: Flask, desk: Desk) -> None:
    for number, name in enumerate(sorted(set(CASES) - UNSTORABLE)):
        code = f"draft-{number}"
        typed = {**CASES[name][0], "code": code}
        assert send(desk, NEW, "save", **typed).location == f"{page_of(code)}?told=offer_saved", (
            name
        )
        assert (kept(app, code) or ("",))[0] == "draft"


def test_everything_is_said_at_once_and_each_thing_once(app: Flask, desk: Desk) -> None:
    typed = {"percent": "120", "goods": "NO-SUCH 3", "ends": "x", "title-ja": "三袋！"}
    send(desk, NEW, "publish", **typed)
    told = {
        "title-ja": "「！」：感嘆符は使いません。",
        "goods": "NO-SUCHというSKUはありません。",
        "ends": "2026-12-01 10:00 のように、ある日時を書いてください。",
        "percent": "120%では、値引きが商品の価格に届いてしまいます。",
    }
    assert desk.errors() == told
    beside = desk.page.select("[aria-labelledby=rehearsal-troubles] li > a")
    assert {str(a["href"])[1:]: a.get_text(strip=True) for a in beside} == told
    assert len(beside) == len(told)


def test_below_cost_is_refused(app: Flask, desk: Desk) -> None:
    with behind_the_counter(app):
        db.session.execute(update(Variant).where(Variant.sku == "SLEEP-90").values(cost=2500))
    assert send(desk, NEW, "publish").status_code == 422
    assert "SLEEP-90が仕入れ値を下回ります。" in desk.errors()["goods"]


def test_what_became_wrong_while_the_question_was_open_is_refused(app: Flask, desk: Desk) -> None:
    send(desk, NEW, "publish")
    with behind_the_counter(app):
        db.session.execute(update(Variant).where(Variant.sku == "SLEEP-90").values(published=False))
    assert desk.post(NEW, press="do").status_code == 422
    assert desk.errors()["goods"] == "SLEEP-90は、いま販売していません。"
    assert kept(app) is None


def test_what_is_forged_or_huge_changes_nothing(app: Flask, desk: Desk) -> None:
    publish(desk)
    page = page_of("three-mint")
    before = rows(app)
    for path in (NEW, page, PREVIEW, f"{page}/stop", f"{page}/delete"):
        answer = desk.client.post(path, data={**SET, "press": "do", "reason": "x"})
        assert answer.status_code == 400, f"no token: {path}"
    assert send(desk, NEW, "do", goods="A 1\n" * 90_000).status_code in {400, 413}
    assert send(desk, NEW, "do", **{"title-ja": "\x00三袋"}).status_code == 400
    long = {"code": "z" * 500, "goods": "A 1\n" * 900, "title-ja": "三" * 900}
    assert send(desk, NEW, "do", **long).status_code == 422
    assert desk.errors().keys() >= {"code", "goods", "title-ja"}
    assert send(desk, page, "do", version="0", percent="9").status_code == 409
    assert send(desk, page, "do", version="x" * 99, percent="9").status_code == 409
    assert desk.get("/staff/offers/no-such").status_code == 404
    assert desk.get("/staff/offers/no-such/stop").status_code == 404
    assert rows(app) == before
    assert Desk(app).get(LIST).location.startswith("/staff/sign-in")


def test_there_are_words_and_a_field_for_everything_that_can_be_wrong(app: Flask) -> None:
    assert set(PROBLEMS) == set(Problem)
    assert set(TONES) == set(Tone)
    for words in (KINDS, PLACEMENTS, STATES, VISITORS, WHYS, MISFITS):
        assert set(words) == set(type(next(iter(words))))
    with app.test_request_context("/staff/offers"):
        for kind in (Kind.BUNDLE, Kind.SET_OF_N, Kind.QUANTITY_LADDER, Kind.UP_SELL):
            written = read_form({"kind": kind.value}).written
            for problem in Problem:
                about = {Problem.PLACE: "cart", Problem.WORDS_MISSING: "title.en"}.get(problem, "X")
                found = Found(problem, about)
                assert problem_words(found, written)
                assert problem_field(found, written)
