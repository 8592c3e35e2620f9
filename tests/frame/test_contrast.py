"""The colours of the tokens, measured: WCAG 2.2 contrast of every pair the components set on each other."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "storefront/static/css/tokens.css").read_text()

TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "accent-soft"),
    ("ink", "gold-soft"),
    ("ink-2", "paper"),
    ("ink-2", "surface"),
    ("ink-2", "sunken"),
    ("ink-2", "accent-soft"),
    ("accent", "paper"),
    ("accent", "accent-soft"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("link", "paper"),
    ("link", "sunken"),
    ("gold", "paper"),
    ("gold", "gold-soft"),
    ("error", "paper"),
    ("error", "surface"),
    ("error", "error-soft"),
    ("ok", "paper"),
    ("ok", "sunken"),
]
EDGES = [
    ("control", "paper"),
    ("control", "surface"),
    ("control", "sunken"),
    ("focus", "paper"),
    ("focus", "surface"),
]


def colours(scheme: str) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
    return {name: light if scheme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    tokens = colours(scheme)
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_the_focus_ring_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    tokens = colours(scheme)
    assert contrast(tokens[edge], tokens[ground]) >= 3


def test_the_plain_fallback_is_the_light_shop() -> None:
    before = TOKENS.partition("@supports")[0]
    plain = dict(re.findall(r"--([\w-]+): (#\w{6});", before))
    assert {name: plain[name] for name in colours("light")} == colours("light")
