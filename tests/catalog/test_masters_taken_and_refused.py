"""What may become a picture of the shop, and how it is put right first: upright, sRGB, opaque, without metadata."""

import warnings
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from storefront.catalog import renditions
from storefront.catalog.renditions import (
    NotAPicture,
    PictureMoves,
    PictureTooLarge,
    file_name,
    inspect,
    render,
)
from tests.catalog.masters import loaded, master, noisy, saved

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
HTML = b"<!doctype html><script>alert(1)</script>"


def rendered(source: bytes, folder: Path, ext: str = "webp") -> Image.Image:
    made = render(source, folder)
    return loaded(folder / file_name(made.master.digest, made.widths[-1], ext))


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= 6 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    "source",
    [b"", b"\x00" * 64, b"picture", SVG, HTML, b"GIF89a" + b"\x00" * 40, b"BM" + b"\x00" * 60],
    ids=["nothing", "zeros", "text", "svg", "html", "gif", "bmp"],
)
def test_what_is_no_picture_of_ours_is_refused(source, tmp_path):
    with pytest.raises(NotAPicture):
        inspect(source)
    with pytest.raises(NotAPicture):
        render(source, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_true_pictures_of_other_kinds_are_refused(kind):
    with pytest.raises(NotAPicture):
        inspect(master(kind, (16, 16)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_cut_short_leaves_no_file(kind, tmp_path):
    source = noisy(kind, (200, 200))
    with pytest.raises(NotAPicture):
        render(source[: len(source) // 2], tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_an_animation_is_refused(kind):
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "green")]
    moving = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(PictureMoves):
        inspect(moving)


def test_a_phones_double_jpeg_counts_as_its_first_picture(tmp_path):
    pair = [Image.new("RGB", (40, 20), colour) for colour in ("#8a9a5b", "black")]
    double = saved(pair[0], "MPO", save_all=True, append_images=pair[1:])
    assert inspect(double).format == "JPEG"
    assert near(rendered(double, tmp_path).getpixel((20, 10)), (0x8A, 0x9A, 0x5B))


def test_too_many_bytes_are_refused_before_anything_is_read(monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("was opened"))
    with pytest.raises(PictureTooLarge):
        inspect(b"\xff" * (renditions.MAX_BYTES + 1))


@pytest.mark.parametrize("size", [(6400, 6251), (20_000, 2001), (60_000, 60_000)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size, monkeypatch):
    bomb = bytearray(saved(Image.new("1", (8, 8)), "PNG"))
    bomb[16:24] = size[0].to_bytes(4) + size[1].to_bytes(4)
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("was decoded"))
    with pytest.raises(PictureTooLarge), warnings.catch_warnings():
        warnings.simplefilter("default")
        inspect(bytes(bomb))


def test_forty_megapixels_are_taken():
    assert inspect(saved(Image.new("1", (8000, 5000)), "PNG")).width == 8000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_taken_sideways_is_turned_upright(kind, tmp_path):
    lying = Image.new("RGB", (60, 20), "white")
    lying.paste("black", (0, 0, 30, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to look at it: what was left is on top
    source = saved(lying, kind, exif=exif.tobytes())
    assert (inspect(source).width, inspect(source).height) == (20, 60)
    picture = rendered(source, tmp_path)
    assert picture.size == (20, 60)
    assert near(picture.getpixel((10, 10)), (0, 0, 0))
    assert near(picture.getpixel((10, 50)), (255, 255, 255))


@pytest.mark.parametrize("ext", ["avif", "webp"])
def test_where_and_with_what_it_was_taken_is_not_published(ext, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[2] = (35.0, 40.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = master(
        "JPEG", (40, 40), exif=exif.tobytes(), icc_profile=profile, comment=b"SECRET-NOTE"
    )
    assert b"SECRET" in source
    picture = rendered(source, tmp_path, ext)
    assert dict(picture.getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp"} & picture.info.keys()
    assert not any(b"SECRET" in path.read_bytes() for path in tmp_path.iterdir())


def test_colours_are_brought_from_the_masters_own_profile_to_srgb(tmp_path):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    red = rendered(master("PNG", (9, 9), "red", icc_profile=srgb), tmp_path)
    assert near(red.getpixel((4, 4)), (255, 0, 0))
    green = rendered(master("PNG", (9, 9), "red", icc_profile=exchanged), tmp_path)
    assert near(green.getpixel((4, 4)), (0, 255, 0))


def test_a_profile_that_is_broken_or_of_another_kind_of_pixel_is_passed_over(tmp_path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (b"no profile at all", lab):
        picture = rendered(master("PNG", (9, 9), icc_profile=profile), tmp_path)
        assert near(picture.getpixel((4, 4)), (0x8A, 0x9A, 0x5B))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_opaque_rgb(mode, tmp_path):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    grey = Image.new("L", (30, 30), 128)
    if mode == "I;16":
        source = saved(Image.new("I;16", (30, 30), 128 * 256), kind)
    elif mode in ("RGBA", "LA"):
        clear = Image.new(mode, (30, 30))  # all see-through
        source = saved(clear, kind)
    else:
        source = saved(grey.convert(mode, dither=Image.Dither.NONE), kind)
    expected = {"RGBA": 255, "LA": 255, "1": 255}.get(mode, 128)
    picture = rendered(source, tmp_path)
    assert picture.mode == "RGB"
    assert near(picture.getpixel((15, 15)), (expected, expected, expected))


def test_a_transparent_colour_of_a_palette_becomes_white(tmp_path):
    palette = Image.new("P", (10, 10), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    source = saved(palette, "PNG", transparency=0)
    assert near(rendered(source, tmp_path).getpixel((5, 5)), (255, 255, 255))
