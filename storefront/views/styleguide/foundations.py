"""What the look stands on, read from where it is defined: colours, sizes of letters, symbols."""

import re
from functools import cache

from storefront.settings import ROOT

STATIC = ROOT / "storefront" / "static"
TINY = frozenset({"dot", "half", "ring", "square", "diamond", "cross"})
"""Symbols drawn on twelve pixels: the shapes beside words of state."""


@cache
def colours() -> list[str]:
    """The names of the colours in tokens.css, in its order."""
    light = _tokens().split("colour in the light")[1].split("shape, measure, motion")[0]
    return re.findall(r"--([\w-]+): #", light)


@cache
def letters() -> list[str]:
    """The steps of the type scale, smallest first."""
    return list(dict.fromkeys(re.findall(r"--step-(-?\d):", _tokens())))


@cache
def symbols() -> list[str]:
    """The names of the symbols in icons.svg."""
    return re.findall(r'id="([\w-]+)"', (STATIC / "icons.svg").read_text())


def _tokens() -> str:
    return (STATIC / "css" / "tokens.css").read_text()
