"""Whether somebody has a member's second factor. What proved it is used up in the same transaction; callers commit."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from storefront.extensions import db
from storefront.staff import passkey
from storefront.staff.factor import Factor, Kind, RecoveryCode, spend
from storefront.staff.one_time_code import FIGURES, RECOVERY_LENGTH, step_of, tidy_code
from storefront.staff.passkey import Site
from storefront.staff.sealing import Seal


class Proof(StrEnum):
    """What somebody proved to be a member with."""

    PASSWORD = "password"
    CODE = "code"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Answer:
    """What was sent as a second factor: what was typed, or a passkey's answer to the challenge it was asked."""

    typed: str = ""
    passkey: str = ""
    challenge: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.typed.strip() or self.passkey)


def prove(
    member_id: int, answer: Answer, seal: Seal, site: Site | None, now: datetime, *, paper: bool
) -> Proof | None:
    """What the answer proves, None when nothing. `paper`: a recovery code is taken as well.

    Each answer is good once: of two at the same moment one is refused.
    """
    if answer.passkey:
        good = site is not None and _by_passkey(member_id, answer, seal, site, now)
        return Proof.PASSKEY if good else None
    typed = tidy_code(answer.typed)
    if len(typed) == FIGURES:
        return Proof.CODE if _by_code(member_id, typed, seal, now) else None
    if paper and len(typed) == RECOVERY_LENGTH and _on_paper(member_id, typed, seal, now):
        return Proof.RECOVERY
    return None


def _by_code(member_id: int, typed: str, seal: Seal, now: datetime) -> bool:
    app = db.session.scalar(
        select(Factor).where(Factor.member_id == member_id, Factor.kind == Kind.CODE)
    )
    secret = seal.open(app.secret) if app is not None else None
    step = step_of(secret, typed, now) if secret else None
    return app is not None and step is not None and _used(app, step, now)


def _by_passkey(member_id: int, answer: Answer, seal: Seal, site: Site, now: datetime) -> bool:
    known = db.session.scalar(
        select(Factor).where(
            Factor.member_id == member_id,
            Factor.kind == Kind.PASSKEY,
            Factor.credential == passkey.answered_by(answer.passkey),
        )
    )
    if known is None:
        return False
    count = passkey.counted(site, answer.challenge, answer.passkey, known.secret, known.counter)
    if count is None or not spend(seal.digest(passkey.plain(answer.challenge)), now):
        return False
    return _used(known, count, now) if count else _touched(known, now)


def _on_paper(member_id: int, typed: str, seal: Seal, now: datetime) -> bool:
    result = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.member_id == member_id,
            RecoveryCode.digest == seal.digest(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount) == 1  # type: ignore[attr-defined]


def _used(factor: Factor, counter: int, now: datetime) -> bool:
    """Move the counter on; False when it was there already: a code or an answer used before."""
    result = db.session.execute(
        update(Factor)
        .where(Factor.id == factor.id, Factor.counter < counter)
        .values(counter=counter, used_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount) == 1  # type: ignore[attr-defined]


def _touched(factor: Factor, now: datetime) -> bool:
    db.session.execute(update(Factor).where(Factor.id == factor.id).values(used_at=now))
    return True
