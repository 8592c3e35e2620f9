"""What people type about a bank account, brought into the letters that Japanese banks take for a transfer.

Banks write a holder in half-width katakana, capitals, figures and few signs, without small kana (全銀協の文字); most people type
something else. What cannot be understood is left as typed, so that a page can show it again.
"""

import re
import unicodedata
from dataclasses import dataclass

import jaconv

LONGEST_HOLDER = 48
NUMBER_DIGITS = 7
UNPARTED_DIGITS = 11
"""Fewer figures in a row than this are no 記号 and 番号 together."""
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶヲヰヱ", "アイウエオツヤユヨワカケオイエ")
_SIGNS = str.maketrans(
    {"・": ".", "·": ".", "´": "'", "，": ",", "、": ",", "。": ".", "‘": "'", "’": "'"}
)
_DASHES = re.compile(r"[ー‐‑‒–—―−─ｰ]")
_HOLDER = re.compile(r"[ｱ-ﾝﾞﾟA-Z0-9 ().,/｢｣-]+")
_POST_OFFICE = re.compile(r"([01][0-9]{3}0)(?:[- ][0-9](?=[- ]))?([- ]?)([0-9]{2,8})")
_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")


def holder_letters(typed: str) -> str:
    """A holder's name as banks write it: "わかば みのり" and "ワカバ　ミノリ" are both "ﾜｶﾊﾞ ﾐﾉﾘ"."""
    wide = jaconv.hira2kata(" ".join(unicodedata.normalize("NFKC", typed).split()))
    capitals = _DASHES.sub("-", wide.translate(_SMALL).translate(_SIGNS)).upper()
    narrow: str = jaconv.z2h(capitals, kana=True, ascii=True, digit=True)
    return narrow if is_holder(narrow) else typed.strip()


def is_holder(letters: str) -> bool:
    """Whether a bank would take these letters as the name of an account."""
    return (
        len(letters) <= LONGEST_HOLDER
        and bool(_HOLDER.fullmatch(letters))
        and any("ｱ" <= letter <= "ﾝ" or "A" <= letter <= "Z" for letter in letters)
    )


def plain_digits(typed: str) -> str:
    """Figures of any width without what people put between them; what holds anything else is left as typed."""
    text = unicodedata.normalize("NFKC", typed).strip()
    digits = re.sub(r"[\s-]", "", _DASHES.sub("-", text))
    return digits if digits.isascii() and digits.isdigit() else typed.strip()


@dataclass(frozen=True)
class PostOfficeAccount:
    """What ゆうちょ calls 店番, 店名 and 口座番号 for transfers from other banks; `ordinary` is 普通, else 当座."""

    branch_code: str
    branch: str
    number: str
    ordinary: bool


def post_office(typed: str) -> PostOfficeAccount | None:
    """The transfer account behind a 記号番号 of ゆうちょ, as its passbook prints it: "11940-12345671". None for anything else.

    記号 that begin with 1: 店番 is its second and third figure and 8, the number loses its last figure, always a 1. Those with 0:
    the figure after is 9, and the number stays. Source: ゆうちょ銀行「記号番号から振込用の店名・預金種目・口座番号への変換」.
    """
    text = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", typed)).split())
    found = _POST_OFFICE.fullmatch(text)
    if found is None:
        return None
    symbol, parted, number = found.groups()
    if not parted and len(symbol + number) < UNPARTED_DIGITS:
        return None
    ordinary = symbol[0] == "1"
    if ordinary and not number.endswith("1"):
        return None
    own = number[:-1] if ordinary else number
    code = symbol[1:3] + ("8" if ordinary else "9")
    if len(own) > NUMBER_DIGITS:
        return None
    return PostOfficeAccount(code, code.translate(_KANJI), own.zfill(NUMBER_DIGITS), ordinary)
