"""How to bring the money for an order: what to type at which machine, or where to transfer what is still missing.

Pages and mails tell the same; the words come out in the language that is set for translations.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from markupsafe import Markup, escape

from storefront.clock import shop_day
from storefront.jinja import format_date, format_time, translate
from storefront.money import Yen
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import Payment
from storefront.payments.voucher import Account, NoVoucher, Stores, read
from storefront.shop.account import BankAccount
from storefront.views.store_words import StoreGuide, guide, in_japanese

log = logging.getLogger("storefront.payments")


@dataclass(frozen=True)
class AccountRow:
    """A piece of an account as a bank asks for it; `copied` is what to copy of it, "" for nothing."""

    term: str
    words: Markup
    copied: str = ""


@dataclass(frozen=True)
class HowToPay:
    """What the buyer needs. `missing` of `amount` yen are still to come; `due` is the deadline in words, "" without one.

    With neither `stores` nor `account` the gateway has not told its numbers yet, or none are needed. `page` is the
    gateway's own page of the same.
    """

    method: str
    amount: Yen
    received: Yen
    missing: Yen
    due: str
    stores: Sequence[StoreGuide] = ()
    account: Sequence[AccountRow] = ()
    page: str = ""


def how_to_pay(payment: Payment, shops_own: BankAccount | None) -> HowToPay:
    """What an attempt that waits for its money asks of the buyer; `shops_own` serves where no payment company does."""
    voucher = _own(shops_own) if payment.gateway == OFFLINE else _voucher(payment)
    received = payment.received or 0
    return HowToPay(
        method=payment.method,
        amount=payment.amount,
        received=received,
        missing=max(0, payment.amount - received),
        due=moment_words(payment.due_at) if payment.due_at else "",
        stores=[guide(one) for one in voucher.stores] if isinstance(voucher, Stores) else (),
        account=account_rows(voucher) if isinstance(voucher, Account) else (),
        page=voucher.page if voucher else "",
    )


def moment_words(moment: datetime) -> str:
    """11月27日(金) 23:59 / 23:59 on Fri, 27 Nov; on the shop's clock."""
    return str(_("%(day)s %(time)s", day=format_date(moment), time=format_time(moment)))


def until_words(moment: datetime, today: date) -> str:
    """A moment on the shop's clock; the day only where it is not today."""
    return format_time(moment) if shop_day(moment) == today else moment_words(moment)


def account_rows(account: Account) -> list[AccountRow]:
    """An account as a bank asks for it."""
    kind = translate(account.type_name)
    return [
        AccountRow(_("金融機関"), _with_code(account.bank, account.bank_code)),
        AccountRow(_("支店"), _with_code(account.branch, account.branch_code)),
        AccountRow(_("口座番号"), Markup("{} {}").format(kind, account.account), account.account),
        AccountRow(_("口座名義"), in_japanese(account.holder), account.holder),
    ]


def _with_code(name: str, code: str) -> Markup:
    said = in_japanese(name)
    if not code:
        return said
    # name and code are escaped
    return Markup(_("%(name)s（コード %(code)s）", name=said, code=escape(code)))  # nosec B704


def _own(account: BankAccount | None) -> Account | None:
    if account is None:
        return None
    return Account(
        bank=account.bank,
        branch=account.branch,
        type=account.kind,
        account=account.number,
        holder=account.holder,
        bank_code=account.bank_code,
        branch_code=account.branch_code,
    )


def _voucher(payment: Payment) -> Stores | Account | None:
    """A voucher that nobody can read must not take the page away: its buyer is told that the numbers are on their way."""
    try:
        return read(payment.voucher or {})
    except NoVoucher:
        log.exception("a voucher of no known shape", extra={"payment": payment.id})
        return None
