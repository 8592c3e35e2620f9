"""Mails about an order that is not paid yet, or never was: one shape for all of them, plain values in."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.locales import Locale
from storefront.mail.messages import Message, Words, written
from storefront.mail.suggestion import Suggestion
from storefront.mail.wording import MailKind, Wording


@dataclass(frozen=True)
class StoreLines:
    """One chain of stores: what to type there, and how to go on."""

    name: str
    numbers: Sequence[Words]
    steps: Sequence[str]


@dataclass(frozen=True)
class PaymentMail:
    """Everything such a mail says, in words of its language.

    `facts` are the sum, the deadline, the account; `rest` are paragraphs below.
    """

    locale: Locale
    recipient: str
    subject: str
    preheader: str
    heading: str
    number: str
    name: str
    lead: Sequence[str]
    facts: Sequence[Words]
    stores: Sequence[StoreLines]
    rest: Sequence[str]
    button: Words
    """The words of the link to the order, and its address."""
    seller: Sequence[Words]
    shop: str
    offer: Suggestion | None = None
    """Only where nothing is to be paid any more."""


def payment_message(mail: PaymentMail, kind: MailKind, words: Wording | None = None) -> Message:
    """The mail, written by its two templates."""
    return written("payment", mail, mail.subject, kind, words)
