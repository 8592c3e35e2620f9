"""Pictures for the web: AVIF and WebP files in several widths, made from one master.

Knows Pillow and files, nothing of tables or pages; used for the seed pictures and for uploads by staff alike.
"""

import hashlib
import io
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from PIL import ExifTags, Image, ImageCms, ImageOps

WIDTHS = (320, 480, 640, 960, 1280)
"""The widths in pixels a page may ask for, ascending."""

MAX_BYTES = 12_000_000
MAX_PIXELS = 40_000_000

ENCODINGS: dict[str, dict[str, int]] = {
    # Measured on the shop's own pictures: SSIMULACRA2 78 or better at 640 px. From speed 8 on, ripples show on
    # plain glaze. One thread each, because several pictures are made at once.
    "avif": {"quality": 60, "speed": 7, "max_threads": 1},
    "webp": {"quality": 78, "method": 2},
}
"""The file endings we make and how each is encoded, the smaller format first."""

ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF")
"""Pillow's names of what a master may be."""

DOUBLE_JPEG = "MPO"
"""What Pillow calls a phone's JPEG with a second picture behind the first; we take the first."""

TURNED_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that exchange width and height."""

_FILE_NAME = re.compile(r"[0-9a-f]{16}-[1-9][0-9]{0,3}\.(?:avif|webp)")


class PictureRefused(ValueError):
    """A master we will not work on; the subclass says why."""


class NotAPicture(PictureRefused):
    """No whole JPEG, PNG, WebP or AVIF: another kind of file (SVG too), or a damaged one."""


class PictureTooLarge(PictureRefused):
    """More than 12 MB or 40 megapixels."""


class PictureMoves(PictureRefused):
    """An animation; the shop shows still pictures."""


@dataclass(frozen=True, slots=True)
class Master:
    """What is known of a master: its name in the shop, and its size in pixels as it is to be looked at.

    `digest` is the first 16 hex digits of the SHA-256 of its bytes; `format` is Pillow's name.
    """

    digest: str
    width: int
    height: int
    format: str

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of its renditions, see `widths_for`."""
        return widths_for(self.width)

    def height_at(self, width: int) -> int:
        """The height in pixels of its rendition of that width, at least 1."""
        return max(1, round(self.height * width / self.width))


@dataclass(frozen=True, slots=True)
class Renditions:
    """What exists for a master after rendering: every width in every format. `written` counts the new files."""

    master: Master
    widths: tuple[int, ...]
    written: int


def widths_for(width: int) -> tuple[int, ...]:
    """The widths made from a master that wide, ascending, never wider than the master.

    A master narrower than the widest of `WIDTHS` adds its own width: 1200 gives 320, 480, 640, 960, 1200.
    """
    narrower = tuple(each for each in WIDTHS if each < width)
    return (*narrower, min(width, WIDTHS[-1])) if width < WIDTHS[-1] else WIDTHS


def file_name(digest: str, width: int, ext: str) -> str:
    """The name of one rendition: `<digest>-<width>.<ext>`."""
    return f"{digest}-{width}.{ext}"


def is_file_name(name: str) -> bool:
    """Whether a name can be one of ours; nothing else may be served, so no path can be smuggled in."""
    return _FILE_NAME.fullmatch(name) is not None


def inspect(source: bytes) -> Master:
    """Tell what a master is, from its first bytes; the pixels are not decoded.

    Raises PictureTooLarge, NotAPicture or PictureMoves. Damage further in shows only when rendering.
    """
    image = _open(source)
    width, height = image.size
    if _orientation(image) in TURNED_SIDEWAYS:
        width, height = height, width
    return Master(
        digest=hashlib.sha256(source).hexdigest()[:16],
        width=width,
        height=height,
        format="JPEG" if image.format == DOUBLE_JPEG else str(image.format),
    )


def render(source: bytes, folder: Path) -> Renditions:
    """Make the missing renditions of a master: `<digest>-<width>.avif` and `.webp` in `folder`.

    Upright, sRGB, without metadata, transparency on white. Safe to repeat, and from several processes at once: a
    file appears whole or not at all, and what exists is left alone. Raises what `inspect` raises.
    """
    master = inspect(source)
    missing = [
        (width, ext)
        for width in master.widths
        for ext in ENCODINGS
        if not _exists(folder / file_name(master.digest, width, ext))
    ]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        pixels = _decode(source)
        for width in sorted({width for width, _ in missing}):
            scaled = _scaled(pixels, width, master.height_at(width))
            for ext in [ext for each, ext in missing if each == width]:
                _write(folder / file_name(master.digest, width, ext), _encoded(scaled, ext))
    return Renditions(master, master.widths, len(missing))


def render_all(sources: Iterable[Path], folder: Path, workers: int) -> list[Renditions]:
    """Render files, `workers` at a time, and answer in their order. Safe to repeat.

    Threads, because Pillow lets go of the interpreter while it decodes, scales and encodes: two of them keep two
    cores busy. The first refused file stops the rest; its path is noted on the exception.
    """

    def render_file(path: Path) -> Renditions:
        try:
            return render(path.read_bytes(), folder)
        except PictureRefused as refused:
            refused.add_note(str(path))
            raise

    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="renditions") as pool:
        return list(pool.map(render_file, sources))


def _exists(path: Path) -> bool:
    """Whether a rendition is there. An empty one is what a power cut leaves, and counts as missing."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _open(source: bytes) -> Image.Image:
    """Read a master's header and refuse what is too large, moves or is no picture."""
    if len(source) > MAX_BYTES:
        raise PictureTooLarge(f"{len(source)} bytes; {MAX_BYTES} are allowed")
    try:
        image = Image.open(io.BytesIO(source), formats=ACCEPTED)
        moves = image.format != DOUBLE_JPEG and getattr(image, "n_frames", 1) > 1
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(str(bomb)) from bomb
    except Exception as damage:  # hostile bytes make decoders raise nearly anything
        raise NotAPicture("no JPEG, PNG, WebP or AVIF") from damage
    if image.width * image.height > MAX_PIXELS:
        raise PictureTooLarge(f"{image.width} x {image.height} pixels; {MAX_PIXELS} are allowed")
    if moves:
        raise PictureMoves("an animation")
    return image


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where there is none."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception as damage:
        raise NotAPicture("its EXIF block is damaged") from damage


def _decode(source: bytes) -> Image.Image:
    """The pixels of a master: upright, sRGB, mode RGB, nothing else attached."""
    image = _open(source)
    try:
        image.load()
        plain = _srgb(ImageOps.exif_transpose(image))
    except Exception as damage:
        raise NotAPicture("damaged or cut short") from damage
    plain.info.clear()  # Pillow would write profile and EXIF of the master into every rendition
    return plain


def _srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, by its own colour profile where it carries a usable one; transparency becomes white."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a sample; converting would clip, not scale
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        image = Image.new("RGB", clear.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    if image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken or foreign profile is no reason to refuse the picture
        if converted is not None:
            return converted
    return image.convert("RGB")


def _scaled(pixels: Image.Image, width: int, height: int) -> Image.Image:
    """The picture at another size; itself when the size is its own."""
    if pixels.size == (width, height):
        return pixels
    return pixels.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(pixels: Image.Image, ext: str) -> bytes:
    """The picture as a file of that ending."""
    target = io.BytesIO()
    pixels.save(target, ext.upper(), **ENCODINGS[ext])
    return target.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Put a whole file in its place in one step, whoever else does the same."""
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
