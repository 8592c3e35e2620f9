"""Every message of the shop has a translation that fits, and no translation is left over.

`python -m tests.support.catalogues messages.pot` compares what was just collected from the source, where
Japanese is the key, with the catalogue of each other language.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path("storefront/translations")
LANGUAGES = ("en",)
PLACE = re.compile(r"%\((\w+)\)s|%%|%")


def problems(source: Catalog, translated: Catalog) -> Iterator[str]:
    """What is missing, doubtful, ill-fitting or left over in a catalogue; nothing if it is good."""
    for message in source:
        if message.id:
            yield from problems_of(message, translated.get(message.id, message.context))
    known = {(message.id, message.context) for message in source}
    for message in translated:
        if message.id and (message.id, message.context) not in known:
            yield f"no longer used: {message.id}"
    write_mo(io.BytesIO(), translated)


def problems_of(message: Message, translation: Message | None) -> Iterator[str]:
    """What is wrong with one translation."""
    if translation is None or not all(strings(translation)):
        yield f"not translated: {message.id}"
    elif translation.fuzzy:
        yield f"marked doubtful (fuzzy): {message.id}"
    # "one item" needs no number, so the forms of a plural are taken together
    elif places(message.id) != places(strings(translation)):
        yield f"other placeholders than its source: {message.id}"


def strings(message: Message) -> tuple[str, ...]:
    """The translated text, or texts where number matters."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(text: str | tuple[str, ...]) -> set[str]:
    """The names of the placeholders in a message."""
    whole = text if isinstance(text, str) else " ".join(text)
    return {name for name in PLACE.findall(whole) if name}


def main(pot: Path) -> int:
    """Check every language; print what is wrong. Returns the exit code."""
    source = read_po(io.BytesIO(pot.read_bytes()))
    wrong = 0
    for language in LANGUAGES:
        po = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        if not po.exists():
            print(f"{po}: missing; `make translations` begins it")
            return 1
        for problem in problems(source, read_po(io.BytesIO(po.read_bytes()), locale=language)):
            print(f"{po}: {problem}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
