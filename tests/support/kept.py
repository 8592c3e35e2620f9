"""Everything that a shop keeps or shows, as text, for tests that look for what must be nowhere: logs, pages, tables, mails."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response
from sqlalchemy import select

from storefront.extensions import db
from storefront.logs import JsonLines
from storefront.mail.outbox import OutboxMessage


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What is logged meanwhile, by anybody, down to the last detail."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(JsonLines())
    places = [logging.getLogger(name) for name in ("", "storefront", "stripe")]
    levels = [one.level for one in places]
    for one in places:
        one.addHandler(handler)
        one.setLevel(logging.DEBUG)
    yield heard
    for one, level in zip(places, levels, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)


@contextmanager
def everything_answered(app: Flask) -> Iterator[list[str]]:
    """Every page, part of a page and JSON that is answered meanwhile."""
    kept: list[str] = []

    def keep(response: Response) -> Response:
        if response.mimetype.endswith(("html", "json")) and not response.direct_passthrough:
            kept.append(response.get_data(as_text=True))
        return response

    app.after_request_funcs.setdefault(None, []).append(keep)  # type: ignore[arg-type]
    yield kept
    app.after_request_funcs[None].remove(keep)  # type: ignore[arg-type]


def tables() -> dict[str, str]:
    """Every table as text by its name, those of the seeds left out."""
    return {
        table.name: "\n".join(
            " | ".join(str(value) for value in row) for row in db.session.execute(select(table))
        )
        for table in db.metadata.sorted_tables
        if table.name not in {"postcode", "search_word"}
    }


def mails() -> list[str]:
    """Every mail that was written."""
    return [
        f"{one.subject}\n{one.text}\n{one.html}"
        for one in db.session.scalars(select(OutboxMessage))
    ]
