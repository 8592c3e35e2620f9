"""Vouchers: what a buyer needs to pay elsewhere. Written by whoever takes the money, read here by pages and mails.

{"kind": "konbini", "stores": [{"chain", "number", "confirmation"}, …], "page"} or
{"kind": "bank", "bank", "branch", "type", "account", "holder", "bank_code", "branch_code", "page"}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from storefront.locales import Text
from storefront.shop.account import KINDS

CHAINS: dict[str, Text] = {
    "seven": {"ja": "セブン-イレブン", "en": "7-Eleven"},
    "familymart": {"ja": "ファミリーマート", "en": "FamilyMart"},
    "lawson": {"ja": "ローソン", "en": "Lawson"},
    "ministop": {"ja": "ミニストップ", "en": "Ministop"},
    "seicomart": {"ja": "セイコーマート", "en": "Seicomart"},
}
"""The chains by their code, in the order they are shown."""


class NoVoucher(ValueError):
    """It is not of the shape that this module describes."""


@dataclass(frozen=True)
class Store:
    """What is typed in or said at one chain; digits only. `confirmation` is "" where the chain asks for none."""

    chain: str
    number: str
    confirmation: str = ""

    @property
    def name(self) -> Text:
        """The chain's name; its code where we do not know it."""
        return CHAINS.get(self.chain, {"ja": self.chain, "en": self.chain})

    @property
    def spaced(self) -> str:
        """The number in groups, to be read aloud and typed: 123 4567 8901."""
        return in_groups(self.number)


@dataclass(frozen=True)
class Stores:
    """Where to pay at a counter, one entry a chain. `page` is the payment company's own page for it, "" for none."""

    stores: tuple[Store, ...]
    page: str = ""

    def as_json(self) -> dict[str, Any]:
        """How a payment keeps it."""
        return {
            "kind": "konbini",
            "stores": [asdict(one) for one in self.stores],
            "page": self.page,
        }


@dataclass(frozen=True)
class Account:
    """An account to send money to: the order's own, or the shop's. `type` is futsu or toza."""

    bank: str
    branch: str
    type: str
    account: str
    holder: str
    bank_code: str = ""
    branch_code: str = ""
    page: str = ""

    @property
    def type_name(self) -> Text:
        """The kind of account as banks name it; the code where we do not know it."""
        return KINDS.get(self.type, {"ja": self.type, "en": self.type})

    def as_json(self) -> dict[str, Any]:
        """How a payment keeps it."""
        return {"kind": "bank", **asdict(self)}


def read(voucher: Mapping[str, Any]) -> Stores | Account | None:
    """The voucher of a payment; None for one that has none. Raises NoVoucher for another shape."""
    try:
        match voucher.get("kind"):
            case None:
                return None
            case "konbini":
                stores = tuple(
                    Store(str(one["chain"]), str(one["number"]), str(one.get("confirmation", "")))
                    for one in voucher["stores"]
                )
                return Stores(_in_order(stores), str(voucher.get("page", "")))
            case "bank":
                return _account(voucher)
    except (KeyError, TypeError, AttributeError) as trouble:
        raise NoVoucher(str(trouble)) from trouble
    raise NoVoucher(str(voucher["kind"]))


def in_groups(digits: str) -> str:
    """Digits in fours from the end: 12345678901 is 123 4567 8901. Anything else stays as it is."""
    if not digits.isdecimal():
        return digits
    return re.sub(r"(?<=\d)(?=(\d{4})+$)", " ", digits)


def _account(voucher: Mapping[str, Any]) -> Account:
    needed = {name: str(voucher[name]) for name in ("bank", "branch", "type", "account", "holder")}
    more = {name: str(voucher.get(name, "")) for name in ("bank_code", "branch_code", "page")}
    return Account(**needed, **more)


def _in_order(stores: tuple[Store, ...]) -> tuple[Store, ...]:
    known = list(CHAINS)
    return tuple(
        sorted(stores, key=lambda one: known.index(one.chain) if one.chain in known else len(known))
    )
