"""What a buyer needs to pay elsewhere, written once and read everywhere."""

import pytest

from storefront.payments.voucher import Account, NoVoucher, Store, Stores, in_groups, read

STORES = Stores(
    (Store("seven", "12345678901", "0123"), Store("lawson", "22345678901", "456789")), "/demo/x"
)
ACCOUNT = Account("デモ銀行", "葉っぱ支店", "futsu", "0123456", "ハツパサボウ", "0999", "123")


@pytest.mark.parametrize("voucher", [STORES, ACCOUNT])
def test_what_is_written_is_read(voucher: Stores | Account) -> None:
    assert read(voucher.as_json()) == voucher


def test_chains_stand_in_one_order_and_unknown_ones_last() -> None:
    mixed = Stores((Store("new", "9"), Store("lawson", "2"), Store("seven", "1")))
    found = read(mixed.as_json())
    assert isinstance(found, Stores)
    assert [one.chain for one in found.stores] == ["seven", "lawson", "new"]
    assert [one.name["en"] for one in found.stores] == ["7-Eleven", "Lawson", "new"]


def test_a_payment_without_voucher_has_none() -> None:
    assert read({}) is None


@pytest.mark.parametrize(
    "voucher",
    [{"kind": "cheque"}, {"kind": "konbini"}, {"kind": "konbini", "stores": [1]}, {"kind": "bank"}],
)
def test_another_shape_is_refused(voucher: dict[str, object]) -> None:
    with pytest.raises(NoVoucher):
        read(voucher)


@pytest.mark.parametrize(
    ("digits", "said"),
    [("12345678901", "123 4567 8901"), ("1234", "1234"), ("0123456", "012 3456"), ("A-1", "A-1")],
)
def test_long_numbers_are_said_in_groups(digits: str, said: str) -> None:
    assert in_groups(digits) == said


def test_kinds_of_account_are_named_as_banks_name_them() -> None:
    assert ACCOUNT.type_name["ja"] == "普通"
