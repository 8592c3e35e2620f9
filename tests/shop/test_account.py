"""The shop's own bank account: refused where no bank would take it."""

import pytest

from storefront.shop.account import AccountKind, BankAccount, account_faults, account_of

ACCOUNT = BankAccount(
    "葉っぱ銀行", "0000", "本店", "001", AccountKind.ORDINARY, "1234567", "ハッパサボウ"
)


@pytest.mark.parametrize("nothing", [{}, {"bank": "x"}, {"kind": "futsu"}])
def test_what_is_no_account_is_none(nothing: dict[str, object]) -> None:
    assert account_of(nothing) is None


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"number": "123456"}, "account_number"),
        ({"number": "１２３４５６７"}, "account_number"),
        ({"bank_code": "12"}, "bank_code"),
        ({"branch_code": "0001"}, "branch_code"),
        ({"holder": "はっぱ茶房"}, "account_names"),
        ({"bank": ""}, "account_names"),
        ({"kind": "gold"}, "account_incomplete"),
        ({"more": "x"}, "account_incomplete"),
        ({"number": 1234567}, "account_incomplete"),
    ],
)
def test_an_account_that_no_bank_would_take_is_refused(
    changed: dict[str, object], rule: str
) -> None:
    packed = {**ACCOUNT.packed(), **changed}
    assert rule in {found.rule for found in account_faults(packed, "profile")}


def test_a_sound_account_has_no_fault() -> None:
    assert list(account_faults(ACCOUNT.packed(), "profile")) == []
    assert account_of(ACCOUNT.packed()) == ACCOUNT
