"""A bank account in Japan as one writes it on a transfer: where to send money to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from storefront.faults import Fault, fault
from storefront.locales import Text

_HOLDER = re.compile(r"[ァ-ヶー0-9A-Z（）()．.・\-\u3000 ]{1,60}")


class AccountKind(StrEnum):
    """普通 and 当座."""

    ORDINARY = "futsu"
    CURRENT = "toza"


KINDS: dict[str, Text] = {
    AccountKind.ORDINARY: {"ja": "普通", "en": "Ordinary (futsu)"},
    AccountKind.CURRENT: {"ja": "当座", "en": "Current (toza)"},
}
"""The kinds as banks name them, by their code."""


@dataclass(frozen=True)
class BankAccount:
    """Bank and branch by name and code, the account's seven digits, and its holder in katakana as the bank knows them.

    A buyer may not know the codes: they are empty then.
    """

    bank: str
    bank_code: str
    branch: str
    branch_code: str
    kind: AccountKind
    number: str
    holder: str

    def packed(self) -> dict[str, str]:
        """As plain values for a JSON column; `account_of` is the way back."""
        return {name: str(value) for name, value in asdict(self).items()}


def account_of(packed: Mapping[str, Any]) -> BankAccount | None:
    """What `packed` made; None where there is nothing, or something else."""
    try:
        account = BankAccount(**{**packed, "kind": AccountKind(packed["kind"])})
    except (KeyError, TypeError, ValueError):
        return None
    return account if all(isinstance(word, str) for word in packed.values()) else None


def account_faults(packed: Mapping[str, Any], thing: str) -> Iterator[Fault]:
    """What is wrong with an account that money is to be sent to."""
    account = account_of(packed)
    if account is None:
        yield fault(
            "account_incomplete",
            thing,
            "振込先の口座の項目が足りないか、余分です",
            "the bank account lacks a word, or has one too many",
        )
        return
    for rule, said, digits, ja, en in (
        ("bank_code", account.bank_code, 4, "銀行コード", "the bank's code"),
        ("branch_code", account.branch_code, 3, "支店コード", "the branch's code"),
        ("account_number", account.number, 7, "口座番号", "the account's number"),
    ):
        if not re.fullmatch(rf"[0-9]{{{digits}}}", said):
            yield fault(
                rule,
                thing,
                f"{ja}「{said}」は数字{digits}桁で書きます",
                f"{en}, {said!r}, must have {digits} digits",
            )
    if not account.bank or not account.branch or not _HOLDER.fullmatch(account.holder):
        yield fault(
            "account_names",
            thing,
            "銀行名と支店名、カタカナの口座名義が必要です",
            "bank, branch and a holder in katakana are needed",
        )
