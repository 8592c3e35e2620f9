"""The fields that sheets of settings are made of: each knows how its value is typed, read and said in words."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from flask_babel import LazyString
from flask_babel import gettext as _

from storefront.jinja import locale_code
from storefront.locales import LOCALES
from storefront.views.staff.typed import number_typed

Words: TypeAlias = LazyString | str
Options: TypeAlias = Callable[[], Sequence[tuple[str, str]]]
"""Pairs of value and words."""


@dataclass
class Texts:
    """What was typed, and what of it cannot be read, by the ids of the fields."""

    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def line(self, name: str) -> str:
        """One line without signs nobody sees and double spaces."""
        return " ".join(_visible(self.typed.get(name, "")).split())

    def lines(self, name: str) -> str:
        """Several, without spaces at their ends."""
        text = _visible(self.typed.get(name, "").replace("\r\n", "\n"))
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()

    def plain(self, name: str) -> str:
        """Figures and Latin letters, half width."""
        return unicodedata.normalize("NFKC", self.line(name))

    def number(self, name: str, least: int, most: int, *, need: bool) -> int | None:
        """A whole number; None for nothing, and for what is none, which leaves a fault."""
        said = self.plain(name)
        if not said and not need:
            return None
        found = number_typed(said.rstrip("%")) if said else None
        if found is None or not least <= found <= most:
            self.errors[name] = _(
                "%(least)sから%(most)sまでの数で書いてください。", least=f"{least:,}", most=f"{most:,}"
            )  # fmt: skip
            return None
        return found


@dataclass(frozen=True)
class Field:
    """A line of text. `size` as of an input; `empty` is what stands for nothing typed."""

    part: ClassVar[str] = "line"
    name: str
    label: Words
    hint: Words = ""
    need: bool = False
    most: int = 200
    size: str = ""
    empty: str | None = ""

    @property
    def id(self) -> str:
        """Where the page leads for a fault of it."""
        return self.name

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {self.name: value or ""}

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        said = texts.line(self.name)
        if len(said) > self.most:
            texts.errors[self.name] = _("%(most)s文字までです。", most=self.most)
        if self.need and not said:
            texts.errors[self.name] = _("書いてください。")
        return said or self.empty

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        return str(value) if value else str(_("なし"))


@dataclass(frozen=True)
class Both(Field):
    """A text in both languages; `rows` above one takes several lines."""

    part: ClassVar[str] = "both"
    rows: int = 1

    @property
    def id(self) -> str:
        """The Japanese one."""
        return f"{self.name}-ja"

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {f"{self.name}-{code}": (value or {}).get(code, "") for code in LOCALES}

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        found = {}
        for code in LOCALES:
            name = f"{self.name}-{code}"
            found[code] = texts.lines(name) if self.rows > 1 else texts.line(name)
            if len(found[code]) > self.most:
                texts.errors[name] = _("%(most)s文字までです。", most=self.most)
            if self.need and not found[code]:
                texts.errors[name] = _("日本語と英語の両方を書いてください。")
        return found

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        return " / ".join(text for text in value.values() if text) or str(_("なし"))


@dataclass(frozen=True)
class Whole(Field):
    """A whole number between two others; `unit` stands behind it. Without need it may be left empty: None."""

    part: ClassVar[str] = "whole"
    least: int = 0
    largest: int = 9_999_999
    unit: Words = ""

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {self.name: "" if value is None else str(value)}

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        return texts.number(self.name, self.least, self.largest, need=self.need)

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        return str(_("なし")) if value is None else f"{value:,}{self.unit}"


@dataclass(frozen=True)
class Flag(Field):
    """Yes or no."""

    part: ClassVar[str] = "flag"

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {self.name: "1"} if value else {}

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        return texts.typed.get(self.name) == "1"

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        return str(_("はい") if value else _("いいえ"))


@dataclass(frozen=True)
class Chosen(Field):
    """One of a list."""

    part: ClassVar[str] = "chosen"
    options: Options = tuple

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        said = texts.typed.get(self.name, "")
        if said not in {code for code, _words in self.options()}:
            texts.errors[self.name] = _("一覧から選んでください。")
        return said

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        return dict(self.options()).get(str(value), str(value))


@dataclass(frozen=True)
class Marks(Field):
    """Some of a list, in its order; `whole` where the values are numbers."""

    part: ClassVar[str] = "marks"
    options: Options = tuple
    whole: bool = False

    @property
    def id(self) -> str:
        """The first one."""
        return f"{self.name}-{next(iter(dict(self.options())), '')}"

    def typed(self, value: Any) -> dict[str, str]:
        """The value as it would be typed."""
        return {f"{self.name}-{one}": "1" for one in value}

    def read(self, texts: Texts) -> Any:
        """The value; a fault is left with the texts."""
        ids = [code for code, _words in self.options()]
        found = [code for code in ids if texts.typed.get(f"{self.name}-{code}") == "1"]
        return [int(code) for code in found] if self.whole else found

    def words(self, value: Any) -> str:
        """The value as somebody reads it."""
        known = dict(self.options())
        between = "・" if locale_code() == "ja" else ", "
        return between.join(known.get(str(one), str(one)) for one in value) or str(_("なし"))


def _visible(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() or sign in {"\n", "\u3000", "\t"})
