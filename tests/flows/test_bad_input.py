"""Whatever is sent, the answer is a calm page in the visitor's language, and nothing has changed."""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from werkzeug.test import TestResponse

from tests.support.orders import paid, placed
from tests.support.statements import rows

UNREADABLE = "送られた内容を読み取れませんでした"
NOT_FOUND = "お探しのページが見つかりません"
TOO_OLD = "画面を開いてから時間がたちました"
TOO_LARGE = "送られた内容が大きすぎます"
NOT_HERE = "この操作はここではできません"
NO_ORDER = "このリンクではご注文を表示できません"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Bad:
    """A request nobody should send, with the answer it gets; `{lang}` and `{csrf}` are filled in."""

    path: str
    status: int
    says: str
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


CASES = {
    "a page that is not there": Bad("/{lang}/nothing", 404, NOT_FOUND),
    "a product that is not there": Bad("/{lang}/products/nothing", 404, NOT_FOUND),
    "a category that is not there": Bad("/{lang}/categories/nothing", 404, NOT_FOUND),
    "a legal page that is not there": Bad("/{lang}/legal/nothing", 404, NOT_FOUND),
    "an order that is not there": Bad("/{lang}/orders/99999", 403, NO_ORDER),
    "an order without its key": Bad("/{lang}/orders/10001", 403, NO_ORDER),
    "a forged key": Bad("/{lang}/orders/10001?key=WyIxMDAwMSJd.aaaa.bbbb", 403, NO_ORDER),
    "a key that is no key": Bad("/{lang}/orders/10001/thank-you?key=%F0%9F%8D%B5", 403, NO_ORDER),
    "paying what is not there": Bad("/{lang}/orders/99999/pay", 403, NO_ORDER),
    "no CSRF token": Bad("/{lang}/cart/lines", 400, TOO_OLD, "POST", "sku=SLEEP-30"),
    "a made-up CSRF token": Bad("/{lang}/cart/lines", 400, TOO_OLD, "POST", "sku=SLEEP-30&csrf_token=x"),
    "a field of a megabyte": Bad("/{lang}/cart/lines", 413, TOO_LARGE, "POST", "sku=" + "a" * 1_000_000),
    "too many fields": Bad("/{lang}/cart/lines", 400, TOO_OLD, "POST", "a=1&" * 5000),
    "broken UTF-8 in the query": Bad("/{lang}/search?q=%FF%FE", 400, UNREADABLE),
    "broken UTF-8 in the path": Bad("/{lang}/products/%FF", 400, UNREADABLE),
    "broken UTF-8 in a form": Bad("/{lang}/cart/lines", 400, UNREADABLE, "POST", "{csrf}&sku=%FF"),
    "broken UTF-8 as a field's name": Bad("/{lang}/cart/lines", 400, UNREADABLE, "POST", "{csrf}&%FF=1"),
    "bytes that are no form": Bad("/{lang}/cart/lines", 400, UNREADABLE, "POST", "{csrf}&sku=\udcff"),
    "a NUL in the query": Bad("/{lang}/search?q=%00", 400, UNREADABLE),
    "a NUL in the path": Bad("/{lang}/products/%00", 400, UNREADABLE),
    "a NUL in a form": Bad("/{lang}/orders/find", 400, UNREADABLE, "POST", "{csrf}&number=%00&email=a"),
    "another host": Bad("/{lang}/", 400, UNREADABLE, headers={"Host": "evil.example"}),
    "reading what is only written": Bad("/{lang}/cart/lines", 405, NOT_HERE),
    "writing what is only read": Bad("/{lang}/products", 405, NOT_HERE, "POST", "{csrf}"),
    "a method nobody knows": Bad("/{lang}/cart", 405, NOT_HERE, "PUT", "{csrf}"),
    "a number no database holds": Bad("/outbox/99999999999999999999999", 404, NOT_FOUND),
    "a language the shop does not speak": Bad("/fr/products", 404, NOT_FOUND),
}  # fmt: skip


def send(client: FlaskClient, bad: Bad, lang: str) -> TestResponse:
    body = bad.body
    if "{csrf}" in body:
        page = BeautifulSoup(client.get("/ja/orders/find").text, "html.parser")
        token = page.find(attrs={"name": "csrf_token"})
        assert token is not None
        body = body.replace("{csrf}", f"csrf_token={token['value']}")
    sent = body.encode(errors="surrogateescape")
    return client.open(
        bad.path.replace("{lang}", lang),
        method=bad.method,
        input_stream=BytesIO(sent),
        content_length=len(sent),
        content_type=FORM,
        headers={"Accept-Language": lang, **bad.headers},
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_the_visitor_s_language_and_changes_nothing(
    app: Flask, client: FlaskClient, now: datetime, name: str, lang: str
) -> None:
    placed(app, paid, now)
    before, bad = rows(app), CASES[name]
    answer = send(client, bad, lang)
    assert answer.status_code == bad.status
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == lang
    with app.app_context(), force_locale(lang):
        says = gettext(bad.says)
    assert page.h1 is not None
    assert page.h1.get_text(strip=True) == says
    assert str(page.title.string).startswith(says)
    assert "\x00" not in answer.text
    assert "Traceback" not in answer.text
    assert rows(app) == before


def test_a_refused_method_says_which_are_allowed(client: FlaskClient) -> None:
    allowed = client.get("/ja/cart/lines").headers["Allow"]
    assert set(allowed.split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize("cookie", ["x", "eyJjYXJ0IjoxfQ.aaaa.bbbb", "あ", "a" * 5000])
def test_a_session_somebody_made_up_is_simply_none(client: FlaskClient, cookie: str) -> None:
    answer = client.get("/ja/cart", headers={"Cookie": f"session={cookie}"})
    assert answer.status_code == 200


def test_answers_to_htmx_are_the_same_words_without_a_page(client: FlaskClient) -> None:
    answer = client.get("/ja/products/nothing", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert NOT_FOUND in answer.text
    assert "<html" not in answer.text
