"""Search that finds parts of Japanese words, however they are written.

Texts are folded (NFKC, lower case, katakana to hiragana, long vowel marks and punctuation out) and cut into
overlapping pairs of characters. The pairs stand in a full-text index in their order, FTS5 on SQLite and tsvector
with GIN on PostgreSQL, and a word is found as the phrase of its pairs: any part of a word, in either kana, in
full width. What is put into a statement as text are names and marks of ours; what was typed is always bound.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import jaconv
from sqlalchemy import Integer, Select, TextClause, column, func, select, text
from sqlalchemy.orm import Session

from storefront.catalog.product import Product
from storefront.extensions import db

LONGEST_QUERY = 80
MOST_WORDS = 6
MOST_HITS = 1001
"""Hits that are ranked. A word that fits more names than this is no search any more."""

_NO_WORD = re.compile(r"[^\w]+|_+")
_PLURAL = re.compile(r"[a-z]{3,}s")


def fold(typed: str) -> str:
    """One spelling for all: NFKC, lower case, katakana as hiragana, no ー; anything but letters and figures a space."""
    plain = jaconv.kata2hira(unicodedata.normalize("NFKC", typed).lower())
    return _NO_WORD.sub(" ", plain.replace("ー", "")).strip()


def words(typed: str) -> list[str]:
    """The folded words of a query, at most six, cut at eighty characters; English plurals as singulars."""
    found = fold(typed[:LONGEST_QUERY]).split()[:MOST_WORDS]
    return [word[:-1] if _PLURAL.fullmatch(word) else word for word in found]


def pairs(word: str) -> list[str]:
    """Overlapping pairs of a word's characters, the last character alone at the end, each as a plain ASCII token."""
    return [_token(word[i : i + 2]) for i in range(len(word))]


def index(product: Product) -> None:
    """Write a product's words into the index; replaces what was there. The caller commits."""
    session: Session = db.session()
    key = "id" if _postgresql() else "rowid"
    gone = text(f"DELETE FROM product_search WHERE {key} = :id")  # a name of ours  # nosec B608
    session.execute(gone, {"id": product.id})
    session.execute(insertion(), document(product))


def index_all(products: Sequence[Product]) -> None:
    """The same for many at once. The caller commits."""
    if not products:
        return
    key = "id" if _postgresql() else "rowid"
    gone = text(f"DELETE FROM product_search WHERE {key} = :id")  # a name of ours  # nosec B608
    db.session.execute(gone, [{"id": product.id} for product in products])
    db.session.execute(insertion(), [document(product) for product in products])


def insertion() -> TextClause:
    """The statement that takes `document`s into the index, one or many."""
    key, vector = ("id", "to_tsvector('simple', {})") if _postgresql() else ("rowid", "{}")
    values = f":id, {vector.format(':name')}, {vector.format(':pairs')}"
    # names of ours; what is indexed is bound
    insert = f"INSERT INTO product_search ({key}, name, pairs) VALUES ({values})"  # nosec B608
    return text(insert)


def document(product: Product) -> dict[str, object]:
    """A product as the index keeps it: its id, the pairs of its name, the pairs of all that it says."""
    name = _names(product)
    return {"id": product.id, "name": _tokens(name), "pairs": _tokens([*name, *_rest(product)])}


def hits(typed: str) -> Select[tuple[int, int]] | None:
    """(product id, place) of everything that holds every word: place 0 where the name does, else 1.

    None when no word is left to look for. At most MOST_HITS of each place are looked at.
    """
    wanted = words(typed)
    if not wanted:
        return None
    # names and numbers of ours; the words are bound
    every = text(
        f"SELECT id, place FROM ({_matching('name', wanted)}) AS named "  # nosec B608
        f"UNION ALL SELECT id, place FROM ({_matching('pairs', wanted)}) AS others"
    )
    rows = _bound(every, wanted).columns(column("id", Integer), column("place", Integer))
    hit = rows.subquery()
    return select(hit.c.id, func.min(hit.c.place).label("place")).group_by(hit.c.id)


def _matching(where: str, wanted: list[str]) -> str:
    """The SQL for the ids whose column `where` holds every word, oldest first."""
    place = 0 if where == "name" else 1  # that, names and numbers of ours; the words are bound
    if _postgresql():
        each = " AND ".join(f"{where} @@ {_query(n, word)}" for n, word in enumerate(wanted))
        return (
            f"SELECT id, {place} AS place FROM product_search WHERE {each} "  # nosec B608
            f"ORDER BY id LIMIT {MOST_HITS}"
        )
    return (
        f"SELECT rowid AS id, {place} AS place FROM product_search "  # nosec B608
        f"WHERE product_search MATCH :{where} ORDER BY rowid LIMIT {MOST_HITS}"
    )


def _bound(statement: TextClause, wanted: list[str]) -> TextClause:
    if _postgresql():
        values: dict[str, Any] = {f"word_{n}": _phrase(word) for n, word in enumerate(wanted)}
    else:
        phrases = " AND ".join(_phrase(word) for word in wanted)
        values = {part: f"{part} : ({phrases})" for part in ("name", "pairs")}
    return statement.bindparams(**values)


def _query(number: int, word: str) -> str:
    kind = "to_tsquery" if len(word) == 1 else "phraseto_tsquery"
    return f"{kind}('simple', :word_{number})"


def _phrase(word: str) -> str:
    """A word as a phrase of pairs; one single character as "any pair that begins with it"."""
    if len(word) == 1:
        start = _token(word)
        return f"'{start}':*" if _postgresql() else f'"{start}" *'
    inner = " ".join(pairs(word)[:-1])
    return inner if _postgresql() else f'"{inner}"'


def _token(signs: str) -> str:
    return "x" + "".join(f"{ord(sign):05x}" for sign in signs)


def _tokens(texts: list[str]) -> str:
    """Texts as the index wants them: the pairs of each word in order, words kept apart."""
    return " ".join(" ".join([*pairs(word), "xend"]) for word in fold(" ".join(texts)).split())


def _names(product: Product) -> list[str]:
    return [*product.name.values(), product.kana]


def _rest(product: Product) -> list[str]:
    parts = [product.slug.replace("-", " "), *product.keywords, *product.category.name.values()]
    for both in (product.trait, product.lead):
        parts += both.values()
    for variant in product.variants:
        parts += [variant.sku, *variant.label.values()]
    return parts


def _postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"
