"""Pictures that staff send: taken in whole or not at all, described in both languages, never gone while a page shows them."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from storefront.catalog import gallery
from storefront.catalog.gallery import Taken
from storefront.catalog.problem import Problem, Refused
from storefront.catalog.publishing import NotReady
from storefront.catalog.renditions import NotAPicture, PictureTooLarge, file_name
from storefront.extensions import db
from tests.catalog.test_editing import of, sku_of

WORDS = {"ja": "朝の茶畑", "en": "A tea field in the morning"}


def photo(size: tuple[int, int] = (340, 340), **more: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "olive").save(file, "JPEG", **more)  # type: ignore[arg-type]
    return file.getvalue()


def where_it_was() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "at home", {1: "N", 2: (35.0, 40.0, 0.0)}
    return exif


def test_files_come_first_and_go_again_when_the_row_does_not_follow(
    shop: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    taken = Taken(photo(exif=where_it_was()), folder)
    made = sorted(path.name for path in folder.iterdir())
    digest = taken.master.digest
    assert made == sorted(file_name(digest, w, e) for w in (320, 340) for e in ("avif", "webp"))
    for path in folder.iterdir():
        assert b"at home" not in path.read_bytes()
        with Image.open(path) as shown:
            assert not shown.getexif()
    taken.undo()
    assert list(folder.iterdir()) == []


def test_what_another_picture_shows_stays(shop: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    first = Taken(photo(), folder)
    gallery.add_picture(of(), first.master, WORDS)
    db.session.commit()
    Taken(photo(), folder).undo()
    first.undo()
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NotAPicture),
        (photo()[:400], NotAPicture),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, NotAPicture),
        (b"\xff" * 12_000_001, PictureTooLarge),
    ],
)
def test_what_is_no_picture_leaves_nothing_behind(
    tmp_path: Path, source: bytes, why: type[Exception]
) -> None:
    with pytest.raises(why):
        Taken(source, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_words_in_both_languages_or_none_of_it(shop: Flask, tmp_path: Path) -> None:
    master = Taken(photo(), tmp_path).master
    with pytest.raises(Refused) as refused:
        gallery.add_picture(of(), master, {"ja": "x" * 161, "en": " "})
    found = {(one.field, one.problem) for one in refused.value.found}
    assert found == {("alt.ja", Problem.TOO_LONG), ("alt.en", Problem.MISSING)}


def test_the_order_is_changed_by_steps_and_the_first_stands_in_lists(
    shop: Flask, tmp_path: Path
) -> None:
    product = of()
    before = [place.picture_id for place in product.gallery]
    second = product.gallery[1].picture
    assert gallery.move_picture(product, second, up=True)
    db.session.commit()
    assert [p.picture_id for p in of().gallery] == [before[1], before[0], *before[2:]]
    assert [p.position for p in of().gallery] == list(range(len(before)))
    assert not gallery.move_picture(of(), second, up=True)


def test_taken_out_it_leaves_gallery_and_sku_and_the_last_of_what_is_on_sale_stays(
    shop: Flask, now: datetime
) -> None:
    product, variant = of(), sku_of("SLEEP-30")
    picture = variant.picture
    assert picture is not None
    assert gallery.take_out(product, picture)
    db.session.commit()
    assert sku_of("SLEEP-30").picture_id is None
    assert picture.id not in [place.picture_id for place in of().gallery]
    for other in [place.picture for place in of().gallery][1:]:
        gallery.take_out(of(), other)
    with pytest.raises(NotReady):
        gallery.take_out(of(), of().gallery[0].picture)
