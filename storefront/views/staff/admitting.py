"""Letting a member in, once all is proved that has to be: the session begins here and nowhere else."""

from typing import Protocol

from flask import current_app, g

from storefront.extensions import db
from storefront.staff import signing_in
from storefront.staff.audit import Act, Actor, write_down
from storefront.staff.proving import Proof
from storefront.staff.signing_in import Credentials
from storefront.views import current
from storefront.views.caller import caller
from storefront.views.staff import cookie
from storefront.views.staff.browser_words import browser_words


class Somebody(Protocol):
    """Whoever may be a member of the demo."""

    @property
    def demo(self) -> bool:
        """Whether they are."""


def admitted(somebody: Somebody) -> bool:
    """Whether this shop lets them in at all: members of the demo come in nowhere but in development."""
    return not (somebody.demo and current_app.config["SETTINGS"].production)


def let_in(known: Credentials, by: Proof, fresh: str = "") -> bool:
    """Begin the session, end the one this browser had, and give out the new id. Commits.

    `by` is what was proved last. False when the member was switched off or got another password meanwhile.
    """
    now = current.now()
    secret = signing_in.begin(known, now, caller(), fresh, browser_words())
    if secret is None:
        return False
    if g.staff is not None:
        signing_in.end(g.staff.session_id, now)
    actor = Actor(known.member_id, known.name, caller())
    subject = f"staff:{known.member_id}"
    write_down(actor, Act.SIGNED_IN, subject, now, after={"by": by.value})
    db.session.commit()
    cookie.keep(secret)
    return True
