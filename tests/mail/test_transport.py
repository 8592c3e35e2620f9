"""Handing a mail to a server that speaks SMTP, and what arrives there."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from storefront.mail.transport import BadMailUrl, Letter, message_id, post

LETTER = Letter(
    key="order:10001:confirmation",
    locale="ja",
    sender_name="はっぱ茶房",
    sender="hello@happa.example",
    recipient="minori@example.jp",
    subject="【はっぱ茶房】ご注文ありがとうございます（10001）",
    text="若葉 みのり 様\n\nhttp://localhost/ja/orders/10001?key=" + "k" * 120 + "\n",
    html="<!DOCTYPE html><html lang='ja'><body><p>若葉 みのり 様</p></body></html>",
    written_at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
)


class Postbox:
    """A server that keeps what it is given, or refuses it."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.refuses = False

    async def handle_DATA(self, _server, _session, envelope: Envelope) -> str:
        if self.refuses:
            return "451 come back later"
        self.mails.append(envelope)
        return "250 taken"

    def read(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type, misc]
            for envelope in self.mails
        ]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@contextmanager
def served(box: Postbox, **more: object) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, **more)
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop()


@pytest.fixture
def address(postbox: Postbox) -> Iterator[str]:
    with served(postbox) as where:
        yield where


def test_a_letter_arrives_with_both_parts_and_all_its_letters(
    postbox: Postbox, address: str
) -> None:
    post(LETTER, f"smtp://{address}")
    (mail,) = postbox.read()
    assert mail["Subject"] == LETTER.subject
    assert mail["From"] == "はっぱ茶房 <hello@happa.example>"
    assert mail["To"] == "minori@example.jp"
    assert mail["Content-Language"] == "ja"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == LETTER.written_at
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in mail.iter_parts())
    assert text.replace("\r\n", "\n") == LETTER.text
    assert html.strip() == LETTER.html


def test_the_envelope_names_sender_and_recipient(postbox: Postbox, address: str) -> None:
    post(LETTER, f"smtp://{address}")
    (envelope,) = postbox.mails
    assert envelope.mail_from == "hello@happa.example"
    assert envelope.rcpt_tos == ["minori@example.jp"]


def test_the_same_letter_has_the_same_name_each_time(postbox: Postbox, address: str) -> None:
    post(LETTER, f"smtp://{address}")
    post(LETTER, f"smtp://{address}")
    first, second = postbox.read()
    assert first["Message-ID"] == second["Message-ID"] == message_id(LETTER)
    assert message_id(LETTER).endswith("@happa.example>")


def test_name_and_password_may_hold_any_sign() -> None:
    heard = []

    def judge(_server, _session, _envelope, _mechanism, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        heard.append((given.login, given.password))
        return AuthResult(success=True)

    box = Postbox()
    with served(box, authenticator=judge, auth_require_tls=False) as where:
        post(LETTER, f"smtp://tea%40shop:p%2Fw%3A1@{where}")
    assert heard == [(b"tea@shop", b"p/w:1")]
    assert len(box.mails) == 1


def test_a_refusal_is_raised(postbox: Postbox, address: str) -> None:
    postbox.refuses = True
    with pytest.raises(Exception, match="come back later"):
        post(LETTER, f"smtp://{address}")
    assert postbox.mails == []


@pytest.mark.parametrize("url", ["", "localhost:25", "http://localhost", "smtp://"])
def test_an_address_that_is_none_is_named_with_its_right_form(url: str) -> None:
    with pytest.raises(BadMailUrl, match="smtp://user:password@host:port"):
        post(LETTER, url)
