"""Many sources, one file: styles and scripts as they go over the wire.

Made for our own sources, which the tests hold to what it allows, instead of for every stylesheet there is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, groupby, product
from operator import itemgetter
from string import ascii_lowercase

NAME = re.compile(r"(?<![\w-])--[a-z][\w-]*")
"""A custom property; the second half of a class name (btn--ghost) is none."""
LAYER = re.compile(r"@layer ([\w-]+) \{\n((?:[^}\n].*\n|\n)*)\}")
"""A text that is one layer: no bracket closes at the beginning of a line before its end."""


def short_names(texts: Iterable[str]) -> dict[str, str]:
    """A name of one or two letters for every custom property, the shortest for those named most often.

    They are a seventh of the written styles. Sheets of one page need one and the same table.
    """
    named = Counter(name for text in texts for name in NAME.findall(text))
    letters = ("".join(some) for length in count(1) for some in product(ascii_lowercase, repeat=length))  # fmt: skip
    ordered = sorted(named, key=lambda name: (-named[name], name))
    return {name: f"--{short}" for name, short in zip(ordered, letters, strict=False)}


def joined_styles(texts: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """One stylesheet: comments and the spaces of the layout gone, neighbours in one layer under one roof.

    Every rule stays as it was written and where it was, but for the `names` of custom properties.
    """
    bare = (re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip() for text in texts)
    quoted = re.split(r"(\"[^\"]*\")", _dense("\n".join(_under_one_roof(bare))))
    quoted[::2] = [_denser(part) for part in quoted[::2]]  # what stands in quotes stays as it is
    short = names or {}
    return NAME.sub(lambda found: short.get(found[0], found[0]), "".join(quoted)) + "\n"


def _under_one_roof(texts: Iterable[str]) -> Iterator[str]:
    """The texts, neighbours that are nothing but rules of one layer as one."""
    for layer, found in groupby(map(_in_layer, texts), itemgetter(0)):
        rules = "\n".join(text for _layer, text in found)
        yield f"@layer {layer} {{\n{rules}\n}}" if layer else rules


def _in_layer(text: str) -> tuple[str, str]:
    """A text's layer and what stands in it; no layer and all of the text where anything stands outside one."""
    whole = LAYER.fullmatch(text)
    return (whole[1], whole[2]) if whole else ("", text)


def _dense(text: str) -> str:
    """Without empty lines, indentation and the ends of lines."""
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    joined = re.sub(r"([{};,:(])\n", r"\1", lines.replace(" {\n", "{\n").replace(";\n}", "}"))
    return re.sub(r"([{;(][\w-]+): ", r"\1:", joined.replace("\n)", ")"))


def _denser(part: str) -> str:
    """Without the spaces and zeros that say nothing. A + in a sum keeps its spaces, one in a selector does not."""
    part = re.sub(r"([,>{]) | (?=[>{])", r"\1", part)
    part = re.sub(r" ([+~]) (?=[^;{}]*\{)", r"\1", part)
    part = re.sub(r"#(\w)\1(\w)\2(\w)\3\b", r"#\1\2\3", part)
    return re.sub(r"(?<![\w.])0\.", ".", part)


def joined_scripts(texts: Iterable[str]) -> str:
    """One script: each source in a block of its own, without its comment lines and indentation.

    Sources keep to what that allows: no template literal over several lines, no import.
    """
    blocks = ['"use strict";']
    for text in texts:
        lines = (line.strip() for line in text.splitlines())
        blocks += ["{", *(line for line in lines if line and not line.startswith("//")), "}"]
    return "\n".join(blocks) + "\n"
