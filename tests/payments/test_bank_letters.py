"""What people type about an account, and what banks take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.payments.bank_letters import (
    PostOfficeAccount,
    holder_letters,
    is_holder,
    plain_digits,
    post_office,
)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("わかば みのり", "ﾜｶﾊﾞ ﾐﾉﾘ"),
        ("　ワカバ　　ミノリ ", "ﾜｶﾊﾞ ﾐﾉﾘ"),
        ("ﾜｶﾊﾞ ﾐﾉﾘ", "ﾜｶﾊﾞ ﾐﾉﾘ"),
        ("カ）ハッパチャボウ", "ｶ)ﾊﾂﾊﾟﾁﾔﾎﾞｳ"),
        ("キョー・ジュン", "ｷﾖ-.ｼﾞﾕﾝ"),
        ("ヴァン ヲ", "ｳﾞｱﾝ ｵ"),
        ("John Smith", "JOHN SMITH"),
        ("ＪＯＨＮ　ＳＭＩＴＨ", "JOHN SMITH"),
    ],
)
def test_a_holder_is_written_as_banks_write_it(typed: str, letters: str) -> None:
    assert (holder_letters(typed), is_holder(letters)) == (letters, True)


@pytest.mark.parametrize(
    "typed", ["若葉 みのり", "株)ハッパ", "", "-", "123", "ワカバ💔", "ア" * 49]
)
def test_what_no_bank_takes_is_left_as_it_was_typed(typed: str) -> None:
    assert holder_letters(typed) == typed
    assert not is_holder(holder_letters(typed))


@settings(max_examples=60)
@given(st.text(st.sampled_from("わヰワﾜﾞーAb-・ 　若"), max_size=9))
def test_a_holder_is_understood_once_and_for_all(typed: str) -> None:
    letters = holder_letters(typed)
    if is_holder(letters):
        assert holder_letters(letters) == letters


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("１２３ー４５６７", "1234567"),
        (" 0123 456 ", "0123456"),
        ("123-456a", "123-456a"),
        ("", ""),
    ],
)
def test_figures_of_any_width(typed: str, digits: str) -> None:
    assert plain_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "account"),
    [
        ("11940-12345671", PostOfficeAccount("198", "一九八", "1234567", True)),
        ("１１９４０ー１２３４５６７１", PostOfficeAccount("198", "一九八", "1234567", True)),
        ("11940 2 12345671", PostOfficeAccount("198", "一九八", "1234567", True)),
        ("1194012345671", PostOfficeAccount("198", "一九八", "1234567", True)),
        ("10120-1231", PostOfficeAccount("018", "〇一八", "0000123", True)),
        ("00150-3-123456", PostOfficeAccount("019", "〇一九", "0123456", False)),
    ],
)
def test_symbol_and_number_of_the_post_office_become_an_account_for_transfers(
    typed: str, account: PostOfficeAccount
) -> None:
    assert post_office(typed) == account


@pytest.mark.parametrize(
    "typed", ["1234567", "10000231", "11940-12345672", "21940-12345671", "", "x"]
)
def test_anything_else_is_none_of_the_post_office(typed: str) -> None:
    assert post_office(typed) is None
