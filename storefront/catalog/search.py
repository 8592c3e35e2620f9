"""Search that finds parts of Japanese words, however they are written.

Texts are folded (NFKC, lower case, katakana to hiragana, punctuation out) and cut into overlapping pairs of
characters. The pairs stand in a full-text index in their order, FTS5 on SQLite and tsvector with GIN on
PostgreSQL, and a word is found as the phrase of its pairs: any part of a word, in either kana, in full width.
"""

import re
import unicodedata

import jaconv
from sqlalchemy import ColumnElement, text
from sqlalchemy.orm import Session

from storefront.catalog.product import Product
from storefront.extensions import db

LONGEST_QUERY = 80
MOST_WORDS = 6
_NO_WORD = re.compile(r"[^\w]+|_+")


def fold(typed: str) -> str:
    """One spelling for all: NFKC, lower case, katakana as hiragana, anything but letters and figures a space."""
    plain = jaconv.kata2hira(unicodedata.normalize("NFKC", typed).lower())
    return _NO_WORD.sub(" ", plain).strip()


def words(typed: str) -> list[str]:
    """The folded words of a query, at most six, cut at eighty characters."""
    return fold(typed[:LONGEST_QUERY]).split()[:MOST_WORDS]


def pairs(word: str) -> list[str]:
    """Overlapping pairs of a word's characters, the last character alone at the end, each as a plain ASCII token."""
    return [_token(word[i : i + 2]) for i in range(len(word))]


def index(product: Product) -> None:
    """Write a product's words into the index; replaces what was there. The caller commits."""
    session: Session = db.session()
    key = "id" if _postgresql() else "rowid"
    session.execute(text(f"DELETE FROM product_search WHERE {key} = :id"), {"id": product.id})
    document = " ".join(
        " ".join([*pairs(word), "xend"]) for word in fold(_document(product)).split()
    )
    vector = "to_tsvector('simple', :pairs)" if _postgresql() else ":pairs"
    session.execute(
        text(f"INSERT INTO product_search ({key}, pairs) VALUES (:id, {vector})"),
        {"id": product.id, "pairs": document},
    )


def matching(typed: str) -> ColumnElement[bool] | None:
    """The condition on Product that every word of the query occurs; None when no word is left to look for."""
    phrases = [_phrase(word) for word in words(typed)]
    if not phrases:
        return None
    if _postgresql():
        where = " AND ".join(f"pairs @@ {phrase}" for phrase in phrases)
        values: dict[str, str] = {}
        clause = text(f"product.id IN (SELECT id FROM product_search WHERE {where})")
    else:
        values = {"wanted": " AND ".join(phrases)}
        clause = text(
            "product.id IN (SELECT rowid FROM product_search WHERE product_search MATCH :wanted)"
        )
    return clause.bindparams(**values)  # type: ignore[return-value]


def _phrase(word: str) -> str:
    """A word as a phrase of pairs; one single character as "any pair that begins with it"."""
    if len(word) == 1:
        start = _token(word)
        return f"to_tsquery('simple', '{start}:*')" if _postgresql() else f"pairs : {start} *"
    inner = " ".join(pairs(word)[:-1])
    return f"phraseto_tsquery('simple', '{inner}')" if _postgresql() else f'pairs : "{inner}"'


def _token(signs: str) -> str:
    return "x" + "".join(f"{ord(sign):05x}" for sign in signs)


def _document(product: Product) -> str:
    parts = [product.slug.replace("-", " "), product.kana, *product.keywords]
    for both in (product.name, product.trait, product.lead):
        parts += both.values()
    for variant in product.variants:
        parts += [variant.sku, *variant.label.values()]
    return " ".join(parts)


def _postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"
