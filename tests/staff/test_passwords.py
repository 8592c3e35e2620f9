"""What a password of staff may be, and how it is kept."""

import pytest

from storefront.staff.passwords import (
    NOBODY,
    Fault,
    fault_of,
    hashed,
    made_password,
    matches,
    outdated,
)

OWN = ("hanako@happa.example", "葉山 花子")
REFUSED = {
    "あかさたなはま14もじです": Fault.SHORT,
    "a" * 257: Fault.LONG,
    "aaaaaaaaaaaaaaaaaaaa": Fault.COMMON,
    "123456789012345678": Fault.COMMON,
    "passwordpassword": Fault.COMMON,
    "Password!2026!Password": Fault.COMMON,
    "qwertyuiopasdfghjkl": Fault.COMMON,
    "1qaz2wsx3edc4rfv5tgb": Fault.COMMON,
    "iloveyouiloveyou": Fault.COMMON,
    "happateahouse2026": Fault.COMMON,
    "hanakohanakohanako1": Fault.COMMON,
    "はっぱ茶房はっぱ茶房はっぱ茶房": Fault.COMMON,
    "葉山花子葉山花子葉山花子葉山花子": Fault.COMMON,
    "correcthorsebatterystaple": Fault.COMMON,
    "ＰａｓｓｗｏｒｄＰａｓｓｗｏｒｄ": Fault.COMMON,
}
GOOD = (
    "mizu to yukata wo 3 mai", "夏の朝に雨戸をあける音がした日", "k3v9-ttqx-8mzr-p4wd", "🍵 steam over the low table 🍵",
    "x" * 10 + "quietly folded paper",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "fault"), REFUSED.items())
def test_what_is_short_long_or_common_is_refused(typed: str, fault: Fault) -> None:
    assert fault_of(typed, OWN) is fault


@pytest.mark.parametrize("typed", GOOD)
def test_anything_else_is_good(typed: str) -> None:
    assert fault_of(typed, OWN) is None


def test_made_passwords_are_good_and_differ() -> None:
    made = {made_password() for _one in range(200)}
    assert len(made) == 200
    assert {fault_of(one, OWN) for one in made} == {None}


def test_a_password_is_kept_as_argon2id_and_found_again() -> None:
    kept = hashed("夏の朝に雨戸をあける音がした日")
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert matches(kept, "夏の朝に雨戸をあける音がした日")
    assert not matches(kept, "夏の朝に雨戸をあける音がした夜")
    assert not outdated(kept)


def test_full_width_letters_are_the_same_password() -> None:
    assert matches(hashed("mizu to yukata"), "ｍｉｚｕ　ｔｏ　ｙｕｋａｔａ")


def test_nobody_s_hash_costs_what_any_other_costs() -> None:
    assert not outdated(NOBODY)
    assert not matches(NOBODY, "")


def test_what_is_no_hash_matches_nothing() -> None:
    assert not matches("", "x") and not matches("$argon2id$broken", "x")
