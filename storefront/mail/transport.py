"""Handing a mail to a mail server. Knows nothing of orders, rows or retries: it works or it raises."""

import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465}


class BadMailUrl(ValueError):
    """MAIL_URL is none that is understood; the message says what it should look like."""

    def __init__(self) -> None:
        super().__init__("MAIL_URL is smtp://user:password@host:port?starttls=1, or smtps://…")


@dataclass(frozen=True)
class Letter:
    """A mail with its envelope. `key` names its subject once ever and makes the Message-ID."""

    key: str
    locale: str
    sender_name: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    written_at: datetime


def post(letter: Letter, mail_url: str) -> None:
    """Give a letter to the server of `mail_url`. Raises OSError or smtplib.SMTPException, BadMailUrl for a bad setting.

    The same letter always has the same Message-ID, so that one that was sent twice can be recognised.
    """
    url = urlsplit(mail_url)
    if url.scheme not in PORTS or not url.hostname:
        raise BadMailUrl
    with _open(url) as server:
        if parse_qs(url.query).get("starttls", ["0"])[0] not in {"0", "no", ""}:
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(as_message(letter))


def as_message(letter: Letter) -> EmailMessage:
    """The letter as MIME: text first, HTML as its alternative."""
    message = EmailMessage()
    message["From"] = Address(letter.sender_name, addr_spec=letter.sender)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = message_id(letter)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = (
        letter.locale
    )  # after the content, which clears headers of its kind
    return message


def message_id(letter: Letter) -> str:
    """The letter's name among mail programs, the same each time it is sent."""
    name = blake2b(f"{letter.key}\n{letter.recipient}".encode(), digest_size=16).hexdigest()
    return f"<{name}@{letter.sender.rpartition('@')[2]}>"


def _open(url: SplitResult) -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    return kind(url.hostname or "", url.port or PORTS[url.scheme], timeout=TIMEOUT_SECONDS)
