"""Taking members on and off, and their passwords. Callers commit; hashes are made before, see `passwords`."""

from datetime import datetime

from storefront.extensions import db
from storefront.staff.audit import Act, Actor, write_down
from storefront.staff.member import Member, member_by_email, tidy
from storefront.staff.roles import Role
from storefront.staff.signing_in import end_all


class MemberExists(Exception):
    """Somebody with that address is a member already, perhaps one that was switched off."""


def add_member(
    by: Actor, email: str, name: str, role: Role, locale: str, password: str, now: datetime, *, new: bool
) -> Member:  # fmt: skip
    """Take somebody on; `password` is a hash, `new` says that it is to be changed at the first sign-in.

    Raises MemberExists.
    """
    if member_by_email(email) is not None:
        raise MemberExists(tidy(email))
    member = Member(
        email=tidy(email), name=name, role=role, locale=locale, password=password,
        password_is_new=new, created_at=now,
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    after = {"email": member.email, "name": name, "role": role}
    write_down(by, Act.MEMBER_ADDED, subject_of(member), now, after=after)
    return member


def switch_off(by: Actor, member: Member, now: datetime) -> bool:
    """Let a member in no more and end their sessions. False when they were off already."""
    if not member.active:
        return False
    member.active = False
    ended = end_all(member.id, now)
    before, after = {"active": True}, {"active": False, "sessions_ended": ended}
    write_down(by, Act.MEMBER_OFF, subject_of(member), now, before, after)
    return True


def change_password(by: Actor, member: Member, password: str, now: datetime, *, new: bool) -> None:
    """Keep another hash, end all the member's sessions, and let them in again if they were off.

    `new`: somebody else chose it, so the member is to change it.
    """
    after = {"sessions_ended": end_all(member.id, now), "switched_on": not member.active}
    member.password, member.password_is_new, member.active = password, new, True
    write_down(by, Act.PASSWORD_CHANGED, subject_of(member), now, after=after)


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
