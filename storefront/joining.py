"""Many sources, one file: styles and scripts as they go over the wire.

Made for our own sources, which the tests hold to what it allows, instead of for every stylesheet there is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import count, product
from string import ascii_lowercase

NAME = re.compile(r"(?<![\w-])--[a-z][\w-]*")
"""A custom property; the second half of a class name (btn--ghost) is none."""
LAYER = re.compile(r"(?<![^}])@layer ([\w-]+)\{")


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
    dense = _dense(re.sub(r"/\*.*?\*/", "", "\n".join(texts), flags=re.DOTALL))
    quoted = re.split(r"(\"[^\"]*\")", dense)  # what stands in quotes stays as it is
    quoted[::2] = [_denser(part) for part in quoted[::2]]
    short = names or {}
    whole = NAME.sub(lambda found: short.get(found[0], found[0]), "".join(quoted))
    return _under_one_roof(whole) + "\n"


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


def _under_one_roof(text: str) -> str:
    """Layers that follow each other and have one name, as one."""
    first, *rest = LAYER.split(text)
    whole, open_one = first, ""
    for layer, rules in zip(rest[::2], rest[1::2], strict=True):
        if layer == open_one:
            whole = whole.removesuffix("}") + rules
        else:
            whole += f"@layer {layer}{{{rules}"
        open_one = layer if _ends_with_its_layer(rules) else ""
    return whole


def _ends_with_its_layer(rules: str) -> bool:
    """Is the last bracket of what follows "@layer x{" the one that closes it?"""
    depth = 1
    for place, sign in enumerate(rules.rstrip("\n"), 1):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            return place == len(rules.rstrip("\n"))
    return False


def joined_scripts(texts: Iterable[str]) -> str:
    """One script: each source in a block of its own, without its comment lines and indentation.

    Sources keep to what that allows: no template literal over several lines, no import.
    """
    blocks = ['"use strict";']
    for text in texts:
        lines = (line.strip() for line in text.splitlines())
        blocks += ["{", *(line for line in lines if line and not line.startswith("//")), "}"]
    return "\n".join(blocks) + "\n"
