"""The two encodings such files come in, and which one a file is in."""

import codecs
import re
from enum import StrEnum
from typing import BinaryIO

CHUNK = 65_536
_NUL = re.compile("\0")
_MEANT_BY_NOBODY = re.compile("[\0\x80\uf8f0-\uf8f3]")


class Encoding(StrEnum):
    """UTF-8, or Shift_JIS with what Windows adds to it."""

    UTF_8 = "utf-8"
    SHIFT_JIS = "shift_jis"

    @property
    def codec(self) -> str:
        """Python's name of it."""
        return "utf-8" if self is Encoding.UTF_8 else "cp932"

    @property
    def senseless(self) -> re.Pattern[str]:
        """What no text has: NUL, and in Shift_JIS what Windows makes of the bytes that mean nothing."""
        return _NUL if self is Encoding.UTF_8 else _MEANT_BY_NOBODY

    @property
    def mark(self) -> bytes:
        """What stands at the beginning of a file of ours."""
        return codecs.BOM_UTF8 if self is Encoding.UTF_8 else b""


class NotText(ValueError):
    """A file in neither encoding; `line` is the first that can't be read."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is neither UTF-8 nor Shift_JIS")
        self.line = line


def encoding_of(stream: BinaryIO) -> Encoding:
    """Which encoding a seekable file is in; UTF-8 where both would do. It is read once and stands at its beginning again.

    Raises NotText for what is in neither, UTF-16 and pictures included.
    """
    furthest = 0
    for encoding in Encoding:
        line = _first_unreadable(stream, encoding)
        if line is None:
            return encoding
        furthest = max(furthest, line)
    raise NotText(furthest)


def unknown_to(text: str, encoding: Encoding) -> str:
    """The signs of a text that an encoding lacks, each once, in their order."""
    return "".join(dict.fromkeys(sign for sign in text if not _knows(encoding, sign)))


def _knows(encoding: Encoding, sign: str) -> bool:
    try:
        sign.encode(encoding.codec)
    except UnicodeEncodeError:
        return False
    return True


def _first_unreadable(stream: BinaryIO, encoding: Encoding) -> int | None:
    """The line of the first byte that makes no sense, from 1; None when all do."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    line, chunk = 1, b" "
    stream.seek(0)
    try:
        while chunk:
            chunk = stream.read(CHUNK)
            try:
                text, broken = decoder.decode(chunk, final=not chunk), False
            except UnicodeDecodeError as error:
                text, broken = error.object[: error.start].decode(encoding.codec, "ignore"), True
            strange = encoding.senseless.search(text)
            if strange or broken:
                return line + text[: strange.start() if strange else None].count("\n")
            line += text.count("\n")
        return None
    finally:
        stream.seek(0)
