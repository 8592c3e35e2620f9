"""What people type is understood, and what they are called is never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.checkout.contact import (
    is_email,
    is_phone,
    spaced_phone,
    spaced_postcode,
    tidy_address,
    tidy_email,
    tidy_name,
    tidy_phone,
)
from storefront.checkout.email_typos import one_slip_apart, suggested_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  佐藤　みのり ", "佐藤 みのり"),
        ("ﾐﾉﾘ", "ミノリ"),
        ("ＭＩＮＯＲＩ", "MINORI"),
        ("髙﨑", "髙﨑"),
        ("\ufa10本", "\ufa10本"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("み\u200bの\x00り\n", "みのり"),
        (None, ""),
    ],
)
def test_names_keep_every_kanji(typed: str | None, kept: str) -> None:
    assert tidy_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("若林４ー１２−８", "若林4-12-8"),
        ("若林４丁目１２番８号", "若林4丁目12番8号"),
        ("コーポ　２０１", "コーポ 201"),
        ("スーパーハイツ", "スーパーハイツ"),
        ("1〜3階", "1-3階"),
    ],
)
def test_addresses_get_plain_figures(typed: str, kept: str) -> None:
    assert tidy_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("０９０－１２３４－５６７８", "09012345678", "090-1234-5678"),
        ("+81 90-1234-5678", "09012345678", "090-1234-5678"),
        ("+81 (0)3 1234 5678", "0312345678", "03-1234-5678"),
        ("045ー123ー4567", "0451234567", "0451234567"),
        ("050/1234/5678", "05012345678", "050-1234-5678"),
    ],
)
def test_phones_in_any_writing(typed: str, kept: str, shown: str) -> None:
    assert tidy_phone(typed) == kept
    assert spaced_phone(kept) == shown
    assert tidy_phone(shown) == kept


@pytest.mark.parametrize("typed", ["", "12345", "110", "abc", "1234567890", "+1 212 555 0100"])
def test_what_is_no_japanese_phone_stays_as_typed(typed: str) -> None:
    assert tidy_phone(typed) == typed
    assert not is_phone(tidy_phone(typed))


@pytest.mark.parametrize(
    "address",
    ["minori@example.jp", "a..b.@docomo.ne.jp", "x+y@sub.example.co.jp", "m@xn--q9jyb4c.jp"],
)
def test_addresses_that_mail_reaches(address: str) -> None:
    assert is_email(tidy_email(address))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "a@b",
        "a@b.c",
        "a@b..jp",
        "みのり@example.jp",
        "a@-b.jp",
        "a@b.jp,c@d.jp",
        "<a@b.jp>",
        "a" * 65 + "@b.jp",
    ],
)
def test_addresses_that_it_does_not(address: str) -> None:
    assert not is_email(tidy_email(address))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.co", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@gamil.com", "a@gmail.com"),
        ("a@yaho.co.jp", "a@yahoo.co.jp"),
        ("a@docomo.ne.jo", "a@docomo.ne.jp"),
        ("a@gmail.com", None),
        ("a@mail.com", None),
        ("a@ymail.com", None),
        ("a@example.jp", None),
        ("gmial.com", None),
    ],
)
def test_slips_in_domains(typed: str, meant: str | None) -> None:
    assert suggested_email(typed) == meant


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_slip_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert one_slip_apart(one, other) == one_slip_apart(other, one)


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    for tidy in (tidy_name, tidy_address, tidy_email, tidy_phone):
        assert tidy(tidy(typed)) == tidy(typed)


def test_postcodes_are_shown_with_their_hyphen() -> None:
    assert (spaced_postcode("1540023"), spaced_postcode("154")) == ("154-0023", "154")
