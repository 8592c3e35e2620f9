"""After buyers paid in every way, were declined, refunded and sent money back: no secret lies in a table, a log, a mail or a page."""

import io
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.by_transfer import name_account
from storefront.payments.gateways.cards import NUMBERS
from storefront.payments.gateways.demo import DemoCard, acts
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.shop.account import AccountKind, BankAccount
from tests.checkout.buyer import ASKS, DECLINED, NO_FUNDS, PAYS, TIMES_OUT, Buyer
from tests.crashes.desk import Desk
from tests.support.kept import everything_answered, everything_logged, mails, tables
from tests.support.shops import SECRET

CODE = "8317"
ACCOUNT = BankAccount(
    "みどり銀行", "0009", "若葉支店", "123", AccountKind.ORDINARY, "7654321", "ﾜｶﾊﾞ ﾐﾉﾘ"
)
CARD = re.compile(r"(?<!\d)(?:" + "|".join(r"[ \-‐]?".join(one) for one in NUMBERS) + r")(?!\d)")
LINK = re.compile(r"[?&]key=([\w.\-]+)")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with everything_logged() as heard:
        yield heard


@pytest.fixture
def pages(app: Flask) -> Iterator[list[str]]:
    with everything_answered(app) as kept:
        yield kept


def test_no_secret_is_kept(
    app: Flask,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    log: io.StringIO,
    pages: list[str],
) -> None:
    desk = Desk(app, now, monkeypatch)
    for card in (PAYS, DECLINED, NO_FUNDS, ASKS, TIMES_OUT):
        buys_by_card(app, card)
    for method in ("konbini", "bank_transfer", "wallet", "transfer", "cod"):
        desk.ordered(method)
    money_goes_back(desk)
    desk.come_to_rest()
    there, written, links = what_is_kept(desk)
    logged = log.getvalue()
    tokens = tokens_of_cards(desk)
    assert len(pages) > 10 and len(written) > 5 and links and tokens and "request" in logged
    assert CARD.search(PAYS) and CARD.search(typed(PAYS)), "the pattern finds what it looks for"
    kept = {**there, "log": logged, "mails": "\n".join(written)}
    for place, text in kept.items():
        assert CARD.search(text) is None, place
        assert CODE not in re.findall(r"(?<![\w.])\d{4}(?![\w.])", text), place
        assert SECRET not in text, place
        assert place == "bank_account" or ACCOUNT.number not in text, place
    for place in kept.keys() - {"mails", "outbox_message"}:
        assert not [one for one in links if one in kept[place]], place
    assert not [one for one in tokens if one in logged]
    assert not [one for one in pages if f'value="{CODE}"' in one or typed(PAYS) in one]
    assert not [one for one in pages if SECRET in one or ACCOUNT.number in one]
    assert not [one for one in pages if any(token in one for token in tokens)]


def typed(card: str) -> str:
    """A number as nobody but the buyer writes it."""
    return card.replace(" ", "-")


def buys_by_card(app: Flask, card: str) -> None:
    """Through the shop's own pages; after a decline once more with a card that pays."""
    buyer = Buyer(app).take().to_payment()
    pays(buyer, card)
    buyer.follow()
    buyer.post()
    if "/pay" in str(buyer.answer.location):  # type: ignore[union-attr]
        buyer.follow()
        pays(buyer, DECLINED)
        pays(buyer, PAYS)
    buyer.follow()


def pays(buyer: Buyer, card: str) -> None:
    buyer.post(
        payment_method="card", card_number=typed(card), card_expiry="12/29", card_cvc=CODE[:4]
    )


def money_goes_back(desk: Desk) -> None:
    """A store payment is made and refunded to an account; a card payment to the card."""
    with desk.acting():
        stores = select(Payment).where(Payment.method == "konbini")
        ref = db.session.scalars(stores).one().provider_ref or ""
        db.session.rollback()
        acts.pay_at_store(ref)
    desk.work()
    with desk.acting():
        for payment in db.session.scalars(select(Payment).where(Payment.applied > 0)).all():
            order = payment.order
            refund_order(order, {order.lines[0]: 1}, 0, 0, "返品", desk.now)
        db.session.commit()
        for row in db.session.scalars(select(Reimbursement)).all():
            name_account(row, ACCOUNT, desk.now)
        db.session.commit()


def what_is_kept(desk: Desk) -> tuple[dict[str, str], list[str], set[str]]:
    """Every table as text by its name, every mail, and the signatures of the links in them."""
    with desk.acting():
        kept, written = tables(), mails()
    return kept, written, {key for mail in written for key in LINK.findall(mail)}


def tokens_of_cards(desk: Desk) -> list[str]:
    """What the provider gave in place of the cards' numbers."""
    with desk.acting():
        return list(db.session.scalars(select(DemoCard.token)))
