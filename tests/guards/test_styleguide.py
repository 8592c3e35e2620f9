"""The style guide is complete: every component and fragment on disk is shown in it, in both languages, and renders."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask, g
from flask.testing import FlaskClient

from storefront.views.styleguide import foundations
from storefront.views.styleguide.groups import GROUPS
from storefront.views.styleguide.sample import Room, Sample
from tests.support.letters import japanese_left
from tests.support.shops import open_shop

ROOT = Path(__file__).parents[2] / "storefront"
TEMPLATES = ROOT / "templates"
OWN = "styleguide/"
LANGUAGES = ("ja", "en")
IMPORT = re.compile(r'from "(components/\w+\.html)" import ([^%]+?)\s*%\}')


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all pages of the guide; nothing here writes."""
    with open_shop("sqlite", tmp_path_factory.mktemp("guide")) as app:
        yield app


@pytest.fixture
def visitor(guide: Flask) -> FlaskClient:
    return guide.test_client()


def samples_of(guide: Flask, slug: str) -> list[Sample]:
    group = next(group for group in GROUPS if group.slug == slug)
    with guide.test_request_context("/styleguide"):
        g.locale = "en"
        return group.samples()


def all_samples(guide: Flask) -> list[Sample]:
    return [sample for group in GROUPS for sample in samples_of(guide, group.slug)]


def on_disk() -> set[str]:
    """Components, and fragments of pages, by the names templates use."""
    paths = {*TEMPLATES.glob("components/*.html"), *TEMPLATES.rglob("_*.html")}
    names = {path.relative_to(TEMPLATES).as_posix() for path in paths}
    return {name for name in names if not name.startswith(OWN)}


def macros_in_use() -> set[tuple[str, str]]:
    """Macros of components that pages and fragments import."""
    used = set()
    for path in TEMPLATES.rglob("*.html"):
        if path.parent.name == "components":
            continue
        for file, names in IMPORT.findall(path.read_text()):
            used |= {(file, name.split(" as ")[0].strip()) for name in names.split(",")}
    return used


def test_every_component_and_fragment_is_shown(guide: Flask) -> None:
    assert on_disk() - {sample.file for sample in all_samples(guide)} == set()


def test_every_macro_that_pages_use_is_shown(guide: Flask) -> None:
    shown = {(sample.file, sample.macro) for sample in all_samples(guide)}
    assert macros_in_use() - shown == set()


def test_nothing_is_shown_that_does_not_exist(guide: Flask) -> None:
    assert {s.file for s in all_samples(guide) if not (TEMPLATES / s.file).exists()} == set()


def test_every_sample_has_an_address_of_its_own(guide: Flask) -> None:
    addresses = Counter(sample.id for sample in all_samples(guide))
    assert [address for address, times in addresses.items() if times > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("group", [group.slug for group in GROUPS])
def test_a_group_and_its_samples_render(
    guide: Flask, visitor: FlaskClient, group: str, lang: str
) -> None:
    samples = samples_of(guide, group)
    alone = [f"/styleguide/{group}/{s.id}" for s in samples if s.room is Room.ALONE]
    for address in [f"/styleguide/{group}", *alone]:
        answer = visitor.get(f"{address}?lang={lang}")
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.text, "html.parser")
        assert page.html["lang"] == lang
        assert repeated_ids(page) == [], address
        assert dangling(page) == [], address
        assert lang == "ja" or japanese_left(page) == [], address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_links_every_sample(guide: Flask, visitor: FlaskClient, lang: str) -> None:
    page = BeautifulSoup(visitor.get(f"/styleguide?lang={lang}").text, "html.parser")
    links = {str(link["href"]) for link in page.select("main a")}
    for group in GROUPS:
        for sample in samples_of(guide, group.slug):
            alone = sample.room is Room.ALONE
            path = f"/styleguide/{group.slug}{'/' + sample.id if alone else ''}?lang={lang}"
            assert path + ("" if alone else f"#{sample.anchor}") in links


def test_every_colour_and_symbol_is_shown(visitor: FlaskClient) -> None:
    page = visitor.get("/styleguide?lang=en").text
    sheet = (ROOT / "static" / "css" / "styleguide.css").read_text()
    assert len(foundations.symbols()) > 40
    for name in foundations.symbols():
        assert f"#{name}" in page
    for name in foundations.colours():
        assert f".swatch__chip--{name} {{" in sheet
    for step in foundations.letters():
        assert f".letters__text--{step} {{" in sheet


def test_an_unknown_sample_is_not_found(visitor: FlaskClient) -> None:
    for address in ("/styleguide/nothing", "/styleguide/buttons/nothing"):
        assert visitor.get(address).status_code == 404


def repeated_ids(page: BeautifulSoup) -> list[str]:
    counts = Counter(str(element["id"]) for element in page.select("[id]"))
    return [name for name, times in counts.items() if times > 1]


def dangling(page: BeautifulSoup) -> list[str]:
    """Labels and descriptions that point at nothing."""
    known = {str(element["id"]) for element in page.select("[id]")}
    wanted = [str(label["for"]) for label in page.select("label[for]")]
    for name in ("aria-labelledby", "aria-describedby"):
        for element in page.select(f"[{name}]"):
            wanted += str(element[name]).split()
    return sorted(set(wanted) - known)
