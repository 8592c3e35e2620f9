"""Masters for the picture tests, drawn on the spot."""

import io
import random
from pathlib import Path
from typing import Any

from PIL import Image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of an image in a format of Pillow."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def master(kind: str, size: tuple[int, int], colour: str = "#8a9a5b", **options: Any) -> bytes:
    """A picture of one colour."""
    return saved(Image.new("RGB", size, colour), kind, **options)


def noisy(kind: str, size: tuple[int, int]) -> bytes:
    """A picture with something to see in it, the same every time."""
    small = Image.frombytes("RGB", (16, 16), random.Random(7).randbytes(16 * 16 * 3))
    return saved(small.resize(size, Image.Resampling.BICUBIC), kind)


def stretched() -> bytes:
    """A line, 2000 pixels long and one high."""
    return master("PNG", (2000, 1))


def loaded(path: Path) -> Image.Image:
    """A picture of the disk, wholly decoded."""
    picture = Image.open(io.BytesIO(path.read_bytes()))
    picture.load()
    return picture
