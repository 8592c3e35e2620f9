"""The stylesheet holds nothing that no page uses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "storefront"
STYLES = ROOT / "static" / "css"
SHEETS = sorted(STYLES.rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SELECTOR = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
WORD = re.compile(r"[a-zA-Z][\w-]*")
BEGUN = re.compile(r"([\w-]+(?:--|__))(?=\{\{|\" ~)")
"""The beginning of a class name that a template completes: btn--{{ kind }}."""


def pages() -> str:
    """Everything that can give an element a class."""
    found = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
    found += (ROOT / "views").rglob("*.py")
    return "\n".join(path.read_text() for path in found)


USED = frozenset(WORD.findall(pages()))
COMPLETED = tuple(BEGUN.findall(pages()))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(STYLES).as_posix())
def test_every_class_is_given_to_something(sheet: Path) -> None:
    selectors = " ".join(SELECTOR.findall(COMMENT.sub("", sheet.read_text())))
    named = set(CLASS.findall(selectors))
    assert {name for name in named - USED if not name.startswith(COMPLETED)} == set()
