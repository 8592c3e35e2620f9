"""Who is at work in this request, for views behind the guard."""

from flask import abort, g
from werkzeug.exceptions import TooManyRequests

from storefront.extensions import db
from storefront.staff.audit import Actor
from storefront.staff.member import Member
from storefront.staff.passwords import matches
from storefront.staff.signing_in import SignedIn, credentials, is_open
from storefront.views import current
from storefront.views.caller import caller, within_limit
from storefront.views.responses import see_other
from storefront.views.staff.limit import MINUTE, TRIES


def at_work() -> SignedIn:
    """The member who is signed in."""
    member: SignedIn = g.staff
    return member


def actor() -> Actor:
    """The same, as the audit names them."""
    member = at_work()
    return Actor(member.member_id, member.name, caller())


def own_holder() -> str:
    """Whom a passkey's answer serves that is asked for in this session."""
    return f"session:{at_work().session_id}"


def own_row() -> Member:
    """The member's row, held until the commit so that two changes cannot cross.

    Leads to the door when the session was ended since the request began: whoever was switched off, or given another
    password, while theirs was being hashed is not to undo that.
    """
    row = db.session.get_one(
        Member, at_work().member_id, with_for_update=True, populate_existing=True
    )
    if not is_open(at_work().session_id, current.now()):
        db.session.rollback()
        abort(see_other("staff.sign_in"))
    return row


def typed_own_password(password: str) -> bool:
    """Whether `password` is the member's own. Counts the try; raises TooManyRequests beyond the limit.

    Ends the transaction before it hashes.
    """
    if not within_limit("staff", TRIES, MINUTE, at_work().email):
        raise TooManyRequests(retry_after=int(MINUTE.total_seconds()))
    known = credentials(at_work().email)
    db.session.rollback()
    return known is not None and matches(known.password, password)
