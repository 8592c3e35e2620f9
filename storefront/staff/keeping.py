"""Taking members on and off, their names, roles and passwords. Callers commit; hashes are made before, see `passwords`."""

from datetime import datetime

from sqlalchemy import select

from storefront.extensions import db
from storefront.staff import enrolling
from storefront.staff.audit import Act, Actor, write_down
from storefront.staff.member import Member, member_by_email, tidy
from storefront.staff.roles import Role
from storefront.staff.signing_in import end_all


class MemberExists(Exception):
    """Somebody with that address is a member already, perhaps one that was switched off."""


class LastOwner(Exception):
    """Without this member nobody could take others on any more."""


def add_member(
    by: Actor, email: str, name: str, role: Role, locale: str, password: str, now: datetime, *, new: bool, demo: bool = False
) -> Member:  # fmt: skip
    """Take somebody on; `password` is a hash, `new` says that it is to be changed at the first sign-in.

    `demo`: one of the demo's, who needs no second factor and comes in nowhere but in development. Raises MemberExists.
    """
    if member_by_email(email) is not None:
        raise MemberExists(tidy(email))
    member = Member(
        email=tidy(email), name=name, role=role, locale=locale, password=password,
        password_is_new=new, demo=demo, created_at=now,
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    after = {"email": member.email, "name": name, "role": role} | ({"demo": True} if demo else {})
    write_down(by, Act.MEMBER_ADDED, subject_of(member), now, after=after)
    return member


def all_members() -> list[Member]:
    """Everybody who works or worked here; those at work first, each by their beginning."""
    return list(db.session.scalars(select(Member).order_by(Member.active.desc(), Member.id)))


def held(member_id: int) -> Member | None:
    """A member, held until the commit together with all owners, so that two owners cannot take each other's role at once."""
    owners = (Member.role == Role.OWNER) & Member.active
    found = db.session.scalars(
        select(Member)
        .where((Member.id == member_id) | owners)
        .order_by(Member.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return next((one for one in found.all() if one.id == member_id), None)


def change_member(by: Actor, member: Member, name: str, role: Role, now: datetime) -> bool:
    """Call a member something else, give them another role. False when nothing differs. Raises LastOwner."""
    was, becomes = {"name": member.name, "role": member.role}, {"name": name, "role": role.value}
    changed = [field for field in was if was[field] != becomes[field]]
    if not changed:
        return False
    if role != Role.OWNER:
        _spare_last_owner(member)
    member.name, member.role, member.version = name, role, member.version + 1
    write_down(
        by, Act.MEMBER_CHANGED, subject_of(member), now,
        {field: was[field] for field in changed}, {field: becomes[field] for field in changed},
    )  # fmt: skip
    return True


def switch_off(by: Actor, member: Member, now: datetime) -> bool:
    """Let a member in no more and end their sessions. False when they were off already."""
    if not member.active:
        return False
    member.active, member.version = False, member.version + 1
    ended = end_all(member.id, now)
    before, after = {"active": True}, {"active": False, "sessions_ended": ended}
    write_down(by, Act.MEMBER_OFF, subject_of(member), now, before, after)
    return True


def let_go(by: Actor, member: Member, now: datetime) -> bool:
    """Switch off a member, unless nobody would be left to switch them on again: raises LastOwner."""
    _spare_last_owner(member)
    return switch_off(by, member, now)


def switch_on(by: Actor, member: Member, now: datetime) -> bool:
    """Let a member in again, with the password and the factors they had. False when they were on."""
    if member.active:
        return False
    member.active, member.version = True, member.version + 1
    write_down(
        by, Act.MEMBER_ON, subject_of(member), now, {"active": False}, {"active": True}
    )  # fmt: skip
    return True


def change_password(by: Actor, member: Member, password: str, now: datetime, *, new: bool) -> None:
    """Keep another hash, end all the member's sessions, and let them in again if they were off.

    `new`: somebody else chose it, so the member is to change it.
    """
    after = {"sessions_ended": end_all(member.id, now), "switched_on": not member.active}
    member.password, member.password_is_new, member.active = password, new, True
    write_down(by, Act.PASSWORD_CHANGED, subject_of(member), now, after=after)


def reset_factors(by: Actor, member: Member, now: datetime) -> int:
    """Forget all second factors of somebody whose phone is lost and end their sessions. How many factors there were."""
    end_all(member.id, now)
    return enrolling.reset_factors(by, member.id, now)


def end_sessions(by: Actor, member: Member, now: datetime) -> int:
    """End all sessions of somebody else. How many there were; none leaves no line."""
    ended = end_all(member.id, now)
    if ended:
        after = {"sessions_ended": ended}
        write_down(by, Act.SESSIONS_ENDED, subject_of(member), now, after=after)
    return ended


def change_language(by: Actor, member: Member, locale: str, now: datetime) -> None:
    """Show the staff pages in another language."""
    if member.locale == locale:
        return
    before, after = {"locale": member.locale}, {"locale": locale}
    member.locale = locale
    write_down(by, Act.LANGUAGE_CHANGED, subject_of(member), now, before, after)


def subject_of(member: Member) -> str:
    """What the audit calls a member."""
    return f"staff:{member.id}"


def _spare_last_owner(member: Member) -> None:
    if member.role != Role.OWNER or not member.active:
        return
    other = select(Member.id).where(
        Member.role == Role.OWNER, Member.active, Member.id != member.id
    )
    if db.session.scalar(other) is None:
        raise LastOwner(member.email)
