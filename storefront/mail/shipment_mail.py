"""The mail that parcels left: what is in each, where it is to be followed, what is still to come; plain values in."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.locales import Locale
from storefront.mail.messages import Message, Words, written
from storefront.mail.suggestion import Suggestion
from storefront.mail.wording import MailKind, Wording


@dataclass(frozen=True)
class ParcelLines:
    """One parcel: its way, its day and number, what is in it, and the pages that tell how far it is."""

    title: str
    facts: Sequence[Words]
    goods: Sequence[str]
    links: Sequence[Words]


@dataclass(frozen=True)
class ShipmentMail:
    """Everything such a mail says, in words of its language. `to_come` names goods that follow; empty when all has left."""

    locale: Locale
    recipient: str
    subject: str
    heading: str
    number: str
    name: str
    lead: Sequence[str]
    parcels: Sequence[ParcelLines]
    to_come: Sequence[str]
    rest: Sequence[str]
    button: Words
    """The words of the link to the order, and its address."""
    seller: Sequence[Words]
    shop: str
    offer: Suggestion | None = None

    @property
    def preheader(self) -> str:
        """What a list of mails shows of it."""
        return self.lead[0]


def shipment_message(mail: ShipmentMail, words: Wording | None = None) -> Message:
    """The mail, written by its two templates."""
    return written("shipment", mail, mail.subject, MailKind.SENT, words)
