"""The 47 prefectures of Japan in the order of JIS X 0401, and the regions carriers price by."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count


class Region(StrEnum):
    """Groups of prefectures.

    The eight regions of Japanese geography, with two set apart as carriers do: Hokuriku (the four prefectures
    of Chubu on the Sea of Japan, as the Meteorological Agency groups them) and Okinawa. Mie is in Kansai.
    """

    HOKKAIDO = "hokkaido"
    TOHOKU = "tohoku"
    KANTO = "kanto"
    CHUBU = "chubu"
    HOKURIKU = "hokuriku"
    KANSAI = "kansai"
    CHUGOKU = "chugoku"
    SHIKOKU = "shikoku"
    KYUSHU = "kyushu"
    OKINAWA = "okinawa"


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture: two-digit JIS X 0401 code, name in both languages, region."""

    code: str
    ja: str
    en: str
    region: Region


_TABLE = """
hokkaido  北海道 Hokkaido
tohoku    青森県 Aomori, 岩手県 Iwate, 宮城県 Miyagi, 秋田県 Akita, 山形県 Yamagata, 福島県 Fukushima
kanto     茨城県 Ibaraki, 栃木県 Tochigi, 群馬県 Gunma, 埼玉県 Saitama, 千葉県 Chiba, 東京都 Tokyo, 神奈川県 Kanagawa
hokuriku  新潟県 Niigata, 富山県 Toyama, 石川県 Ishikawa, 福井県 Fukui
chubu     山梨県 Yamanashi, 長野県 Nagano, 岐阜県 Gifu, 静岡県 Shizuoka, 愛知県 Aichi
kansai    三重県 Mie, 滋賀県 Shiga, 京都府 Kyoto, 大阪府 Osaka, 兵庫県 Hyogo, 奈良県 Nara, 和歌山県 Wakayama
chugoku   鳥取県 Tottori, 島根県 Shimane, 岡山県 Okayama, 広島県 Hiroshima, 山口県 Yamaguchi
shikoku   徳島県 Tokushima, 香川県 Kagawa, 愛媛県 Ehime, 高知県 Kochi
kyushu    福岡県 Fukuoka, 佐賀県 Saga, 長崎県 Nagasaki, 熊本県 Kumamoto, 大分県 Oita, 宮崎県 Miyazaki, 鹿児島県 Kagoshima
okinawa   沖縄県 Okinawa
"""


def _read(table: str) -> Iterator[Prefecture]:
    """Number the prefectures of a table in their order, which is that of the standard."""
    numbers = count(1)
    for line in table.strip().splitlines():
        region, names = line.split(maxsplit=1)
        for name in names.split(", "):
            ja, en = name.split()
            yield Prefecture(f"{next(numbers):02}", ja, en, Region(region))


PREFECTURES = tuple(_read(_TABLE))
"""All 47, "01" Hokkaido to "47" Okinawa."""


def _folded(name: str) -> str:
    """A name as compared: without width, case, long vowel marks, spaces and hyphens."""
    letters = unicodedata.normalize("NFKD", name[:LONGEST]).casefold()
    return "".join(
        letter
        for letter in letters
        if letter != "-" and not letter.isspace() and not unicodedata.combining(letter)
    )


def _spellings(prefecture: Prefecture) -> Iterator[str]:
    """The ways to write one: 東京都, 東京, Tokyo, Tokyo-to, Tokyo Prefecture."""
    ja, en = prefecture.ja, prefecture.en
    yield from (ja, en, en + "prefecture")
    if (suffix := _SUFFIXES.get(ja[-1])) is not None:
        yield from (ja[:-1], en + suffix)


LONGEST = 40
"""Letters of a typed name that are looked at; the longest true one has 19."""

_SUFFIXES = {"都": "to", "府": "fu", "県": "ken"}
_BY_CODE = {each.code: each for each in PREFECTURES}
_BY_NAME = {_folded(name): each for each in PREFECTURES for name in _spellings(each)}


def by_code(code: str) -> Prefecture | None:
    """The prefecture of a JIS X 0401 code, "01" to "47", or None."""
    return _BY_CODE.get(code)


def by_name(typed: str) -> Prefecture | None:
    """The prefecture of a name as people write it, or None.

    東京都, 東京, Tokyo, TOKYO, Tokyo-to, Tōkyō, Osaka Prefecture; kanji or Latin letters of any width and case.
    """
    return _BY_NAME.get(_folded(typed))


def find(typed: str) -> Prefecture | None:
    """The prefecture a form or an address bar means, by code or by name, or None."""
    return by_code(typed.strip()) or by_name(typed)


def in_region(region: Region) -> tuple[Prefecture, ...]:
    """The prefectures of a region, in the order of the standard."""
    return tuple(each for each in PREFECTURES if each.region is region)
