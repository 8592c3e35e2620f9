"""Sources become one file without a change of meaning."""

import re
from pathlib import Path

import pytest

from storefront.assets import STYLES
from storefront.joining import joined_scripts, joined_styles, short_names

CSS = Path(__file__).parents[2] / "storefront" / "static" / "css"


@pytest.fixture(scope="module")
def sources() -> list[str]:
    return [path.read_text() for stem in STYLES for path in sorted(CSS.glob(f"{stem}.css"))]


def test_styles_lose_comments_and_layout_only() -> None:
    source = ["/* why */\n.a {\n  color: red;\n}\n", '.b,\n.c {\n  content: "／";\n}\n']
    assert joined_styles(source) == '.a{color:red}.b,.c{content:"／"}\n'


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (".a > .b + .c {\n  color: red;\n}\n", ".a>.b+.c{color:red}\n"),
        (".a {\n  inline-size: calc(1rem + 2px);\n}\n", ".a{inline-size:calc(1rem + 2px)}\n"),
        (".a {\n  --up: calc(0.5rem - 1px);\n}\n", ".a{--up:calc(.5rem - 1px)}\n"),
        ('.a {\n  content: " + 0.5 > ";\n}\n', '.a{content:" + 0.5 > "}\n'),
        (".a {\n  color: #ffffff;\n  fill: #fbfaf6;\n}\n", ".a{color:#fff;fill:#fbfaf6}\n"),
        ("@media (min-width: 48rem) {\n  .a {\n    top: 0;\n  }\n}\n", "@media (min-width:48rem){.a{top:0}}\n"),
    ],
)  # fmt: skip
def test_what_a_space_says_stays(written: str, sent: str) -> None:
    assert joined_styles([written]) == sent


def test_neighbours_in_one_layer_come_under_one_roof_in_their_order() -> None:
    card = "@layer parts {\n  .a {\n    top: 0;\n  }\n}\n"
    plate = "@layer parts {\n  .b {\n    top: 1px;\n  }\n}\n"
    paper = "@layer paper {\n  .c {\n    top: 2px;\n  }\n}\n"
    assert joined_styles([card, plate, paper]) == (
        "@layer parts{.a{top:0}.b{top:1px}}@layer paper{.c{top:2px}}\n"
    )
    loose = "@media print {\n  .d {\n    top: 3px;\n  }\n}\n"
    assert joined_styles([card + loose, plate]) == (
        "@layer parts{.a{top:0}}@media print{.d{top:3px}}@layer parts{.b{top:1px}}\n"
    )


def test_custom_properties_get_short_names_and_class_names_stay() -> None:
    source = ":root {\n  --paper: red;\n  --ink: blue;\n}\n.btn--ink {\n  color: var(--ink);\n  top: var(--set, 0);\n}\n"
    names = short_names([source])
    assert names == {"--ink": "--a", "--paper": "--b", "--set": "--c"}
    assert joined_styles([source], names) == (
        ":root{--b:red;--a:blue}.btn--ink{color:var(--a);top:var(--c,0)}\n"
    )


def test_the_shops_sheet_keeps_every_class_and_every_bracket(sources: list[str]) -> None:
    written = re.sub(r"/\*.*?\*/", "", "\n".join(sources), flags=re.DOTALL)
    sent = joined_styles(sources, short_names(sources))
    for sign in ";:.,()[]#!*":
        assert sent.count(sign) <= written.count(sign)
    for exact in "()[]#!*":
        assert sent.count(exact) == written.count(exact)
    roofs = written.count("@layer ") - sent.count("@layer ")
    assert sent.count("{") == sent.count("}") == written.count("{") - roofs
    assert re.findall(r"\.[a-z][\w-]*", sent) == re.findall(r"\.[a-z][\w-]*", written)


def test_every_short_name_that_is_read_is_set(sources: list[str]) -> None:
    sent = joined_styles(sources, short_names(sources))
    names = set(short_names(sources).values())
    assert len(names) == len(short_names(sources))
    read = set(re.findall(r"var\((--\w+)\)", sent))
    assert read <= names
    assert read <= set(re.findall(r"[{;](--\w+):", sent))


def test_each_script_keeps_its_names_to_itself() -> None:
    assert joined_scripts(["// why\nconst a = 1;\n", "const a = 2;\n"]) == (
        '"use strict";\n{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n'
    )
