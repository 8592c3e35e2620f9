"""Passwords of staff: what is long and rare enough, and how it is kept (argon2id).

Hashing takes about 60 ms and 46 MiB on purpose: never do it while a transaction that writes is open.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 15
LONGEST = 256
LEAST_OWN = 5
"""Letters that must be left when common words, figures, signs and repeated letters are taken away."""

# OWASP's profile of least memory traffic: on two cores it answers four times as fast as the library's own.
_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
NOBODY = "$argon2id$v=19$m=47104,t=1,p=1$6k40r6Ouo30VGmmPKM+HJQ$nrpJVbExM2QP7bf3pX3WsnQxk2ZToN8ZaZZIujBTgr0"
"""What the password of an unknown account is held against, so that it takes as long to refuse."""
COMMON_WORDS = Path(__file__).with_name("common_words.txt").read_text().split()
"""What the commonest passwords of fifteen signs and more are put together from, in small letters; our own list."""
_WORDS = re.compile("|".join(sorted(map(re.escape, COMMON_WORDS), key=len, reverse=True)))
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a made password consists of; no sign that looks like another."""


class Fault(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"


def fault_of(password: str, own_words: Sequence[str] = ()) -> Fault | None:
    """What is wrong with a new password, None when it is good. Any characters may be in it.

    `own_words` (address, name) count as common. Refused as common: the commonest passwords of that length are
    common words set side by side, rows of keys, figures and repetitions, so all of those are taken away first.
    """
    text = _composed(password)
    if len(text) < SHORTEST:
        return Fault.SHORT
    if len(text) > LONGEST:
        return Fault.LONG
    left = text.casefold()
    for word in own_words:
        for part in re.split(r"[@.\s]+", _composed(word).casefold()):
            left = left.replace(part, " ") if len(part) > 2 else left
    left = re.sub(r"[\W\d_]+", "", _WORDS.sub(" ", left))
    return Fault.COMMON if len(set(left)) < LEAST_OWN else None


def made_password() -> str:
    """A random password of 20 signs in four groups (99 bits), to be typed from paper."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def hashed(password: str) -> str:
    """The text to keep. Slow on purpose, see above."""
    return _HASHER.hash(_composed(password))


def matches(kept: str, password: str) -> bool:
    """Whether `password` is the one that was kept. Slow on purpose, whatever the answer."""
    try:
        return _HASHER.verify(kept, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's, and is to be made anew at the next sign-in."""
    return _HASHER.check_needs_rehash(kept)


def _composed(password: str) -> str:
    """The same password from every keyboard: half or full width, ready-made or composed accents (NFKC)."""
    return unicodedata.normalize("NFKC", password)
