"""The settings at the desk: shown, checked at the field, asked before they change, and seen in the shop at once."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.mail.wording import MailKind
from storefront.sheets.change import apply_due
from storefront.shipping.carrier import Carrier, carriers_of
from storefront.staff.audit import AuditEntry
from storefront.staff.roles import Role
from tests.support.desk import NAME, Desk, hire
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines
from tests.support.typing import shown_form

HOME, COD = "/staff/settings/shipping/home", "/staff/settings/payment/cod"
PROFILE, SENT = "/staff/settings/shop/profile", "/staff/settings/mail/order_sent"
DAYS, TAX = "/staff/settings/days", "/staff/settings/tax"
LISTS = ("", "/shipping", "/payment", "/shop", "/mail", "/days", "/tax")
SHEETS = (
    HOME,
    "/staff/settings/shipping/free",
    COD,
    "/staff/settings/days/week",
    PROFILE,
    "/staff/settings/legal/returns_terms",
    SENT,
)


WRONG: list[tuple[str, dict[str, str], str]] = [
    (HOME, {"rate-kanto-price": "x"}, "rate-kanto-price"),
    (HOME, {"rate-kanto-price": "99999999"}, "rate-kanto-price"),
    (HOME, {"shortest_mm": "900"}, "longest_mm"),
    (HOME, {"cutoff": "25:00"}, "cutoff"),
    (HOME, {"slots-0-ends": "07:00"}, "slots-0-starts"),
    (HOME, {"slots-5-code": "x"}, "slots-5-starts"),
    (HOME, {"temperature": "hot"}, "temperature"),
    (HOME, {"carrier": "pigeon"}, "carrier"),
    (HOME, {"name-en": " "}, "name-en"),
    (HOME, {"when": "later", "from": "2026-11-24"}, "from"),
    (COD, {"fees-3-to": "200000"}, "fees-0-to"),
    (COD, {"fees-1-to": "5000"}, "fees-0-to"),
    (COD, {"most": ""}, "most"),
    (PROFILE, {"registration_number": "T1234567890123"}, "registration_number"),
    (PROFILE, {"registration_number": "1234"}, "registration_number"),
    (PROFILE, {"email": "nobody"}, "email"),
    (PROFILE, {"account-number": "12"}, "account-number"),
    (PROFILE, {"returns_days": "-1"}, "returns_days"),
    (SHEETS[5], {"text-ja": "{unknown}"}, "text-ja"),
    (SENT, {"opening-en": "Dear {customer}"}, "opening-en"),
    (DAYS, {"first": "2026-12-30", "name-ja": "休", "name-en": "off"}, "first"),
    (DAYS, {"first": "soon", "name-ja": "休", "name-en": "off"}, "first"),
    (
        DAYS,
        {"first": "2026-12-01", "last": "2027-12-01", "name-ja": "休", "name-en": "off"},
        "last",
    ),
    (TAX, {"percent": "101", "from": "2027-04-01"}, "percent"),
    (TAX, {"percent": "8", "from": "2026-11-24"}, "from"),
]
"""What is typed into which page, and the field it is wrong in."""


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def ask(desk: Desk, path: str, press: str = "check", **typed: object) -> int:
    """Open a form, type over it, send it."""
    desk.get(path)
    return desk.post(path, **shown_form(desk, path) | typed, press=press).status_code


def words(desk: Desk) -> str:
    return " ".join(desk.page.select_one("main").get_text(" ", strip=True).split())  # type: ignore[union-attr]


def test_every_page_opens_in_few_statements_and_writes_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    before = rows(app)
    for path in (*(f"/staff/settings{one}" for one in LISTS), *SHEETS):
        with statements(app) as sent:
            assert desk.get(path).status_code == 200, path
        assert len(sent) <= 16, path
    assert rows(app) == before


def test_each_form_sent_as_it_was_shown_changes_nothing(app: Flask, desk: Desk) -> None:
    before = rows(app)
    for path in SHEETS:
        desk.get(path)
        answer = desk.post(path, **shown_form(desk, path), press="check")
        assert answer.location == f"{path}?told=same"
    assert rows(app) == before


def test_a_change_is_asked_about_with_its_effects_and_then_seen_in_the_shop(
    app: Flask, desk: Desk, client: FlaskClient
) -> None:
    before = rows(app)
    assert "¥650" in client.get("/ja/legal/delivery").text
    assert ask(desk, HOME, **{"rate-kanto-price": "７２０円"}) == 200
    assert rows(app) == before
    said = words(desk)
    assert "関東への送料 いま ¥650・1日・¥5,500から当社負担 変えたあと ¥720" in said
    assert "東京都 ¥1,430 送料 ¥650 ¥1,500 送料 ¥720 +¥70" in said
    assert len(desk.page.select(".basket tbody tr")) == 9
    assert desk.post(HOME, **shown_form(desk, HOME), press="do").location.endswith("told=setting_saved")  # fmt: skip
    assert "¥720" in client.get("/ja/legal/delivery").text
    assert money_lines(app)[0][:2] == ("setting.changed", "shipping:home")


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    app: Flask, desk: Desk
) -> None:
    before = rows(app)
    for place, (path, typed, field) in enumerate(WRONG):
        assert ask(desk, path, "do" if place % 2 else "check", **typed) == 422, typed
        assert field in desk.errors(), (typed, desk.errors())
        assert desk.page.find(id=field) is not None
        shown = shown_form(desk, path)
        kept = {
            name: shown.get(name)
            for name in typed
            if name not in {"name-en", "temperature", "carrier"}
        }
        assert kept.items() <= typed.items()
    assert rows(app) == before


def test_two_at_once_are_told_of_each_other(app: Flask, desk: Desk, now: datetime) -> None:
    hire(app, now, "other@happa.example")
    other = Desk(app)
    other.sign_in("other@happa.example")
    ask(desk, COD, most="300001", **{"fees-3-to": "300001"})
    mine = shown_form(desk, COD)
    ask(other, COD, "do", least="100")
    answer = desk.post(COD, **mine, press="do")
    assert answer.status_code == 409
    assert "下限 いま 100円 あなた なし" in words(desk)
    assert "上限 いま 300,000円 あなた 300,001円" in words(desk)
    assert desk.post(COD, **shown_form(desk, COD), press="do").status_code == 303
    assert [line[2] for line in money_lines(app)][-1]["least"] is None  # type: ignore[index]


def test_a_change_for_a_day_waits_in_sight_and_can_be_taken_back(app: Flask, desk: Desk) -> None:
    typed = {"fees-0-fee": "350", "when": "later", "from": "2026-12-01"}
    assert ask(desk, COD, "do", **typed) == 303
    assert "12月1日(火)から 代金引換" in desk.see("/staff/settings")
    link = str(desk.page.select_one(".waiting a")["href"])  # type: ignore[index]
    desk.get(link)
    assert desk.post(link).location == "/staff/settings?told=setting_withdrawn"
    assert desk.get(link).status_code == 404
    with behind_the_counter(app):
        assert apply_due(day_begins(shop_day(day_begins(datetime(2026, 12, 1).date())))) == 0


def test_the_carrier_of_a_way_is_what_its_parcels_are_followed_by(app: Flask, desk: Desk) -> None:
    assert ask(desk, HOME, carrier="sagawa") == 200
    assert "佐川急便" in desk.page.get_text()
    desk.post(HOME, **shown_form(desk, HOME), press="do")
    with app.app_context():
        told = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert told is not None
        assert (told.before, told.after) == ({"carrier": "yamato"}, {"carrier": "sagawa"})
        assert carriers_of(["home"]) == {"home": Carrier.SAGAWA}


def test_days_off_are_compared_before_they_are_added(app: Flask, desk: Desk) -> None:
    typed = {"first": "2026-12-21", "last": "2026-12-22", "name-ja": "棚おろし", "name-en": "Count"}
    assert ask(desk, DAYS, **typed, postcode="900-0001") == 200
    assert "沖縄県へのお届け" in words(desk)
    assert len(desk.page.select(".basket__changed")) >= 2
    assert desk.post(DAYS, **shown_form(desk, DAYS), press="do").location == f"{DAYS}?told=days_added"  # fmt: skip
    assert "2026年12月21日(月) 休み 棚おろし" in desk.see(DAYS)


def test_the_mail_is_shown_as_it_would_be_read_and_kept_by_nobody(app: Flask, desk: Desk) -> None:
    before = rows(app)
    desk.get(SENT)
    typed = shown_form(desk, SENT) | {"opening-ja": "{name}さま、<i>お待たせ</i>"}
    part = desk.client.post(f"{SENT}/preview?lang=ja", data=typed | {"csrf_token": desk.page.find("input", {"name": "csrf_token"})["value"]})  # type: ignore[index] # fmt: skip
    assert "若葉 みのりさま、&lt;i&gt;お待たせ" in part.text
    assert "sandbox" in part.headers["Content-Security-Policy"]
    for kind in MailKind:
        for lang in ("ja", "en"):
            path = f"/staff/settings/mail/{kind}/preview?lang={lang}"
            assert desk.get(path).status_code == 200
    assert desk.get("/staff/settings/mail/nothing/preview").status_code == 404
    assert rows(app) == before


def test_all_words_go_back_to_the_shops_own(app: Flask, desk: Desk) -> None:
    assert ask(desk, SENT, "do", **{"closing-ja": "またどうぞ。"}) == 303
    assert "書き換えたところ 1" in desk.see("/staff/settings/mail")
    desk.get(SENT)
    assert desk.post(SENT, **shown_form(desk, SENT), own="1").status_code == 200
    assert desk.post(SENT, **shown_form(desk, SENT), press="do").status_code == 303
    assert "書き換えたところ" not in desk.see("/staff/settings/mail")


def test_what_the_law_wants_is_missed_by_name(app: Flask, desk: Desk) -> None:
    path = "/staff/settings/legal/returns_terms"
    assert ask(desk, path, "do", **{"text-en": ""}) == 303
    assert "「返品・交換」に書かれていないことばがあります。" in desk.see("/staff/settings/shop")
    assert "足りないもの 2件" in desk.see("/staff/settings")


def test_who_only_looks_reads_the_values_without_a_form(app: Flask, now: datetime) -> None:
    hire(app, now, role=Role.VIEWER)
    desk = Desk(app)
    desk.sign_in()
    for path in SHEETS:
        assert desk.get(path).status_code == 200
        assert desk.page.select("main form") == []
    assert "¥10,000まで ¥330" in desk.see(COD)


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    for path in (
        *(f"/staff/settings{one}" for one in LISTS),
        HOME,
        COD,
        "/staff/settings/days/week",
    ):
        desk.get(path)
        assert set(japanese_left(desk.page)) <= {NAME}, path
    ask(desk, HOME, **{"rate-kanto-price": "720"})
    left = {text for text in japanese_left(desk.page) if not text.startswith("value=")}
    assert left == {NAME}


def test_a_sheet_that_there_is_not_is_not_found(app: Flask, desk: Desk) -> None:
    before = rows(app)
    for name in ("shipping/none", "x/y", "mail/%00", "legal/'", "payment/" + "x" * 300):
        assert desk.get(f"/staff/settings/{name}").status_code in {400, 404}
        desk.get(TAX)
        assert desk.post(f"/staff/settings/{name}", press="do").status_code in {400, 404}
    assert rows(app) == before
