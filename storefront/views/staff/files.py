"""Files out and in: the page of them all, and the catalogue as a file that a spreadsheet opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort

from storefront.clock import shop_day
from storefront.files.going_through import MOST_LINES
from storefront.files.kept import LARGEST
from storefront.files.sheet import Kind
from storefront.files.stocks import Stocks
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.allowed import may_open
from storefront.views.staff.area import bp
from storefront.views.staff.csv_out import csv_out
from storefront.views.staff.file_looking import SHEETS
from storefront.views.staff.file_words import FILES, Words, meaning_of
from storefront.views.staff.telling import said

GOODS = frozenset({Kind.PRODUCTS, Kind.SKUS, Kind.RELATIONS})
"""Files of the catalogue; the stock has addresses of its own, which more members may open."""


@dataclass(frozen=True)
class FileKind:
    """One kind of file on the page: where it goes out, where it comes in, and its columns with what they mean."""

    kind: Kind
    words: Words
    out: str
    into: str
    columns: Sequence[tuple[str, str]]
    error: str = ""


@bp.get("/files")
@access(STAFF, Permission.COUNT_STOCK)
def files() -> Response:
    """The files the member may exchange."""
    return files_page()


def files_page(wrong: Kind | None = None, error: str = "") -> Response:
    """The page; with `wrong` a file of that kind was not sent, and `error` says so."""
    kinds = [_kind(kind, error if kind is wrong else "") for kind in FILES]
    return own_page(
        "staff/files.html",
        422 if wrong else 200,
        kinds=[kind for kind in kinds if kind],
        most_lines=MOST_LINES,
        most_megabytes=LARGEST // 1024 // 1024,
        said=said(),
    )


@bp.get("/files/<kind>.csv")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def goods_out(kind: str) -> Response:
    """Products, SKUs or relations."""
    return _sent(of_goods(kind))


@bp.get("/files/stock.csv")
@access(STAFF, Permission.COUNT_STOCK)
def stock_out() -> Response:
    """The stock, with empty columns for what is counted."""
    return _sent(Kind.STOCK)


def of_goods(code: str) -> Kind:
    """The kind of file in an address; 404 for none."""
    return Kind(code) if code in GOODS else abort(404)


def _sent(kind: Kind) -> Response:
    """The file, a piece at a time."""
    sheet = Stocks(current.locale()) if kind is Kind.STOCK else SHEETS[kind]()
    return csv_out(f"happa-{kind}-{shop_day(current.now())}.csv", sheet.columns, sheet.out())


def _kind(kind: Kind, error: str) -> FileKind | None:
    stock = kind is Kind.STOCK
    if not may_open("staff.stock_out" if stock else "staff.goods_out"):
        return None
    return FileKind(
        kind,
        FILES[kind],
        url("staff.stock_out") if stock else url("staff.goods_out", kind=kind.value),
        url("staff.look_at_stock") if stock else url("staff.look_at_goods", kind=kind.value),
        [(name, words) for name in SHEETS[kind]().columns if (words := meaning_of(name))],
        error,
    )
