"""Claims as a visitor reads them: beside the price with their period, backed by a page, gone when no longer true."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront import clock
from storefront.catalog import price
from storefront.catalog.variant import Variant
from storefront.claims import gate
from storefront.claims.best import count_sales
from storefront.claims.claim import Kind
from storefront.extensions import db
from tests.cart.visitor import Visitor, read, words
from tests.support.orders import behind_the_counter, cash_on_delivery
from tests.support.statements import statements

TOWEL = "/products/linen-tea-towel"
TEA = "/products/sleep-blend"
TWO = datetime(2026, 11, 24, 14, tzinfo=clock.SHOP_ZONE)


@pytest.fixture
def claimed(app: Flask, now: datetime) -> Flask:
    """A lowered towel, dearer again from two o'clock on, and a tea that sells best."""
    with behind_the_counter(app):
        cash_on_delivery(now - timedelta(days=1), bought=(("SLEEP-30", 24),))
        count_sales(now)
        towel, tea = variant("LINEN-NATURAL"), variant("SLEEP-30")
        gate.withdraw(variant("LINEN-INDIGO"), Kind.WAS)
        price.schedule_price(towel, 1540, TWO, now)
        for one, kind in ((towel, Kind.WAS), (towel, Kind.UNTIL), (tea, Kind.BEST)):
            gate.publish(one, kind, now)
    return app


def variant(sku: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def card(client: FlaskClient, lang: str, sku: str = "LINEN-NATURAL") -> BeautifulSoup:
    page = read(client.get(f"/{lang}{TOWEL}"))
    return page.select_one(f"#sku-{sku}").parent  # type: ignore[return-value,union-attr]


def test_the_struck_price_stands_beside_the_present_one_with_saving_and_period(
    claimed: Flask, client: FlaskClient
) -> None:
    choice = card(client, "ja")
    assert words(choice.select_one("s")) == "以前の価格 ¥1,540"
    assert words(choice.select_one(".choice__price")) == "以前の価格 ¥1,540 いまの価格 ¥1,320"
    assert [words(reason) for reason in choice.select(".reason")] == [
        "¥220お得。2026年4月1日〜11月15日の価格と比べて",
        "この価格は本日14時まで。そのあとは¥1,540",
    ]
    english = card(client, "en")
    assert words(english.select_one("s")) == "Price before ¥1,540"
    assert [words(reason) for reason in english.select(".reason")] == [
        "¥220 less than it cost 1 Apr – 15 Nov 2026",
        "At this price until 2 pm today, then ¥1,540",
    ]
    assert card(client, "ja", "LINEN-PAIR").select("s, .reason") == []
    assert card(client, "ja", "LINEN-INDIGO").select("s, .reason") == []


def test_the_best_seller_says_where_when_and_how_it_was_counted(
    claimed: Flask, client: FlaskClient
) -> None:
    best = read(client.get(f"/ja{TEA}")).select_one(".best")
    assert (
        words(best)
        == "人気No.1 「ハーブブレンド」で2026年10月25日〜11月23日にいちばん多く売れた品です。 数えかた"
    )
    assert best.a["href"] == "/ja/legal/claims#claims_best"  # type: ignore[index,union-attr]
    english = read(client.get(f"/en{TEA}")).select_one(".best")
    assert words(english).startswith(
        "Best seller Sold most pieces in Herbal blends, 25 Oct – 23 Nov 2026."
    )
    assert read(client.get(f"/ja{TOWEL}")).select_one(".best") is None


def test_a_refused_form_makes_the_same_claims(claimed: Flask, client: FlaskClient) -> None:
    answer = Visitor(client).add("LINEN-NATURAL", "0")
    assert answer.status_code == 422
    assert words(read(answer).select_one("s")) == "以前の価格 ¥1,540"
    assert "\x02" not in answer.text


def test_when_the_price_goes_up_the_kept_page_changes_at_that_moment(
    claimed: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TWO - timedelta(minutes=1))
    assert len(card(client, "ja").select(".reason:not([hidden])")) == 2
    monkeypatch.setattr(clock, "now", lambda: TWO)
    late = card(client, "ja").select(".reason")
    assert [reason.has_attr("hidden") for reason in late] == [False, True]
    with behind_the_counter(claimed):
        price.apply_due(TWO)
    choice = card(client, "ja")
    assert words(choice.select_one(".choice__price")) == "¥1,540"
    assert choice.select("s, .reason") == []


def test_a_kept_page_forgets_the_comparison_when_its_last_day_is_over(
    claimed: Flask, client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, struck in ((5, 1), (6, 0)):
        monkeypatch.setattr(clock, "now", lambda days=days: now + timedelta(days=days))
        assert len(card(client, "ja").select("s")) == struck


def test_withdrawn_is_gone_from_the_kept_page(claimed: Flask, client: FlaskClient) -> None:
    assert card(client, "ja").select("s")
    with behind_the_counter(claimed):
        gate.withdraw(variant("LINEN-NATURAL"), Kind.WAS)
    assert card(client, "ja").select("s") == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ja", "麻の布巾 生成り 一枚 以前の価格¥1,540、いまの価格¥1,320。2026年4月1日〜11月15日に販売した価格で、昨日までの56日のうち48日がこの価格でした"),
        ("ja", "おやすみブレンド 「ハーブブレンド」で2026年10月25日〜11月23日に24点が売れました"),
        ("ja", "麻の布巾 生成り 一枚 この価格は本日14時まで。そのあとは¥1,540"),
        ("ja", "消費者庁「不当な価格表示についての景品表示法上の考え方」"),
        ("en", "¥1,540 before, ¥1,320 now. Charged 1 Apr – 15 Nov 2026, on 48 of the 56 days up to yesterday"),
        ("en", "24 pieces sold in Herbal blends, 25 Oct – 23 Nov 2026"),
    ],
)  # fmt: skip
def test_the_page_of_evidence_lists_what_is_shown(
    claimed: Flask, client: FlaskClient, lang: str, said: str
) -> None:
    assert said in words(read(client.get(f"/{lang}/legal/claims")).main)


def test_nothing_shown_is_said_to_be_nothing(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    with behind_the_counter(app):
        for sku in ("LINEN-NATURAL", "LINEN-INDIGO"):
            gate.withdraw(variant(sku), Kind.WAS)
    page = words(read(client.get("/ja/legal/claims")).main)
    assert page.count("いま表示しているもの ありません。") == 3


def test_the_page_for_developers_has_every_claim_and_the_rule_in_its_way(
    claimed: Flask, client: FlaskClient
) -> None:
    rows = [words(row) for row in read(client.get("/claims")).select(".mails__item")]
    assert (
        "麻の布巾 生成り 一枚 この価格は本日14時まで。そのあとは¥1,540 本日までの価格 表示中"
        in rows
    )
    assert any(
        row.startswith("受け皿つきの茶こし 小（口径73mm） その価格で販売した日が")
        and row.endswith("公開できません")
        for row in rows
    ), rows
    assert [row for row in rows if "残り3点 残りの数 表示中" in row] != []
    english = client.get("/claims", headers={"Accept-Language": "en"}).text
    assert "No next price is scheduled to begin before the end of today." in english


def test_one_statement_for_the_claims_of_a_page_and_none_when_it_is_kept(
    claimed: Flask, client: FlaskClient
) -> None:
    client.get("/ja/")
    for path, most in ((f"/ja{TOWEL}", 5), ("/ja/legal/claims", 3)):
        with statements(claimed) as sent:
            claimed.test_client().get(path)
        assert len(sent) <= most, path
        with statements(claimed) as sent:
            claimed.test_client().get(path)
        assert len(sent) == 1, path
