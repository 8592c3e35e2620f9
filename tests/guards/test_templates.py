"""Templates stay within the rules of the front end: no inline code, one subset of htmx, no bare words."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "storefront" / "templates"
PAGES = sorted(
    path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts
)
ALLOWED_HTMX = {
    "get", "post", "target", "swap", "trigger", "include", "sync", "indicator", "push-url",
    "swap-oob", "select",
}  # fmt: skip
COMMENT = re.compile(r"\{#.*?#\}", re.S)
TAG_OR_EXPRESSION = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.S)
LETTERS = re.compile(r"[A-Za-z]{2,}|[\u3040-\u30ff\u3400-\u9fff]")


def text_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_no_inline_code_and_only_our_htmx(path: Path) -> None:
    text = text_of(path)
    assert not re.search(r"<[^>]+\sstyle\s*=", text), "inline style"
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", text), "inline script"
    assert not re.search(r"<style", text), "style element"
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert all("src=" in tag or "application/ld+json" in tag for tag in scripts)
    used = set(re.findall(r"data-hx-([a-z-]+)", text))
    assert used <= ALLOWED_HTMX, used - ALLOWED_HTMX
    assert not re.search(r"\shx-[a-z]", text), "htmx attributes are written data-hx-…"
    assert "js:" not in text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    """Words that name their own language (lang="en") stand as they are."""
    text = re.sub(r"<script\b.*?</script>", "", text_of(path), flags=re.S)
    text = re.sub(r"<(\w+)\b[^>]*\slang=\"\w+\"[^>]*>[^<]*</\1>", "", text)
    text = re.sub(r"\{%-?\s*set \w+\s*-?%\}.*?\{%-?\s*endset\s*-?%\}", "", text, flags=re.S)
    bare = re.sub(r"&\w+;", " ", TAG_OR_EXPRESSION.sub(" ", text))
    assert LETTERS.findall(bare) == []


@pytest.mark.parametrize(
    "path",
    [path for path in PAGES if path.name.startswith("_") or path.parent.name == "components"],
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_a_fragment_says_what_it_accepts(path: Path) -> None:
    assert path.read_text().lstrip().startswith("{#")
    assert "Accepts" in path.read_text()[:400]


def test_every_posting_form_carries_the_csrf_field() -> None:
    missing = []
    for path in PAGES:
        for form in re.findall(r"<form\b.*?</form>", text_of(path), re.S):
            if re.search(r"method=\"post\"", form) and "csrf_field()" not in form:
                missing.append(str(path.relative_to(TEMPLATES)))
    assert missing == []
