"""The demo's vouchers: ten digits, from which the number for each chain and the account to send to are made."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storefront.locales import choose
from storefront.payments.gateways.demo.ledger import DemoCharge
from storefront.payments.voucher import Account, Store, Stores

CHAINS = {"seven": "1", "familymart": "2", "lawson": "3", "ministop": "4"}
"""The chains that take the demo's money, and the digit their numbers begin with."""
BANK = {"ja": "デモ銀行", "en": "Demo Bank (デモ銀行)"}
BANK_CODE = "0000"
BRANCH = {"ja": "第%s支店", "en": "Branch %s (第%s支店)"}
HOLDER = "ハツパサボウ"


def new_number(session: Session) -> str:
    """Ten digits that no other charge has; the first is no zero."""
    while True:
        number = str(1_000_000_000 + secrets.randbelow(9_000_000_000))
        if session.scalar(select(DemoCharge.id).where(DemoCharge.number == number)) is None:
            return number


def voucher_of(row: DemoCharge, page: str) -> dict[str, Any]:
    """What the buyer needs, in the shape of `payments.voucher`; nothing for methods that need none."""
    if row.number is None:
        return {}
    if row.method == "konbini":
        stores = (
            Store(chain, digit + row.number, confirmation(row.number, chain))
            for chain, digit in CHAINS.items()
        )
        return Stores(tuple(stores), page).as_json()
    branch, account = row.number[:3], row.number[3:]
    name = choose(BRANCH, row.locale).replace("%s", branch)
    bank = choose(BANK, row.locale)
    return Account(bank, name, "futsu", account, HOLDER, BANK_CODE, branch, page).as_json()


def confirmation(number: str, chain: str) -> str:
    """The six digits that a chain asks for beside the number."""
    digest = hashlib.sha256(f"{chain}:{number}".encode()).digest()
    return f"{int.from_bytes(digest[:4], 'big') % 1_000_000:06d}"


def charge_by_number(session: Session, typed: str) -> tuple[DemoCharge, str] | None:
    """The charge that a chain's number (digits only) is for, and the chain; None for no number of ours."""
    chain = next((name for name, digit in CHAINS.items() if typed.startswith(digit)), "")
    if len(typed) != 11 or not typed.isdecimal() or not chain:
        return None
    found = select(DemoCharge).where(DemoCharge.number == typed[1:], DemoCharge.method == "konbini")
    row = session.scalar(found)
    return (row, chain) if row else None
