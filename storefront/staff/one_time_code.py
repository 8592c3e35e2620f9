"""Six figures that an app shows, others every 30 seconds (TOTP, RFC 6238), and the codes on paper for when it is lost."""

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

FIGURES = 6
STEP = 30
"""Seconds a code is shown for."""
AROUND = (0, -1, 1)
"""Steps that are taken: clocks of phones go wrong by some seconds, and typing takes some."""
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No sign that looks like another."""
RECOVERY_LENGTH = 12


def new_secret() -> str:
    """160 random bits in base32, as apps take them."""
    return pyotp.random_base32(32)


def app_address(secret: str, account: str, shop: str) -> str:
    """The address in the picture that an app reads (otpauth://…)."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=shop))


def in_groups(secret: str) -> str:
    """A secret as it is read aloud and typed: in fours."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Which step a typed code belongs to; None when it is no code of these seconds."""
    if len(typed) != FIGURES or not (typed.isascii() and typed.isdigit()):
        return None
    at, app = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    fits = [at + by for by in AROUND if hmac.compare_digest(app.generate_otp(at + by), typed)]
    return fits[0] if fits else None


def tidy_code(typed: str | None) -> str:
    """A code as it is compared: half width, small letters, without spaces and hyphens; empty for what cannot be one."""
    plain = unicodedata.normalize("NFKC", typed or "")
    kept = "".join(sign for sign in plain if not sign.isspace() and sign not in "-‐‑–—−ー")
    return kept.lower() if len(kept) <= RECOVERY_LENGTH else ""


def made_recovery_codes() -> list[str]:
    """Ten codes of 59 bits each, to be written down."""
    return ["".join(secrets.choice(_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]  # fmt: skip


def recovery_shown(code: str) -> str:
    """abcd-efgh-jkmn."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
