"""Japanese writing where a reader of English would stumble over it."""

import json
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import Comment, Doctype

JAPANESE = re.compile(
    r"[\u3000-\u3011\u3013-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]+"
)
"""Kana, kanji, and the full-width marks and spaces that come with them; not 〒, which English addresses keep."""

SIGNBOARD = "はっぱ茶房"
"""The shop's name, which is the same on every signboard."""

ADDRESSES = {
    "href",
    "src",
    "srcset",
    "action",
    "data-hx-get",
    "data-hx-post",
    "name",
    "id",
    "for",
    "data-copy",
}
"""Attributes that nobody reads."""


def japanese_left(page: BeautifulSoup) -> list[str]:
    """Every stretch of Japanese that is not marked as such with lang="ja": in texts, attributes, structured data."""
    return [text for text in _read(page) if JAPANESE.search(text.replace(SIGNBOARD, ""))]


def _read(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(True):
        if _marked(element):
            continue
        for name, value in element.attrs.items():
            if name not in ADDRESSES:
                yield f"{name}={value}"
        for child in element.children:
            if isinstance(child, NavigableString) and not isinstance(child, Comment | Doctype):
                yield _unescaped(element, child.strip())


def _marked(element: Tag) -> bool:
    """Whether the nearest language around is Japanese."""
    nearest = element if element.has_attr("lang") else element.find_parent(lang=True)
    return nearest is not None and nearest["lang"] == "ja"


def _unescaped(element: Tag, text: str) -> str:
    """Structured data as it is read, not as it is written."""
    if element.name == "script" and text:
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text
