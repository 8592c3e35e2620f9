"""An owner's first day with a passkey: led to set one up, in by it, themselves by it once more, and rid of it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from storefront.extensions import db
from storefront.staff.audit import AuditEntry
from tests.support.desk import EMAIL, PASSWORD, hire
from tests.support.factors import factor_rows, with_app
from tests.support.looking import at_fault

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""What the browser plays: a laptop whose finger is always there."""


@pytest.fixture
def by_name(site: tuple[str, Flask]) -> str:
    """The shop's address with a name in it: passkeys belong to names, never to bare numbers."""
    return site[0].replace("127.0.0.1", "localhost")


def test_a_passkey_is_set_up_opens_the_door_proves_who_is_there_and_goes(
    site: tuple[str, Flask], by_name: str, visitor: Callable[..., Page], now: datetime
) -> None:
    app = site[1]
    hire(app, now, demo=False)
    page = visitor("phone", locale="ja-JP")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    _password(page, by_name)
    page.goto(f"{by_name}/staff/orders")
    _heading(page, "二段階の確認")  # nothing else is open before one is set up
    page.get_by_role("link", name="パスキーを設定する").click()
    page.get_by_label("この端末の呼び名").fill("レジの電話")
    page.get_by_role("button", name="この端末にパスキーを作る").click()
    expect(page.locator(".recovery__code")).to_have_count(10)
    assert factor_rows(app) == [("passkey", "レジの電話", 1)]

    page.get_by_role("button", name="サインアウト").first.click()
    _password(page, by_name)
    _heading(page, "二段階目の確認")
    assert at_fault(page) == []
    page.get_by_role("button", name="パスキーで確かめる").click()
    _heading(page, "きょうの仕事")

    page.goto(f"{by_name}/staff/confirm?next=/staff/members")
    page.get_by_role("button", name="パスキーで確かめる").click()
    _heading(page, "担当者")
    assert _proofs(app) == [
        ("staff.signed_in", "password"),
        ("staff.signed_in", "passkey"),
        ("staff.password_asked", "passkey"),
    ]

    with_app(app, now)  # an owner keeps one factor at least
    page.goto(f"{by_name}/staff/account/factors")
    page.locator(".factor", has_text="レジの電話").get_by_role("link").click()
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="パスワードとパスキーで確かめる").click()
    page.get_by_role("button", name="外す").click()
    expect(page.locator("main")).not_to_contain_text("レジの電話")
    assert [kind for kind, _name, _count in factor_rows(app)] == ["code"]

    page.get_by_role("button", name="サインアウト").first.click()
    _password(page, by_name)
    _heading(page, "二段階目の確認")
    expect(page.locator("passkey-box")).to_have_count(0)


def _proofs(app: Flask) -> list[tuple[str, str]]:
    """What the audit says that somebody proved themselves with, oldest first."""
    with app.app_context():
        lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [(line.act, line.after["by"]) for line in lines if line.after and "by" in line.after]


def _password(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/sign-in")
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインインする").click()


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
