"""The tools the other tests stand on are really there."""

import socket

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.support.network import NetworkBlocked
from tests.support.postgres import cluster


@pytest.mark.postgres
def test_postgres_answers(postgres_database: str) -> None:
    engine = create_engine(postgres_database)
    with engine.connect() as connection:
        version = connection.scalar(text("SHOW server_version_num"))
        tea = connection.scalar(text("SELECT 'ほうじ' || '茶'"))
    engine.dispose()

    assert int(version) >= 150000
    assert tea == "ほうじ茶"


@pytest.mark.postgres
def test_a_dropped_postgres_database_is_gone() -> None:
    url = cluster().fresh()
    cluster().drop(url)

    with pytest.raises(OperationalError, match="does not exist"):
        create_engine(url).connect()


@pytest.mark.browser
def test_the_browser_shows_a_page_in_japanese(browser: Browser) -> None:
    with browser.new_context(locale="ja-JP") as context:
        page = context.new_page()
        page.set_content("<p>お茶</p><script>document.title = navigator.language</script>")

        assert page.locator("p").inner_text() == "お茶"
        assert page.title() == "ja-JP"


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(NetworkBlocked), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
