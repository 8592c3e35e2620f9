"""The picture pipeline: which masters are taken, which files come out, and that nothing half-made is ever seen."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from storefront.catalog import renditions
from storefront.catalog.renditions import (
    WIDTHS,
    Master,
    NotAPicture,
    PictureRefused,
    file_name,
    inspect,
    is_file_name,
    render,
    render_all,
    widths_for,
)
from tests.catalog.masters import loaded, master, noisy, stretched

SEEDS = Path(__file__).parents[2] / "seeds" / "pictures"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def opened(folder: Path, made: renditions.Renditions, width: int, ext: str) -> Image.Image:
    return loaded(folder / file_name(made.master.digest, width, ext))


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, (1,)),
        (319, (319,)),
        (320, (320,)),
        (321, (320, 321)),
        (1200, (320, 480, 640, 960, 1200)),
        (1280, WIDTHS),
        (1281, WIDTHS),
        (2000, WIDTHS),
    ],
)
def test_a_master_is_never_enlarged_and_a_small_one_keeps_its_own_width(width, widths):
    assert widths_for(width) == widths


@given(st.integers(min_value=1, max_value=20_000))
def test_widths_ascend_without_repeats_and_end_at_the_master_or_the_widest(width):
    widths = widths_for(width)
    assert list(widths) == sorted(set(widths))
    assert widths[-1] == min(width, WIDTHS[-1])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_master_is_known_by_its_bytes_and_measured(kind):
    source = master(kind, (50, 30))
    found = inspect(source)
    assert (found.width, found.height, found.format) == (50, 30, kind)
    assert len(found.digest) == 16 and int(found.digest, 16) >= 0
    assert inspect(source) == found
    assert inspect(master(kind, (50, 31))).digest != found.digest


def test_a_rendition_is_as_high_as_its_width_asks_and_never_flat():
    wide = Master("0" * 16, 2000, 1125, "WEBP")
    assert [wide.height_at(width) for width in wide.widths] == [180, 270, 360, 540, 720]
    assert Master("0" * 16, 2000, 1, "PNG").height_at(320) == 1


def test_every_width_is_written_in_both_formats_and_nothing_else(tmp_path):
    made = render(noisy("JPEG", (700, 350)), tmp_path / "made" / "here")
    folder = tmp_path / "made" / "here"
    digest = made.master.digest
    assert made.widths == (320, 480, 640, 700)
    assert made.written == 8
    assert files(folder) == sorted(
        f"{digest}-{width}.{ext}" for width in made.widths for ext in ("avif", "webp")
    )
    for width in made.widths:
        for ext in ("avif", "webp"):
            picture = opened(folder, made, width, ext)
            assert (picture.format, picture.mode) == (ext.upper(), "RGB")
            assert picture.size == (width, round(width / 2))


def test_what_exists_is_left_alone_and_what_is_missing_or_empty_is_made(tmp_path):
    source = noisy("PNG", (400, 400))
    first = render(source, tmp_path)
    kept, gone, emptied = (
        tmp_path / file_name(first.master.digest, *which)
        for which in ((320, "avif"), (320, "webp"), (400, "webp"))
    )
    os.utime(kept, (1, 1))
    whole = emptied.read_bytes()
    gone.unlink()
    emptied.write_bytes(b"")
    assert render(source, tmp_path).written == 2
    assert kept.stat().st_mtime == 1
    assert gone.exists()
    assert emptied.read_bytes() == whole
    assert render(source, tmp_path).written == 0


def test_many_at_once_make_one_whole_set(tmp_path):
    source = noisy("PNG", (330, 330))
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: render(source, tmp_path), range(6)))
    assert {each.widths for each in made} == {(320, 330)}
    assert len(files(tmp_path)) == 4
    for path in tmp_path.iterdir():
        loaded(path)


def test_a_disk_that_fails_leaves_no_file_behind(tmp_path, monkeypatch):
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        render(master("PNG", (20, 20)), tmp_path)
    assert files(tmp_path) == []


def test_several_masters_come_back_in_order(tmp_path):
    sources = []
    for width in (40, 30, 20):
        sources.append(tmp_path / f"{width}.png")
        sources[-1].write_bytes(master("PNG", (width, 10)))
    made = render_all(sources, tmp_path / "out", workers=2)
    assert [each.master.width for each in made] == [40, 30, 20]
    assert len(files(tmp_path / "out")) == 6
    assert [each.written for each in render_all(sources, tmp_path / "out", workers=2)] == [0, 0, 0]


def test_a_refused_file_among_many_is_named(tmp_path):
    wrong = tmp_path / "logo.svg"
    wrong.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(NotAPicture) as refused:
        render_all([wrong], tmp_path / "out", workers=1)
    assert refused.value.__notes__ == [str(wrong)]


@pytest.mark.parametrize(
    "name", ["0123456789abcdef-320.avif", "ffffffffffffffff-1.webp", "0000000000000000-1280.webp"]
)
def test_names_of_ours_are_known(name):
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "0123456789abcdef-320.jpg",
        "0123456789ABCDEF-320.avif",
        "0123456789abcdef-0320.avif",
        "0123456789abcdef-0.avif",
        "0123456789abcdef-12800.avif",
        "0123456789abcde-320.avif",
        "0123456789abcdef-３２０.avif",
        "0123456789abcdef-320.avif\n",
        "../0123456789abcdef-320.avif",
        ".0123456789abcdef-320.avif.0f0f",
        "0123456789abcdef-320.avif/",
    ],
)
def test_no_other_name_passes(name):
    assert not is_file_name(name)


@given(st.text(max_size=40))
def test_a_name_that_passes_is_a_plain_file_name(name):
    assert not is_file_name(name) or ("/" not in name and name.isascii() and len(name) <= 26)


def test_the_shops_heaviest_pictures_stay_light(tmp_path):
    made = render((SEEDS / "sleep-blend-pouch-back.webp").read_bytes(), tmp_path)
    heavy = tmp_path / file_name(made.master.digest, 640, "avif")
    assert heavy.stat().st_size <= 25_000
    made = render((SEEDS / "hero-sleep-blend.webp").read_bytes(), tmp_path)
    hero = tmp_path / file_name(made.master.digest, 960, "avif")
    assert hero.stat().st_size <= 60_000


@given(st.data())
def test_damaged_bytes_are_refused_by_name_or_rendered(tmp_path_factory, data):
    source = bytearray(
        master(data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF"])), (24, 16))
    )
    for _ in range(data.draw(st.integers(1, 6))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = inspect(bytes(source))
    except PictureRefused:
        return
    if found.width * found.height < 100_000:
        with suppress(PictureRefused):
            render(bytes(source), tmp_path_factory.mktemp("damaged"))


def test_a_long_thin_picture_is_no_trouble(tmp_path):
    made = render(stretched(), tmp_path)
    assert opened(tmp_path, made, 320, "webp").size == (320, 1)
