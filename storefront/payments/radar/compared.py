"""When the books of the payment companies were last compared with ours, whole."""

from datetime import datetime

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.jobs.queue import Job

COMPARING = "payments.compare"
"""The nightly job."""


def compared_at() -> datetime | None:
    """The end of the last whole comparison; None where there was none, or for more than a week."""
    return db.session.scalar(select(func.max(Job.done_at)).where(Job.kind == COMPARING))
