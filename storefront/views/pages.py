"""Pages: rendered once for everybody, with holes filled for each visitor.

A page is compiled into fixed stretches, compressed once, and holes (CSRF field, cart count, the cart's share of
the free-shipping line). What is the same for every visitor is rendered once per revision, language, region, theme
and day; a visitor costs one statement and some joining of bytes. Filled holes go into the gzip stream as stored
blocks, so a secret is never compressed together with text that somebody else chose.
"""

import re
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from threading import Lock

from flask import Response, request

HOLE = re.compile("\x02([a-z_]+(?::[0-9-]+)?)\x03")
KEPT_BYTES = 96 * 1024 * 1024
HTML = ("Content-Type", "text/html; charset=utf-8")
VARY = ("Vary", "Accept-Encoding, Cookie, HX-Request")
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_GZIP_END = b"\x03\x00"
_STORED_MOST = 0xFFFF


@dataclass(frozen=True)
class Page:
    """Fixed stretches, plain and deflated, with the name of the hole after each (none after the last)."""

    stretches: tuple[bytes, ...]
    deflated: tuple[bytes, ...]
    holes: tuple[str, ...]
    mark: bytes

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return sum(map(len, self.stretches)) + sum(map(len, self.deflated))


Filling = Mapping[str, Callable[..., str | Page]]
"""What goes into the holes, by name: text, or a page that has holes itself and is deflated already."""
Filled = Mapping[str, bytes | Page]


def compile_page(html: str, effort: int = 6) -> Page:
    """Split rendered HTML at its holes and deflate what lies between."""
    parts = HOLE.split(html)
    stretches = tuple(part.encode() for part in parts[0::2])
    deflated = tuple(_deflate(stretch, effort) for stretch in stretches)
    mark = blake2b(html.encode(), digest_size=9).digest()
    return Page(stretches, deflated, tuple(parts[1::2]), mark)


def shared(page: Page, filling: Filling) -> Response:
    """Answer with a kept page, its holes filled; 304 when the browser has just this. It asks anew each time."""
    filled = _fill(page, filling)
    marks = (one.mark if isinstance(one, Page) else one for one in filled.values())
    made_of = b"\0".join((page.mark, *marks))
    tag = blake2b(made_of, digest_size=9).hexdigest()
    known = tag in request.headers.get("If-None-Match", "")
    kept = (("Cache-Control", "private, no-cache"), ("ETag", f'W/"{tag}"'))
    return Response(status=304, headers=[*kept, VARY]) if known else _answer(page, filled, *kept)


def own(html: str, filling: Filling, status: int = 200) -> Response:
    """Answer with HTML that belongs to one visitor, its holes filled; nobody keeps it."""
    page = compile_page(html, effort=4)
    return _answer(page, _fill(page, filling), ("Cache-Control", "no-store"), status=status)


def _answer(page: Page, filled: Filled, *headers: tuple[str, str], status: int = 200) -> Response:
    """The page as bytes, gzip when the browser takes it. All headers go in at once: one by one is slow."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        zipped = ("Content-Encoding", "gzip")
        return Response(_zip(page, filled), status, [HTML, VARY, zipped, *headers])
    return Response(_join(page, filled), status, [HTML, VARY, *headers])


def _fill(page: Page, filling: Filling) -> dict[str, bytes | Page]:
    """What goes into each hole of a page and of the pages in its holes, by the hole's name."""
    found: dict[str, bytes | Page] = {}
    waiting = list(page.holes)
    for name in waiting:
        if name not in found:
            found[name] = content = _filled(name, filling)
            if isinstance(content, Page):
                waiting += content.holes
    return found


class Shelf:
    """Compiled pages by key, the least recently used dropped when they fill `KEPT_BYTES`."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._pages: OrderedDict[object, Page] = OrderedDict()
        self._lock = Lock()
        self._most = most
        self._held = 0

    def get(self, key: object, render: Callable[[], str]) -> Page:
        """The page for a key, rendered now if it is not there."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
                return page
        page = compile_page(render(), effort=9)
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self._held += page.size
            while self._held > self._most and len(self._pages) > 1:
                _, dropped = self._pages.popitem(last=False)
                self._held -= dropped.size
        return page


def _filled(name: str, filling: Filling) -> bytes | Page:
    """What goes into a hole; one named "gap:1280-75" asks the filling "gap" for "1280-75"."""
    kind, _, number = name.partition(":")
    content = filling[kind](number) if number else filling[kind]()
    return content if isinstance(content, Page) else content.encode()


def _deflate(stretch: bytes, effort: int) -> bytes:
    packer = zlib.compressobj(effort, zlib.DEFLATED, -15)
    return packer.compress(stretch) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(raw: bytes) -> bytes:
    """Raw bytes as uncompressed deflate blocks; legal after a full flush, which ends on a byte."""
    blocks = [raw[i : i + _STORED_MOST] for i in range(0, len(raw), _STORED_MOST)]
    return b"".join(b"\x00" + pack("<HH", len(b), len(b) ^ 0xFFFF) + b for b in blocks)


def _pieces(page: Page, filled: Filled) -> Iterator[tuple[bytes, bytes]]:
    """All of a page in order, each piece plain and as it stands in a deflated stream."""
    yield page.stretches[0], page.deflated[0]
    for name, plain, packed in zip(page.holes, page.stretches[1:], page.deflated[1:], strict=True):
        content = filled[name]
        if isinstance(content, Page):
            yield from _pieces(content, filled)
        else:
            yield content, _stored(content)
        yield plain, packed


def _join(page: Page, filled: Filled) -> bytes:
    return b"".join([plain for plain, _packed in _pieces(page, filled)])


def _zip(page: Page, filled: Filled) -> bytes:
    """One gzip member: fixed stretches as deflated before, holes stored, checksum over all of it."""
    pieces, check, length = [_GZIP_HEAD], 0, 0
    for plain, packed in _pieces(page, filled):
        pieces.append(packed)
        check = zlib.crc32(plain, check)
        length += len(plain)
    pieces += (_GZIP_END, pack("<II", check, length & 0xFFFFFFFF))
    return b"".join(pieces)
