"""The outbox page: what the shop has written, newest first, in a frame that can do nothing."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront import create_app, worker
from storefront.extensions import db
from tests.support.orders import Placed, behind_the_counter, paid, placed
from tests.support.shops import SECRET


@pytest.fixture
def two(app: Flask, now: datetime) -> tuple[Placed, Placed]:
    first, second = placed(app, paid, now), placed(app, paid, now, locale="en")
    with behind_the_counter(app):
        while worker.run_due(now):
            pass
    return first, second


def test_it_is_empty_before_anything_is_written(client: FlaskClient) -> None:
    page = client.get("/outbox")
    assert page.status_code == 200
    assert "メールはまだありません" in page.text


def test_it_lists_the_newest_first(client: FlaskClient, two: tuple[Placed, Placed]) -> None:
    page = BeautifulSoup(client.get("/outbox").text, "html.parser")
    subjects = page.select(".mails__subject")
    assert [subject["lang"] for subject in subjects] == ["en", "ja"]
    assert [subject["href"] for subject in subjects] == ["/outbox/2", "/outbox/1"]
    assert page.get_text().count("minori@example.jp") == 2
    assert page.get_text().count("保存のみ") == 2


def test_it_speaks_the_language_the_browser_asks_for(client: FlaskClient) -> None:
    for wished in ("ja", "en"):
        page = client.get("/outbox", headers={"Accept-Language": wished})
        assert f'<html lang="{wished}"' in page.text


def test_a_mail_is_shown_with_both_parts(client: FlaskClient, two: tuple[Placed, Placed]) -> None:
    answer = client.get("/outbox/1")
    page = BeautifulSoup(answer.text, "html.parser")
    frame = page.iframe
    assert frame is not None
    assert frame["src"] == "/outbox/1/html"
    assert "allow-scripts" not in str(frame["sandbox"])
    assert "allow-same-origin" not in str(frame["sandbox"])
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "http://localhost" + two[0].show.split("?")[0] in page.select_one("pre").get_text()


def test_only_the_mail_itself_may_carry_its_style(
    client: FlaskClient, two: tuple[Placed, Placed]
) -> None:
    answer = client.get("/outbox/1/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "frame-ancestors 'self'" in policy
    assert "ご注文ありがとうございます" in answer.text
    for other in ("/outbox", "/outbox/1"):
        assert "unsafe-inline" not in client.get(other).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/outbox/9", "/outbox/9/html", "/outbox/99999999999999999999"])
def test_a_mail_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_production_has_no_outbox(app: Flask, tmp_path: Path) -> None:
    settings = replace(app.config["SETTINGS"], env="production", secret_key=SECRET * 2)
    production = create_app(settings)
    client = production.test_client()
    for path in ("/outbox", "/outbox/1", "/outbox/1/html"):
        assert client.get(path, base_url="https://localhost").status_code == 404
    with production.app_context():
        db.session.remove()
        db.engine.dispose()
