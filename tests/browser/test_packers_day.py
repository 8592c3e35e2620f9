"""A packer's morning in a real browser: from the first page to every parcel sent, and what is not theirs refused in words."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.staff.roles import GRANTS, Permission, Role
from storefront.views.access import STAFF
from tests.support.clerk import Clerk
from tests.support.orders import cash_on_delivery, paid, placed

pytestmark = pytest.mark.browser
NUMBERS = ["10001", "10002", "10003", "10004", "10005", "10006"]
KEY, NUMBER = "お客様管理番号", "伝票番号"


@pytest.fixture
def clerk(site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime) -> Clerk:
    """A packer with a phone, and six orders to send."""
    for make in (paid, paid, cash_on_delivery, paid, paid, paid):
        placed(site[1], make, now)
    return Clerk(visitor("phone", locale="ja-JP"), site[1], now, role=Role.PACKER)


def follow(clerk: Clerk, name: str) -> None:
    clerk.press(clerk.page.get_by_role("link", name=name, exact=True))


def carriers_rows(clerk: Clerk) -> list[dict[str, str]]:
    with clerk.page.expect_download() as taken:
        clerk.page.locator("main form .btn--primary").click()
    text = taken.value.path().read_bytes().decode("cp932")
    return list(csv.DictReader(StringIO(text)))


def numbered(rows: list[dict[str, str]]) -> bytes:
    """What the carrier's program gives back, with one line of somebody else's parcel."""
    lines = [f"{row[KEY]},4912-3456-{7000 + place}" for place, row in enumerate(rows)]
    return "\r\n".join([f"{KEY},{NUMBER}", *lines, "77777-1,491299999999", ""]).encode("cp932")


def test_six_orders_go_from_the_first_page_to_sent(site: tuple[str, Flask], clerk: Clerk) -> None:
    page = clerk.page
    clerk.press(page.locator(".work__item", has_text="出荷待ち"))
    clerk.press(page.locator(".bulk__picks a").first)
    clerk.press(page.locator("button[value=pack]"))
    clerk.at("/staff/packing")
    clerk.press(page.locator(".pack .btn--primary"))
    clerk.at("/staff/packing/picking")
    expect(page.locator(".pick tbody tr").first).to_contain_text("A-01")
    follow(clerk, "納品書")
    expect(page.locator(".slip")).to_have_count(6)
    follow(clerk, "送り状のファイル")
    rows = carriers_rows(clerk)
    assert [row[KEY] for row in rows] == [f"{number}-1" for number in NUMBERS]
    follow(clerk, "番号の取り込み")
    file = {"name": "numbers.csv", "mimeType": "text/csv", "buffer": numbered(rows)}
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    clerk.sure().at("/staff/packing/tracking")
    expect(page.locator("main")).to_contain_text("この番号の注文はありません")
    clerk.press(page.get_by_role("button", name="6個を発送済みにする"))
    expect(page.locator("main")).to_contain_text("荷物6個を発送済みにし、1行を飛ばしました。")
    follow(clerk, "出荷へ")
    expect(page.locator(".pack__none")).to_be_visible()
    with site[1].app_context():
        assert set(db.session.scalars(select(Order.state))) == {"fulfilled"}
        mails = db.session.scalars(select(Job.key).where(Job.kind == "mail.order_sent"))
        assert sorted(map(str, mails)) == [f"order:{number}:sent" for number in NUMBERS]


def test_what_is_not_a_packer_s_is_refused_in_words_and_not_offered(
    site: tuple[str, Flask], clerk: Clerk
) -> None:
    app, page, pages = site[1], clerk.page, {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "access", "") == STAFF and not rule.arguments and "GET" in rule.methods:  # type: ignore[operator]
            pages.setdefault(view.permission, rule.rule)  # type: ignore[attr-defined]
    offered = page.locator("a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
    refused = [one for one in Permission if one not in GRANTS[Role.PACKER] and one in pages]
    assert len(refused) >= 9
    for permission in refused:
        answer = page.request.get(pages[permission])
        assert (answer.status, pages[permission]) == (403, pages[permission])
        assert "いまの役割では使えません" in answer.text()
        assert pages[permission] not in offered
