"""What a guest types about themselves, brought into the form the shop keeps.

Widths, spaces and signs are taken as they come; what cannot be understood is left as typed, so that a page can
show it again. Characters of names are never replaced by "compatible" ones: 﨑 and 崎 are different people.
"""

import re
import unicodedata

import jaconv

LONGEST_EMAIL = 254
LONGEST_NAME = 80
LONGEST_ADDRESS = 160
LONGEST_BUILDING = 120

_DASHES = "\\-‐‑‒–—―−ー─~〜"
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_MOBILE = re.compile(r"(0[5-9]0)(\d{4})(\d{4})")
_CITY = re.compile(r"(0[36])(\d{4})(\d{4})")


def tidy_text(typed: str | None) -> str:
    """One line without signs that show nothing; runs of spaces of any width become one."""
    seen = (" " if letter in "\t\n\r\v\f" else letter for letter in typed or "")
    return " ".join("".join(s for s in seen if unicodedata.category(s) not in _UNSEEN).split())


def tidy_name(typed: str | None) -> str:
    """A name: half-width kana and full-width Latin letters in their usual width, every kanji as it was typed."""
    return _usual_width(tidy_text(typed))


def tidy_address(typed: str | None) -> str:
    """An address line: figures and Latin letters half width, dashes between figures plain ("４ー１２" is 4-12)."""
    return re.sub(rf"(?<=\d)[{_DASHES}](?=\d)", "-", _usual_width(tidy_text(typed)))


def tidy_email(typed: str | None) -> str:
    """An e-mail address without spaces and in half width, the part after the @ in small letters."""
    letters = "".join(tidy_text(unicodedata.normalize("NFKC", typed or "")).split())
    name, at, domain = letters.rpartition("@")
    return unicodedata.normalize("NFKC", f"{name}{at}{domain.lower()}")


def is_email(address: str) -> bool:
    """Whether mail could be sent there.

    Stray dots before the @ are allowed: Japanese carriers gave out such addresses and people still use them.
    """
    return len(address) <= LONGEST_EMAIL and bool(_EMAIL.fullmatch(address))


def tidy_phone(typed: str | None) -> str:
    """The digits of a Japanese telephone number, +81 turned into 0; what is none is left as typed."""
    text = tidy_text(unicodedata.normalize("NFKC", typed or ""))
    digits = re.sub(rf"[\s().／/{_DASHES}]", "", text)
    if digits.startswith("+81"):
        digits = "0" + digits.removeprefix("+81").removeprefix("0")
    return digits if is_phone(digits) else text


def is_phone(digits: str) -> bool:
    """Ten or eleven digits that begin with 0."""
    return bool(re.fullmatch(r"0[0-9]{9,10}", digits))


def spaced_phone(digits: str) -> str:
    """090-1234-5678 and 03-1234-5678; other numbers, whose areas differ in length, as they are."""
    match = _MOBILE.fullmatch(digits) or _CITY.fullmatch(digits)
    return "-".join(match.groups()) if match else digits


def spaced_postcode(digits: str) -> str:
    """154-0023; what has not seven digits as it is."""
    return f"{digits[:3]}-{digits[3:]}" if re.fullmatch(r"[0-9]{7}", digits) else digits


def _usual_width(text: str) -> str:
    wide_kana: str = jaconv.h2z(text, kana=True, ascii=False, digit=False)
    usual: str = jaconv.z2h(wide_kana, kana=False, ascii=True, digit=True)
    return usual
