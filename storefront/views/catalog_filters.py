"""What a visitor asked a list for: read from the address, and written back into links.

Values the shop does not know (a tag, a sort, a price that is no number) are left out, as if not asked for; the
chips above the list say what is in force.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from storefront.catalog.browsing import LAST_PAGE, Sort, Wish
from storefront.catalog.tag import Tag
from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.views.snapshot import Shelf

TAG_WORDS = {
    Tag.CAFFEINE_FREE: _l("ノンカフェイン"),
    Tag.TEA_BAGS: _l("ティーバッグ"),
    Tag.LOOSE_LEAF: _l("茶葉"),
    Tag.MICROWAVE_SAFE: _l("電子レンジで使える"),
    Tag.DISHWASHER_SAFE: _l("食洗機で洗える"),
    Tag.MADE_IN_JAPAN: _l("国内でつくったもの"),
    Tag.GIFTABLE: _l("贈りものになるもの"),
}
SORT_WORDS = {
    Sort.SHOP: _l("店のおすすめ順"),
    Sort.CHEAP: _l("価格の低い順"),
    Sort.DEAR: _l("価格の高い順"),
    Sort.NEW: _l("新しい順"),
}
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_AMOUNT = re.compile(r"[0-9]{1,7}")


class Query(TypedDict, total=False):
    """The part of an address after the question mark."""

    category: list[str]
    tag: list[str]
    price_from: Yen
    price_to: Yen
    in_stock: int
    sort: str
    page: int


@dataclass(frozen=True)
class Asked:
    """The filters and the order in force."""

    shelves: tuple[Shelf, ...] = ()
    tags: tuple[Tag, ...] = ()
    least: Yen | None = None
    most: Yen | None = None
    in_stock: bool = False
    sort: Sort = Sort.SHOP

    @property
    def count(self) -> int:
        """How many filters are on."""
        return len(self.chips())

    def wish(self, within: Sequence[Shelf]) -> Wish:
        """The same for the database; `within` are the shelves of the page, none for the whole shop."""
        shelves = self.shelves or within
        return Wish(
            tuple(shelf.id for shelf in shelves),
            self.tags, self.least, self.most, self.in_stock, self.sort,
        )  # fmt: skip

    def query(self, page: int = 1) -> Query:
        """The address that asks for this; what goes without saying is left out."""
        asked: Query = {}
        if self.shelves:
            asked["category"] = [shelf.slug for shelf in self.shelves]
        if self.tags:
            asked["tag"] = [tag.value for tag in self.tags]
        if self.least is not None:
            asked["price_from"] = self.least
        if self.most is not None:
            asked["price_to"] = self.most
        if self.in_stock:
            asked["in_stock"] = 1
        if self.sort is not Sort.SHOP:
            asked["sort"] = self.sort.value
        if page > 1:
            asked["page"] = page
        return asked

    def chips(self) -> list[tuple[str, "Asked"]]:
        """Each filter that is on, in words, with what remains without it."""
        on = [
            (translate(one.name), replace(self, shelves=tuple(s for s in self.shelves if s != one)))
            for one in self.shelves
        ]
        on += [
            (str(TAG_WORDS[one]), replace(self, tags=tuple(t for t in self.tags if t != one)))
            for one in self.tags
        ]
        if self.least is not None or self.most is not None:
            on.append((self._price_words(), replace(self, least=None, most=None)))
        if self.in_stock:
            on.append((_("在庫のあるもの"), replace(self, in_stock=False)))
        return on

    def _price_words(self) -> str:
        if self.least is None:
            return str(_("%(most)sまで", most=yen(self.most or 0)))
        if self.most is None:
            return str(_("%(least)sから", least=yen(self.least)))
        return str(_("%(least)sから%(most)sまで", least=yen(self.least), most=yen(self.most)))


PARAMETERS = ("category", "tag", "price_from", "price_to", "in_stock", "sort", "page")
"""All that the address of a list may say."""


def read_asked(args: MultiDict[str, str], shelves: Sequence[Shelf]) -> Asked:
    """Read filters from an address; `shelves` are those one can choose among on this page."""
    wanted, tags = set(args.getlist("category")), set(args.getlist("tag"))
    least, most = _amount(args.get("price_from")), _amount(args.get("price_to"))
    if least is not None and most is not None and least > most:
        least, most = most, least
    sort = args.get("sort", "")
    return Asked(
        shelves=tuple(shelf for shelf in shelves if shelf.slug in wanted),
        tags=tuple(tag for tag in Tag if tag.value in tags),
        least=least,
        most=most,
        in_stock=args.get("in_stock") == "1",
        sort=Sort(sort) if sort in set(Sort) else Sort.SHOP,
    )


def read_page(args: MultiDict[str, str]) -> int:
    """The page asked for, the first if none; 404 for what can be no page."""
    typed = args.get("page", "1")
    if not _PAGE.fullmatch(typed) or int(typed) > LAST_PAGE:
        abort(404)
    return int(typed)


def _amount(typed: str | None) -> Yen | None:
    """Yen as people write them: full width, with ¥, 円 or commas."""
    plain = re.sub(r"[¥,、円\s]", "", unicodedata.normalize("NFKC", (typed or "")[:20]))
    return int(plain) if _AMOUNT.fullmatch(plain) else None
