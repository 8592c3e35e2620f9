"""What staff type about goods: kept as typed, read as far as it can be, each fault at its field."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from storefront.catalog.written import Passage
from storefront.locales import LOCALES, Locale, Text
from storefront.views.staff.sure import typed_fields
from storefront.views.staff.typed import number_typed

LONGEST = 60_000
BETWEEN = re.compile(r"[：:]")
TITLE = re.compile(r"^[#＃]\s*(.*)$")
BLANKS = re.compile(r"[ \n\u3000]+")
SEPARATORS = re.compile(r"[,、\n]+")


@dataclass
class Typed:
    """The fields of a form by their ids; `errors` are what the page says at them."""

    fields: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed there, as it was typed."""
        return self.fields.get(name, "")

    def on(self, name: str) -> bool:
        """Whether a box is checked."""
        return bool(self.value(name))

    def code(self, name: str) -> str:
        """A code: half width, no blanks around it."""
        return unicodedata.normalize("NFKC", self.value(name)).strip()[:200]

    def text(self, name: str) -> Text:
        """One line in both languages."""
        return {code: one_line(self.value(f"{name}-{code}")) for code in LOCALES}

    def prose(self, name: str) -> Text:
        """Several paragraphs in both languages."""
        return {code: paragraphs(self.value(f"{name}-{code}")) for code in LOCALES}

    def number(self, name: str) -> int:
        """A whole number of zero or more; 0 for nothing. What is none is a fault of its field."""
        found = number_typed(self.value(name))
        if found is None:
            self.errors[name] = str(_("数字で書いてください。"))
            return 0
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """Words between commas or on lines of their own, each once."""
        found = (" ".join(one.split()) for one in SEPARATORS.split(visible(self.value(name))))
        return tuple(dict.fromkeys(one for one in found if one))

    def facts(self, name: str) -> tuple[Passage, ...]:
        """One row a line, 原材料：緑茶, the same rows in both languages."""
        return self._passages(name, _rows)

    def notes(self, name: str) -> tuple[Passage, ...]:
        """Passages, each below a line that begins with # and is its title."""
        return self._passages(name, _blocks)

    def _passages(
        self, name: str, read: Callable[[str], Iterator[tuple[str, str]]]
    ) -> tuple[Passage, ...]:
        found: dict[Locale, list[tuple[str, str]]] = {}
        for code in LOCALES:
            rows = list(read(paragraphs(self.value(f"{name}-{code}"))))
            wrong = next((text or title for title, text in rows if not (title and text)), None)
            if wrong is not None:
                self.errors[f"{name}-{code}"] = _unreadable(name, wrong)
            found[code] = rows
        return tuple(_nth(found, n) for n in range(max(map(len, found.values()))))


def sent() -> Typed:
    """The form of this request."""
    fields = {name: text[:LONGEST] for name, text in typed_fields().items()}
    fields.pop("version", None)
    return Typed(fields)


def visible(text: str) -> str:
    """Without signs that nobody can see; spaces that hold words together (95 °C) stay."""
    return "".join(
        sign
        for sign in text
        if sign.isprintable() or sign == "\n" or unicodedata.category(sign) == "Zs"
    )


def one_line(text: str) -> str:
    """A text on one line, with single spaces."""
    return BLANKS.sub(" ", visible(text)).strip()


def paragraphs(text: str) -> str:
    """Paragraphs with one empty line between them, no blanks around the lines."""
    lines = (line.strip() for line in visible(text.replace("\r\n", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def both_typed(name: str, text: Text) -> dict[str, str]:
    """A text in both languages, as it would be typed."""
    return {f"{name}-{code}": text.get(code, "") for code in LOCALES}


def facts_typed(rows: tuple[Passage, ...], locale: str) -> str:
    """Rows of facts, as they would be typed."""
    colon = "：" if locale == "ja" else ": "
    return "\n".join(
        f"{one.title.get(locale, '')}{colon}{one.text.get(locale, '')}" for one in rows
    )


def notes_typed(rows: tuple[Passage, ...], locale: str) -> str:
    """Passages, as they would be typed."""
    return "\n\n".join(
        f"# {one.title.get(locale, '')}\n{one.text.get(locale, '').strip()}" for one in rows
    )


def _nth(found: Mapping[Locale, list[tuple[str, str]]], n: int) -> Passage:
    """The n-th passage of each language that has so many."""
    told = {code: rows[n] for code, rows in found.items() if n < len(rows)}
    title: Text = {code: one for code, (one, _text) in told.items()}
    text: Text = {code: one for code, (_title, one) in told.items()}
    return Passage(title, text)


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        if line:
            parts = BETWEEN.split(line, maxsplit=1)
            yield (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else ("", line)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    title, lines = "", list[str]()
    for line in text.split("\n"):
        begun = TITLE.match(line)
        if begun is None:
            lines.append(line)
            continue
        if title or "".join(lines):
            yield title, "\n".join(lines).strip()
        title, lines = begun[1].strip(), []
    if title or "".join(lines):
        yield title, "\n".join(lines).strip()


def _unreadable(name: str, line: str) -> str:
    if name == "facts":
        return str(_("「名前：内容」の形で書いてください：%(line)s", line=line[:30]))
    return str(_("「# 題」の行と、その下に文章を書いてください。"))
