"""The number under which a seller is registered to issue qualified invoices (登録番号): T and thirteen digits."""

import re

_NUMBER = re.compile(r"T[0-9]{13}")


def is_registration_number(text: str) -> bool:
    """Whether a text has the form of one; says nothing about whether anybody has it."""
    return bool(_NUMBER.fullmatch(text))


def could_be_real(number: str) -> bool:
    """Whether the check digit, the first one, is right. A demo number has a wrong one on purpose.

    9 less the remainder by 9 of the sum of the other twelve, every second one doubled, counted from the right
    (法人番号の指定等に関する省令 第2条).
    """
    if not is_registration_number(number):
        return False
    check, rest = int(number[1]), number[2:]
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(rest)))
    return check == 9 - total % 9
