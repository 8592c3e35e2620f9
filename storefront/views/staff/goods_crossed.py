"""Two people who wrote about the same goods at once: each field both ways, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from storefront.catalog.tag import Tag
from storefront.catalog.written import Written, differing
from storefront.locales import LOCALES
from storefront.views.catalog_filters import TAG_WORDS
from storefront.views.snapshot import snapshot
from storefront.views.staff.goods_typed import facts_typed, notes_typed
from storefront.views.staff.goods_words import FIELDS, TAX, TEMPERATURE, UNITS
from storefront.views.staff.typed import number_typed


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote differently, both ways."""

    name: str
    theirs: str
    mine: str


def differences(theirs: Written, mine: Written) -> list[Difference]:
    """Where what is stored now and what was typed are not the same."""
    return [
        Difference(str(FIELDS[name]), _words(name, theirs), _words(name, mine))
        for name in differing(theirs, mine)
    ]


def seen() -> int:
    """The version of the page that was sent, 0 for none."""
    return number_typed(request.form.get("version", "")) or 0


def _words(name: str, written: Written) -> str:
    found: Any = getattr(written, name)
    parts: Sequence[object]
    match name:
        case "facts":
            parts = [facts_typed(found, code) for code in LOCALES]
        case "notes":
            parts = [notes_typed(found, code) for code in LOCALES]
        case "tags":
            parts = [TAG_WORDS[Tag(one)] for one in found]
        case "category" | "parent":
            shelf = snapshot().shelf(found)
            parts = list(shelf.name.values()) if shelf else [found]
        case "tax_class" | "temperature" | "unit":
            parts = [{**TAX, **TEMPERATURE, **UNITS}.get(found, found)]
        case "sides":
            parts = [" × ".join(map(str, found))]
        case "compare" | "published":
            parts = [_("はい") if found else _("いいえ")]
        case _ if isinstance(found, dict):
            parts = list(found.values())
        case _:
            parts = found if isinstance(found, tuple) else [found]
    return " / ".join(str(one) for one in parts if one) or str(_("なし"))
