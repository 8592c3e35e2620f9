"""Reading what staff type: the fields of a form; numbers in any width, with or without the yen sign."""

import unicodedata

from flask import request

LONGEST = 8
"""So many figures at most: no sum of the shop has more."""
OF_THE_FRAME = (
    "csrf_token",
    "username",
    "password",
    "factor_code",
    "factor_answer",
    "factor_challenge",
)


def number_typed(text: str) -> int | None:
    """The whole number somebody typed, 0 for nothing; None for what is none. Takes １２００, ¥1,200 and 1200円."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("¥円").replace(",", "").strip()
    if not plain:
        return 0
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST else None


def order_number_typed(text: str) -> str:
    """An order's number as it is stored: half width, without # and spaces."""
    return unicodedata.normalize("NFKC", text).strip().lstrip("#").strip()[:12]


def sent_fields() -> dict[str, str]:
    """The fields of the form that was sent, without its token and the question for the password."""
    return {name: value for name, value in request.form.items() if name not in OF_THE_FRAME}
