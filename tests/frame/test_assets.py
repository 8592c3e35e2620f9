"""What the pages load: joined, named by content, compressed once, within the budget."""

import gzip
from pathlib import Path

import brotli
import pytest

from storefront.assets import Assets, UnknownAsset, build_assets

SOURCE = Path(__file__).parents[2] / "storefront" / "static"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture(scope="module")
def assets(target: Path) -> Assets:
    return build_assets(SOURCE, target)


def built(assets: Assets, target: Path, name: str) -> Path:
    return target / assets.url(name).removeprefix("/static/")


def test_the_stylesheet_keeps_its_budget(assets: Assets, target: Path) -> None:
    sheet = built(assets, target, "shop.css")
    assert sheet.stat().st_size <= 60_000
    assert sheet.with_name(sheet.name + ".br").stat().st_size <= 12_000


def test_our_own_script_keeps_its_budget(assets: Assets, target: Path) -> None:
    script = built(assets, target, "shop.js")
    assert script.with_name(script.name + ".br").stat().st_size <= 6_000


def test_the_layers_come_in_their_order(assets: Assets, target: Path) -> None:
    sheet = built(assets, target, "shop.css").read_text()
    assert sheet.startswith("@layer reset,tokens,base,layout,components,utilities,print;")


@pytest.mark.parametrize("name", ["shop.css", "shop.js", "htmx.min.js", "icons.svg", "favicon.svg"])
def test_both_compressed_forms_say_the_same(assets: Assets, target: Path, name: str) -> None:
    plain = built(assets, target, name)
    assert brotli.decompress(plain.with_name(plain.name + ".br").read_bytes()) == plain.read_bytes()
    assert gzip.decompress(plain.with_name(plain.name + ".gz").read_bytes()) == plain.read_bytes()


def test_htmx_is_the_file_its_package_holds(assets: Assets, target: Path) -> None:
    vendored = SOURCE / "vendor" / "htmx.min.js"
    assert built(assets, target, "htmx.min.js").read_bytes() == vendored.read_bytes()


def test_building_again_touches_nothing(assets: Assets, target: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in target.iterdir()}
    assert build_assets(SOURCE, target) == assets
    assert {path.name: path.stat().st_mtime_ns for path in target.iterdir()} == before


def test_an_asset_nobody_built_is_an_error(assets: Assets) -> None:
    with pytest.raises(UnknownAsset, match=r"shop\.scss"):
        assets.url("shop.scss")
