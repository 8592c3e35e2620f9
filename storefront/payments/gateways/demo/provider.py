"""The door to the demo's provider: a transaction of its own, one for each call, never inside the shop's."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from storefront.database import writing
from storefront.extensions import db
from storefront.sqlite import FLUSHED_LATER


class OpenTransaction(Exception):
    """The shop called its provider with a transaction open: the lock would last as long as the call."""


class IllegalMove(Exception):
    """What was asked for cannot happen to that charge; `why` is one word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@contextmanager
def provider() -> Iterator[Session]:
    """A transaction of the provider's own; refuses to open one inside the shop's.

    What it says is worth nothing before the shop has written it down, in the same log: so that commit flushes this one too.
    """
    if db.session.registry.has() and db.session().in_transaction():
        raise OpenTransaction
    token = writing.set(True)
    try:
        engine = db.engine.execution_options(**{FLUSHED_LATER: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        writing.reset(token)
