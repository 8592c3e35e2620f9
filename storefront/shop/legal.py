"""The shop's terms as pages, the confirmation and mails show them: one set of words, figures filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storefront.extensions import db
from storefront.locales import choose
from storefront.shop.profile import LegalItem

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Term:
    """One item of the terms in one language, its figures filled in."""

    key: str
    label: str
    text: str


def terms_on(page: str, figures: Mapping[str, str], locale: str) -> list[Term]:
    """The items of a legal page in their order; one statement."""
    rows = db.session.scalars(
        select(LegalItem).where(LegalItem.page == page).order_by(LegalItem.position)
    )
    return [_term(row, figures, locale) for row in rows]


def terms(keys: Sequence[str], figures: Mapping[str, str], locale: str) -> dict[str, Term]:
    """The items of those keys, whatever page they belong to, in the order asked for; one statement.

    A key that no item has is left out, and so is an item with nothing to say.
    """
    rows = db.session.scalars(select(LegalItem).where(LegalItem.key.in_(keys)))
    found = {row.key: _term(row, figures, locale) for row in rows}
    return {key: found[key] for key in keys if key in found and found[key].text}


def filled(text: str, figures: Mapping[str, str]) -> str:
    """`text` with {names} replaced by figures; a name nobody knows stays as it is written.

    What names a figure with nothing to say is left out: a line of a list by itself, any other paragraph whole.
    """
    paragraphs = (_paragraph(part, figures) for part in text.strip().split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def _paragraph(text: str, figures: Mapping[str, str]) -> str:
    parts = text.split("\n") if text.startswith("- ") else [text]
    return "\n".join(
        _PLACE.sub(lambda place: figures.get(place[1], place[0]), part)
        for part in parts
        if all(figures.get(name, name) for name in _PLACE.findall(part))
    )


def _term(row: LegalItem, figures: Mapping[str, str], locale: str) -> Term:
    label, text = (filled(choose(words, locale), figures) for words in (row.label, row.text))
    return Term(row.key, label, text)
