"""The list of postcodes the shop ships with, and how it gets into a database of either kind."""

import hashlib
import lzma
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.orm import Session

from storefront.shipping.postcode import (
    Postcode,
    PostcodeEdition,
    common_address,
    load,
    lookup,
)
from storefront.shipping.prefectures import PREFECTURES, by_code

FOLDER = Path(__file__).parents[2] / "seeds" / "postcodes"
SHIPPED = FOLDER / "postcodes.tsv.xz"
ROWS = [
    tuple(line.split("\t")) for line in lzma.decompress(SHIPPED.read_bytes()).decode().splitlines()
]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """An open connection to a database with the two tables and nothing in them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shop.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    engine = create_engine(url)
    tables = [Postcode.metadata.tables[name] for name in ("postcode", "postcode_edition")]
    Postcode.metadata.create_all(engine, tables=tables)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def packed(path: Path, *rows: str) -> Path:
    path.write_bytes(lzma.compress("".join(row + "\n" for row in rows).encode()))
    return path


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(Postcode)) or 0


def test_the_readme_says_what_the_file_holds():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    plain = lzma.decompress(SHIPPED.read_bytes())
    assert hashlib.sha256(plain).hexdigest() in readme
    assert f"| {len(ROWS):,} |" in readme
    assert f"| {len({row[0] for row in ROWS}):,} |" in readme
    assert SHIPPED.stat().st_size < 1_500_000


def test_the_file_is_sorted_without_repeats_and_covers_all_of_japan():
    assert sorted(set(ROWS)) == ROWS
    assert len(ROWS) > 120_000
    assert {row[1] for row in ROWS} == {each.code for each in PREFECTURES}
    assert all(re.fullmatch(r"[0-9]{7}", row[0]) and by_code(row[1]) and row[2] for row in ROWS)


def test_city_and_town_are_the_beginning_of_an_address_and_nothing_else():
    strange = re.compile(r"[\s、，。（）()「」〜−\-A-Za-z0-9]|地割|以下に|次に|場合|[0-9０-９]+階")
    assert [row for row in ROWS if strange.search(row[2] + row[3])] == []
    assert max(len(row[2]) for row in ROWS) <= 32
    assert max(len(row[3]) for row in ROWS) <= 64


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("1540023", "13世田谷区若林"),
        ("1000001", "13千代田区千代田"),
        ("0600000", "01札幌市中央区"),
        ("1000301", "13利島村"),  # listed as 利島村一円
        ("5220317", "25犬上郡多賀町一円"),  # the one town of that name
        ("4090142", "19北都留郡小菅村"),  # listed with the numbers it covers
        ("1631501", "13新宿区西新宿"),  # the first floor of a tower
        ("4506201", "23名古屋市中村区名駅"),
        ("4411324", "23新城市"),  # three towns in one name
        ("0295503", "03和賀郡西和賀町"),
        ("4070311", "19北杜市大泉町西井出"),
        ("9071801", "47八重山郡与那国町与那国"),
        ("6048001", "26京都市中京区上大阪町"),
    ],
)
def test_codes_lead_where_they_should(code, address):
    cities = {(row[1], row[2]) for row in ROWS if row[0] == code}
    towns = {row[3] for row in ROWS if row[0] == code}
    assert len(cities) == 1
    assert "".join(*cities) + (towns.pop() if len(towns) == 1 else "") == address


def test_all_of_japan_is_loaded_in_seconds_and_found(connection):
    started = time.perf_counter()
    assert load(connection, SHIPPED) == len(ROWS)
    connection.commit()
    assert time.perf_counter() - started < 10
    assert count(connection) == len(ROWS)
    with Session(connection) as session:
        found = common_address(lookup(session, "〒154-0023"))
    assert found is not None
    assert (found.prefecture.ja, found.address) == ("東京都", "世田谷区若林")


def test_the_same_file_is_not_loaded_twice(connection, tmp_path):
    path = packed(
        tmp_path / "small.xz", "1540023\t13\t世田谷区\t若林", "0600000\t01\t札幌市中央区\t"
    )
    assert load(connection, path) == 2
    assert load(connection, path) == 0
    assert count(connection) == 2


def test_another_file_takes_the_place_of_the_first(connection, tmp_path):
    load(
        connection,
        packed(
            tmp_path / "old.xz", "1540023\t13\t世田谷区\t若林", "1540024\t13\t世田谷区\t三軒茶屋"
        ),
    )
    assert load(connection, packed(tmp_path / "new.xz", "0600000\t01\t札幌市中央区\t")) == 1
    assert connection.execute(select(Postcode.__table__)).all() == [
        ("0600000", "01", "札幌市中央区", "")
    ]
    assert connection.scalar(select(func.count()).select_from(PostcodeEdition)) == 1


def test_a_table_somebody_emptied_is_filled_again(connection, tmp_path):
    path = packed(tmp_path / "small.xz", "1540023\t13\t世田谷区\t若林")
    load(connection, path)
    connection.execute(text("DELETE FROM postcode"))
    assert load(connection, path) == 1
    assert count(connection) == 1


def test_nothing_is_kept_unless_the_caller_commits(connection, tmp_path):
    load(connection, packed(tmp_path / "small.xz", "1540023\t13\t世田谷区\t若林"))
    connection.rollback()
    assert count(connection) == 0
    assert connection.scalar(select(func.count()).select_from(PostcodeEdition)) == 0
