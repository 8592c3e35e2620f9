"""The two languages of the shop, and texts that exist in both."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from sqlalchemy import JSON
from sqlalchemy.types import TypeDecorator

Locale: TypeAlias = Literal["ja", "en"]
LOCALES: tuple[Locale, ...] = ("ja", "en")
DEFAULT_LOCALE: Locale = "ja"

Text: TypeAlias = dict[str, str]
"""A text in both languages: {"ja": …, "en": …}."""


class Translated(TypeDecorator[Text]):
    """A column that holds one text in both languages, stored as JSON."""

    impl = JSON
    cache_ok = True


def choose(text: Mapping[str, str], locale: str) -> str:
    """The text in `locale`, else in the other language, else empty."""
    return text.get(locale) or next((value for value in text.values() if value), "")


def as_locale(code: str | None) -> Locale:
    """The supported language for a code, Japanese for anything unknown."""
    return "en" if code == "en" else DEFAULT_LOCALE
