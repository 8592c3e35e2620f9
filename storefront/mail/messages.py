"""The mails we write: plain values in, one message with text and HTML of the same facts out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.locales import Locale
from storefront.mail.suggestion import Suggestion
from storefront.mail.wording import LONGEST_SUBJECT, MailKind, Wording, filled, wording
from storefront.money import Yen


@dataclass(frozen=True)
class Item:
    """A line of the order; yen with tax, `reduced` where its tax rate is the lower one.

    `added`: it joined the order after it was placed.
    """

    name: str
    label: str
    quantity: int
    unit_price: Yen
    amount: Yen
    reduced: bool = False
    added: bool = False


@dataclass(frozen=True)
class Sum:
    """A line of the sums. kind: "" adds up, "saving" takes off, "grand" is the total, "note" is tax contained in it."""

    label: str
    amount: Yen
    kind: str = ""


@dataclass(frozen=True)
class Parcel:
    """A parcel of the order: its way with what is in it, its day, and what sending it costs, in words."""

    title: str
    day: str
    price: str


@dataclass(frozen=True)
class Words:
    """A heading with what stands under it: a term, a piece of the shop's legal particulars."""

    label: str
    text: str


@dataclass(frozen=True)
class ConfirmationMail:
    """Everything an order confirmation says, in words of its language."""

    locale: Locale
    recipient: str
    number: str
    link: str
    invoice: Words
    """What the invoice is called, and its address."""
    name: str
    day: str
    slot: str
    parcels: Sequence[Parcel]
    address: Sequence[str]
    payment: str
    payment_due: str
    items: Sequence[Item]
    sums: Sequence[Sum]
    terms: Sequence[Words]
    seller: Sequence[Words]
    shop: str
    amended: bool = False
    """Whether it is written because goods joined the order."""
    moved: str = ""
    """That the day moved since the order was placed, in a sentence; "" where it did not."""
    offer: Suggestion | None = None

    @property
    def delivery(self) -> str:
        """Day and time slot in one."""
        return f"{self.day} {self.slot}".strip()

    @property
    def split(self) -> bool:
        """Whether it comes as several parcels."""
        return len(self.parcels) > 1

    @property
    def total(self) -> Yen:
        """What the order costs, all told."""
        return next(row.amount for row in self.sums if row.kind == "grand")

    @property
    def any_reduced(self) -> bool:
        """Whether the mark of the reduced rate needs explaining."""
        return any(item.reduced for item in self.items)


@dataclass(frozen=True)
class Message:
    """A mail ready to be kept and sent."""

    locale: Locale
    recipient: str
    subject: str
    text: str
    html: str


def order_confirmation(mail: ConfirmationMail, words: Wording | None = None) -> Message:
    """The confirmation of an order: what was bought, for how much, when it comes, and how to undo it."""
    with force_locale(mail.locale):
        subject = _(
            "【%(shop)s】ご注文ありがとうございます（%(number)s）",
            shop=mail.shop,
            number=mail.number,
        )
    return written("order_confirmation", mail, subject, MailKind.CONFIRMATION, words)


def order_amended(mail: ConfirmationMail, words: Wording | None = None) -> Message:
    """The order as it is now that goods were added to it: the same facts as its confirmation."""
    with force_locale(mail.locale):
        subject = _(
            "【%(shop)s】ご注文に商品を追加しました（%(number)s）",
            shop=mail.shop,
            number=mail.number,
        )
    mail = replace(mail, moved="", amended=True, offer=None)
    return written("order_confirmation", mail, subject, MailKind.AMENDED, words)


@dataclass(frozen=True)
class RefundMail:
    """Everything the note of a refund says, in words of its language; yen with tax."""

    locale: Locale
    recipient: str
    number: str
    name: str
    lead: str
    """That money went back, or is on its way, how much and since when."""
    ways: Sequence[str]
    """By which way it goes and what the buyer has to do; empty where it was paid back before."""
    amount: Yen
    reason: str
    items: Sequence[Sum]
    """What the money is for; the amounts sum to `amount`."""
    credit_note_link: str
    invoice: Words
    link: str
    seller: Sequence[Words]
    shop: str


def refund_issued(mail: RefundMail, words: Wording | None = None) -> Message:
    """Money went back: how much, for what, and where its credit note lies."""
    with force_locale(mail.locale):
        subject = _(
            "【%(shop)s】ご返金のお知らせ（%(number)s）", shop=mail.shop, number=mail.number
        )
    return written("refund_issued", mail, subject, MailKind.REFUND, words)


class Mail(Protocol):
    """What a mail needs to be written: its language and whom it goes to, and what its words may name."""

    @property
    def locale(self) -> Locale:
        """The language of its order."""
        ...

    @property
    def recipient(self) -> str:
        """The address it goes to."""
        ...

    @property
    def shop(self) -> str:
        """The shop's name."""
        ...

    @property
    def number(self) -> str:
        """The order's number."""
        ...

    @property
    def name(self) -> str:
        """The buyer's name."""
        ...


def written(
    template: str, mail: Mail, subject: str, kind: MailKind, words: Wording | None = None
) -> Message:
    """A mail put into words by its two templates, mail/<template>.txt and .html; `subject` is the shop's own.

    Staff's words for its kind go before those of the templates; `words` are tried instead of those that are stored.
    """
    chosen = wording(kind, mail.locale) if words is None else words
    figures = {"shop": mail.shop, "number": mail.number, "name": mail.name}
    subject = filled(chosen.subject, figures)[:LONGEST_SUBJECT] or subject
    opening, closing = (filled(text, figures) for text in (chosen.opening, chosen.closing))
    with force_locale(mail.locale):
        text, html = (
            current_app.jinja_env.get_template(f"mail/{template}.{part}").render(
                mail=mail, subject=subject, opening=opening, closing=closing
            )
            for part in ("txt", "html")
        )
    return Message(mail.locale, mail.recipient, subject, text.strip() + "\n", html)
