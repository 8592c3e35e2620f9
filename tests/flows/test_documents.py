"""Invoice and credit notes as a guest gets them: pages and PDFs of the same words, for nobody else, changing nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.orders.refunding import record_refund
from tests.support.letters import japanese_left
from tests.support.orders import (
    Placed,
    asked_by_bank,
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    placed,
    unanswered,
)
from tests.support.papers import pages_of
from tests.support.statements import rows

PAPERS = ("invoice", "invoice.pdf", "credit-notes/1", "credit-notes/1.pdf")


def row_of(order: Placed) -> Order:
    row = order_by_number(order.number)
    assert row is not None
    return row


def path(order: Placed, paper: str) -> str:
    return order.show.replace("?", f"/{paper}?")


@pytest.fixture
def order(app: Flask, now: datetime) -> Placed:
    """An order with an addressee, of which one mug was refunded."""
    made = placed(app, paid, now)
    with behind_the_counter(app):
        row = row_of(made)
        row.contact.invoice_to, row.contact.invoice_to_company = "株式会社若葉商店", True
        record_refund(row, {row.lines[1]: 1}, 0, 0, "chipped", now + timedelta(days=6))
    return made


def words_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    if answer.mimetype == "application/pdf":
        return "".join(pages_of(answer.data))
    paper = BeautifulSoup(answer.text, "html.parser").select_one(".paper")
    assert paper is not None
    return "".join(paper.get_text().split())


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_and_pdf_say_the_same(client: FlaskClient, order: Placed, lang: str) -> None:
    for paper in ("invoice", "credit-notes/1"):
        address = path(order, paper).replace("/ja/", f"/{lang}/")
        page = words_of(client, address)
        pdf = words_of(client, address.replace(paper, f"{paper}.pdf"))
        title = "適格請求書" if paper == "invoice" else "適格返還請求書"
        figures = ["T0000000000000", title, "株式会社若葉商店", "¥1,540", "登録番号", "軽減税率"]
        if paper == "invoice":
            figures += ["¥1,280", "¥650", "¥3,470", "¥94", "¥199", "※"]
        else:
            figures += ["¥140", "chipped"]
            figures.remove("軽減税率")
        for figure in figures:
            assert figure in page, figure
            assert figure in pdf, figure


def test_the_order_page_links_the_papers_and_they_open(client: FlaskClient, order: Placed) -> None:
    page = BeautifulSoup(client.get(order.show).text, "html.parser")
    links = [str(link["href"]) for link in page.select("#papers a")]
    assert [link.split("?")[0] for link in links] == [
        f"/ja/orders/{order.number}/{paper}" for paper in PAPERS
    ]
    assert [client.get(link).status_code for link in links] == [200] * 4
    words = page.select_one("#papers").get_text()  # type: ignore[union-attr]
    assert "11月30日(月) ¥1,540を返金" in words
    assert "第2版" in words
    assert "ご返金の手続きをしました" in page.select_one("ol.told").get_text()  # type: ignore[union-attr]


def test_the_thank_you_page_links_the_invoice(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    for make, words in (
        (paid, "領収書（適格請求書）"),
        (cash_on_delivery, "適格請求書（インボイス）"),
    ):
        page = BeautifulSoup(client.get(placed(app, make, now).thank_you).text, "html.parser")
        link = page.find("a", string=words)
        assert link is not None
        assert client.get(str(link["href"])).status_code == 200


def test_cash_on_delivery_says_that_it_is_paid_at_the_door(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    made = placed(app, cash_on_delivery, now)
    for paper in ("invoice", "invoice.pdf"):
        words = words_of(client, path(made, paper))
        assert "お届けのときに、配達員へお支払いいただきます" in words
        assert "手数料（代金引換）" in words
        assert "領収" not in words


@pytest.mark.parametrize("make", [declined, unanswered, asked_by_bank])
def test_there_is_no_invoice_before_there_is_a_sale(
    app: Flask, client: FlaskClient, now: datetime, make: Callable[..., Order]
) -> None:
    made = placed(app, make, now)
    assert [client.get(path(made, paper)).status_code for paper in PAPERS] == [404] * 4
    assert 'id="papers"' not in client.get(made.show).text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_stranger_sees_nothing(
    app: Flask, client: FlaskClient, order: Placed, now: datetime, paper: str
) -> None:
    other = placed(app, paid, now)
    address = path(order, paper)
    wrong = [
        address.split("?")[0],
        address[:-2],
        address.split("?")[0] + "?" + other.show.split("?")[1],
        address.replace(order.number, "99999"),
    ]
    for answer in map(client.get, wrong):
        assert answer.status_code == 403
        assert "このリンクではご注文を表示できません" in answer.text
        assert "若葉商店" not in answer.text
    missing = address.replace("credit-notes/1", "credit-notes/2")
    assert client.get(missing).status_code == (404 if "credit" in paper else 200)


def test_an_old_link_shows_no_name_and_a_dead_one_nothing(
    client: FlaskClient, order: Placed
) -> None:
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=2)):
        for paper in PAPERS:
            words = words_of(client, path(order, paper))
            assert "若葉" not in words.replace("東京都若葉区", "")
            assert "¥1,540" in words
        page = client.get(order.show).text
        assert "若葉商店" not in page
        assert 'name="name"' not in page
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=91)):
        assert [client.get(path(order, paper)).status_code for paper in PAPERS] == [403] * 4


def test_papers_are_kept_by_nobody_and_write_nothing(
    app: Flask, client: FlaskClient, order: Placed
) -> None:
    before = rows(app)
    for paper in PAPERS:
        answer = client.get(path(order, paper))
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert rows(app) == before


def test_the_file_has_a_name_for_people_and_one_for_old_programs(
    client: FlaskClient, order: Placed
) -> None:
    said = client.get(path(order, "invoice.pdf")).headers["Content-Disposition"]
    assert said.startswith("inline; filename=\"invoice-10001-2.pdf\"; filename*=UTF-8''")
    assert unquote(said.split("''")[1]) == "適格請求書_10001-2.pdf"
    english = client.get(path(order, "credit-notes/1.pdf").replace("/ja/", "/en/"))
    assert (
        unquote(english.headers["Content-Disposition"].split("''")[1]) == "Credit-note_10001-R1.pdf"
    )
    assert english.headers["Content-Language"] == "en"


def test_only_papers_load_the_stylesheet_of_papers(client: FlaskClient, order: Placed) -> None:
    assert "/static/paper-" in client.get(path(order, "invoice")).text
    assert "/static/paper-" not in client.get(order.show).text


def test_the_english_papers_hold_japanese_only_where_it_is_marked(
    app: Flask, client: FlaskClient, order: Placed
) -> None:
    with behind_the_counter(app):
        row_of(order).contact.invoice_to = "Wakaba Trading"
    for paper in ("invoice", "credit-notes/1"):
        page = client.get(path(order, paper).replace("/ja/", "/en/")).text
        assert japanese_left(BeautifulSoup(page, "html.parser")) == []
