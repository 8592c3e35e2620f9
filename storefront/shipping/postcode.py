"""Postcodes of Japan: what a buyer types, and the beginning of the address it stands for."""

import hashlib
import lzma
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path

from sqlalchemy import Connection, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storefront.database import Model
from storefront.shipping import prefectures
from storefront.shipping.prefectures import Prefecture

LONGEST = 64
"""Characters of a typed postcode that are looked at; longer ones are no postcode."""

LOOKS_LIKE_A_DASH = frozenset("−ー─~")
"""Minus, the long vowel mark, a box-drawing line, a tilde: typed as dashes, though no dashes to Unicode."""

UNREAD = frozenset({"Pd", "Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
"""Unicode's categories of dashes, spaces and marks that show nothing of their own."""

ROWS_AT_ONCE = 20_000


class Postcode(Model):
    """One place of Japan Post's list. Several share a code; `town` is empty where a code means a whole city."""

    __tablename__ = "postcode"
    # The key is the whole row, so on SQLite the index by code is the table itself.
    __table_args__ = {"sqlite_with_rowid": False}

    code: Mapped[str] = mapped_column(String(7), primary_key=True)
    prefecture: Mapped[str] = mapped_column(String(2), primary_key=True)
    city: Mapped[str] = mapped_column(String(32), primary_key=True)
    town: Mapped[str] = mapped_column(String(64), primary_key=True)


class PostcodeEdition(Model):
    """Which file the table was filled from: the SHA-256 of its bytes. One row, or none before the first filling."""

    __tablename__ = "postcode_edition"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    rows: Mapped[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a postcode leads: a prefecture, and as much of city and town as is certain ("" where nothing is)."""

    prefecture: Prefecture
    city: str
    town: str

    @property
    def address(self) -> str:
        """The beginning of the address line after the prefecture: 世田谷区若林."""
        return self.city + self.town


def normalise_postcode(typed: str) -> str | None:
    """The seven digits of a postcode, however it was typed, or None if it is none.

    Takes full width, 〒, hyphens and dashes of every kind, spaces, invisible marks. Letters, other signs and
    any other number of digits make it None.
    """
    if len(typed) > LONGEST:
        return None
    digits = "".join(
        letter for letter in unicodedata.normalize("NFKC", typed) if not _decorates(letter)
    )
    return digits if re.fullmatch(r"[0-9]{7}", digits) else None


def lookup(session: Session, typed: str) -> list[Place]:
    """The places of a postcode as typed, by city and town; [] for what is no postcode or not in the list.

    The list has every place of Japan, but no codes of single large organisations.
    """
    code = normalise_postcode(typed)
    if code is None:
        return []
    rows = session.execute(
        select(Postcode.prefecture, Postcode.city, Postcode.town)
        .where(Postcode.code == code)
        .order_by(Postcode.prefecture, Postcode.city, Postcode.town)
    )
    return [
        Place(prefecture, city, town)
        for number, city, town in rows
        if (prefecture := prefectures.by_code(number)) is not None
    ]


def common_address(places: Sequence[Place]) -> Place | None:
    """What all places of a postcode share; None for none, or when they lie in two prefectures.

    Towns that differ leave the city; cities that differ leave their county or city of wards (三戸郡, 札幌市),
    or "".
    """
    if len({place.prefecture for place in places}) != 1:
        return None
    first = places[0]
    if len({place.city for place in places}) > 1:
        levels = zip(*(_levels(place.city) for place in places), strict=False)
        return Place(first.prefecture, "".join(level[0] for level in takewhile(_agree, levels)), "")
    towns = {place.town for place in places}
    return Place(first.prefecture, first.city, first.town if len(towns) == 1 else "")


def load(connection: Connection, path: Path) -> int:
    """Fill the table from a `postcodes.tsv.xz`, in place of what it held; the number of rows written.

    0, and nothing touched, when it holds that file already: same bytes, same count. The caller commits; until
    then others see the old table.
    """
    packed = path.read_bytes()
    digest = hashlib.sha256(packed).hexdigest()
    count = select(func.count()).select_from(Postcode).scalar_subquery()
    held = select(PostcodeEdition).where(
        PostcodeEdition.digest == digest, PostcodeEdition.rows == count
    )
    if connection.execute(held).first() is not None:
        return 0
    table = lzma.decompress(packed).decode()
    rows = table.count("\n")
    connection.execute(delete(Postcode))
    connection.execute(delete(PostcodeEdition))
    if connection.dialect.name == "postgresql":
        _copy(connection, table)
    else:
        _insert(connection, table)
    connection.execute(insert(PostcodeEdition).values(digest=digest, rows=rows))
    return rows


def _copy(connection: Connection, table: str) -> None:
    """Hand the file to PostgreSQL: it is in the text format of COPY as it stands."""
    driver = connection.connection.driver_connection
    assert driver is not None
    with (
        driver.cursor() as cursor,
        cursor.copy("COPY postcode (code, prefecture, city, town) FROM STDIN") as copy,
    ):
        copy.write(table)


def _insert(connection: Connection, table: str) -> None:
    """Insert the file's lines, many at a time."""
    statement = "INSERT INTO postcode (code, prefecture, city, town) VALUES (?, ?, ?, ?)"
    lines = iter(table.splitlines())
    while chunk := [tuple(line.split("\t")) for line in islice(lines, ROWS_AT_ONCE)]:
        connection.exec_driver_sql(statement, chunk)


def _decorates(letter: str) -> bool:
    """Whether a character of a typed postcode is only there for looks."""
    return letter == "〒" or letter in LOOKS_LIKE_A_DASH or unicodedata.category(letter) in UNREAD


def _levels(city: str) -> tuple[str, ...]:
    """A city name in its levels: 三戸郡 + 三戸町, 札幌市 + 清田区, 郡山市."""
    parted = re.fullmatch(r"(.+?郡)(.+[町村])|(.+市)(.+区)", city)
    return tuple(level for level in parted.groups() if level) if parted else (city,)


def _agree(level: Sequence[str]) -> bool:
    """Whether all names of one level are the same."""
    return len(set(level)) == 1
