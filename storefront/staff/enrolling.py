"""Second factors set up, replaced and taken away, each with its line in the audit. Callers commit."""

from datetime import datetime

from sqlalchemy import delete, func, select

from storefront.extensions import db
from storefront.staff.audit import Act, Actor, write_down
from storefront.staff.factor import Factor, Kind, RecoveryCode
from storefront.staff.one_time_code import made_recovery_codes
from storefront.staff.passkey import NewPasskey
from storefront.staff.sealing import Seal

MOST_PASSKEYS = 10


class KnownPasskey(Exception):
    """The passkey belongs to somebody already."""


def keep_app(
    by: Actor, member_id: int, secret: str, step: int, seal: Seal, now: datetime
) -> list[str]:
    """Set up an app whose code of `step` was typed just now; it replaces the one before. The recovery codes, if they are new."""
    gone = db.session.execute(
        delete(Factor).where(Factor.member_id == member_id, Factor.kind == Kind.CODE)
    )
    replaced = int(gone.rowcount) > 0  # type: ignore[attr-defined]
    db.session.add(
        Factor(
            member_id=member_id, kind=Kind.CODE, name="", secret=seal.close(secret), counter=step,
            created_at=now, used_at=now,
        )
    )  # fmt: skip
    after = {"factor": Kind.CODE.value, "replaced": replaced}
    write_down(by, Act.FACTOR_ADDED, _subject(member_id), now, after=after)
    return _first_codes(member_id, seal)


def keep_passkey(
    by: Actor, member_id: int, new: NewPasskey, name: str, seal: Seal, now: datetime
) -> list[str]:
    """Set up a passkey. The recovery codes, if they are new. Raises KnownPasskey."""
    if db.session.scalar(select(Factor.id).where(Factor.credential == new.credential)):
        raise KnownPasskey
    db.session.add(
        Factor(
            member_id=member_id, kind=Kind.PASSKEY, name=name, secret=new.public_key,
            credential=new.credential, counter=new.counter, created_at=now,
        )
    )  # fmt: skip
    after = {"factor": Kind.PASSKEY.value, "name": name}
    write_down(by, Act.FACTOR_ADDED, _subject(member_id), now, after=after)
    return _first_codes(member_id, seal)


def remove_factor(by: Actor, factor: Factor, now: datetime) -> None:
    """Take one away; with the last one go the recovery codes."""
    before = {"factor": factor.kind, "name": factor.name}
    db.session.delete(factor)
    db.session.flush()
    if not _count(factor.member_id):
        _forget_codes(factor.member_id)
    write_down(by, Act.FACTOR_REMOVED, _subject(factor.member_id), now, before)


def reset_factors(by: Actor, member_id: int, now: datetime) -> int:
    """Take all away, for somebody whose phone is lost: they set up anew at the next sign-in. How many there were."""
    kinds = db.session.scalars(select(Factor.kind).where(Factor.member_id == member_id)).all()
    db.session.execute(delete(Factor).where(Factor.member_id == member_id))
    _forget_codes(member_id)
    before = {"factors": sorted(kinds)}
    write_down(by, Act.FACTORS_RESET, _subject(member_id), now, before, {"factors": []})
    return len(kinds)


def renew_codes(by: Actor, member_id: int, seal: Seal, now: datetime) -> list[str]:
    """Ten other recovery codes; those before work no more."""
    codes = _codes(member_id, seal)
    write_down(by, Act.RECOVERY_RENEWED, _subject(member_id), now, after={"codes": len(codes)})
    return codes


def _first_codes(member_id: int, seal: Seal) -> list[str]:
    """Codes for who has none left."""
    db.session.flush()
    unused = RecoveryCode.used_at.is_(None)
    if db.session.scalar(select(RecoveryCode.id).where(RecoveryCode.member_id == member_id, unused)):  # fmt: skip
        return []
    return _codes(member_id, seal)


def _codes(member_id: int, seal: Seal) -> list[str]:
    _forget_codes(member_id)
    codes = made_recovery_codes()
    db.session.add_all(RecoveryCode(member_id=member_id, digest=seal.digest(one)) for one in codes)
    return codes


def _forget_codes(member_id: int) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))


def _count(member_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Factor.member_id == member_id)) or 0


def _subject(member_id: int) -> str:
    return f"staff:{member_id}"
