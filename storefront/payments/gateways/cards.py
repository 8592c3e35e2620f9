"""The demo's cards: which numbers there are and what each does. No number is ever stored."""

import calendar
import re
import unicodedata
from datetime import date
from enum import StrEnum


class Behaviour(StrEnum):
    """What a demo card does when it is charged."""

    PAYS = "pays"
    DECLINED = "declined"
    NO_FUNDS = "no_funds"
    THREE_D_SECURE = "three_d_secure"
    TIMES_OUT = "times_out"


NUMBERS = {
    "4242424242424242": Behaviour.PAYS,
    "4000000000000002": Behaviour.DECLINED,
    "4000000000009995": Behaviour.NO_FUNDS,
    "4000002760003184": Behaviour.THREE_D_SECURE,
    "4000000000000119": Behaviour.TIMES_OUT,
}


def digits(typed: str) -> str:
    """The digits of what somebody typed: full width, spaces and hyphens of any kind allowed."""
    return re.sub(r"[\s\-‐‑‒–—―ー−]", "", unicodedata.normalize("NFKC", typed))


def behaviour_of(typed: str) -> Behaviour | None:
    """What the card of that number does; None for a number that is no demo card."""
    return NUMBERS.get(digits(typed))


def is_card_number(typed: str) -> bool:
    """Whether it could be somebody's card number: 13 to 19 digits whose Luhn sum is right."""
    number = digits(typed)
    if not re.fullmatch(r"[0-9]{13,19}", number):
        return False
    total = 0
    for place, figure in enumerate(reversed(number)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def expiry_of(typed: str) -> date | None:
    """The last day of the month on the card for "12/29", "1229", "１２／２９", "12/2029"; None if it is none."""
    plain = unicodedata.normalize("NFKC", typed)
    match = re.fullmatch(r"\s*(\d{1,2})\s*[/\-.]?\s*((?:20)?\d{2})\s*", plain)
    if not match or not 1 <= int(match[1]) <= 12:
        return None
    year, month = 2000 + int(match[2]) % 100, int(match[1])
    return date(year, month, calendar.monthrange(year, month)[1])
