"""The stock: every SKU with what can be promised and what lies on the shelf, and the ledger of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.jinja import translate
from storefront.locales import Text
from storefront.orders.promised import waiting_for
from storefront.reports import stock as counts
from storefront.reports.stock import Asked, Level, Sorting, StockOf
from storefront.staff.roles import Permission
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.stock_form import StockForm, new_form
from storefront.views.staff.stock_words import Cause, cause_of, reason_word, reasons_by_hand
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

LONGEST_WORDS = 80
ORDERS_SHOWN = 8


@dataclass(frozen=True)
class Chip:
    """A condition that is on, and the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line of the ledger in words."""

    movement: counts.Movement
    reason: str
    cause: Cause


@bp.get("/stock")
@access(STAFF, Permission.SEE_CATALOGUE)
def stock() -> Response:
    """The list, the scarcest first, with one form that narrows it."""
    asked = _asked()
    categories = counts.categories()
    found = counts.listed(asked)
    return own_page(
        "staff/stock.html",
        asked=asked,
        rows=found.rows,
        further=_here(asked, after=found.after) if found.after else "",
        beginning=_here(asked) if asked.after else "",
        categories=[
            ("", _("すべての分類")),
            *((slug, translate(name)) for slug, name in categories),
        ],
        levels=[("", _("すべて")), *((level.value, level_word(level)) for level in Level)],
        sortings=[
            (Sorting.STOCK.value, _("少ない順")),
            (Sorting.SKU.value, _("SKU順")),
            (Sorting.CATEGORY.value, _("分類の順")),
        ],
        chips=_chips(asked, categories),
        said=said(),
    )


@bp.get("/stock/<sku>")
@access(STAFF, Permission.SEE_CATALOGUE)
def stock_of(sku: str) -> Response:
    """One SKU: its counts, the forms to change them, and its ledger."""
    variant = counts.stock_of(sku) or abort(404)
    return stock_page(variant, new_form(variant))


def stock_page(variant: StockOf, form: StockForm, status: int = 200) -> Response:
    """The page of a SKU; with 409 the form was filled in over other counts than those that stand there now."""
    before = number_typed(request.args.get("before", "")) or 0
    ledger = counts.ledger(variant, before)
    return own_page(
        "staff/stock_of.html",
        status,
        variant=variant,
        form=form,
        reasons=reasons_by_hand(),
        waiting=waiting_for(variant.variant_id, ORDERS_SHOWN) if variant.promised else [],
        lines=[Line(one, reason_word(one.reason), cause_of(one.reference)) for one in ledger.lines],
        further=url("staff.stock_of", sku=variant.sku, before=ledger.before) if ledger.before else "",
        beginning=url("staff.stock_of", sku=variant.sku) if before else "",
        said=said(),
    )  # fmt: skip


def level_word(level: Level) -> str:
    """How a filter is called."""
    match level:
        case Level.LOW:
            return str(_("僅少（発売中・5点以下）"))
        case Level.FEW:
            return str(_("残り1〜5点"))
        case Level.NONE:
            return str(_("在庫なし"))


def _asked() -> Asked:
    """What the address asks for; what it does not understand is left out."""
    level, order = request.args.get("level", ""), request.args.get("order", "")
    return Asked(
        words=request.args.get("q", "")[:LONGEST_WORDS].strip(),
        level=Level(level) if level in set(Level) else None,
        category=request.args.get("category", "")[:LONGEST_WORDS],
        order=Sorting(order) if order in set(Sorting) else Sorting.STOCK,
        after=request.args.get("after", "")[:LONGEST_WORDS],
    )


def _parameters(asked: Asked) -> Mapping[str, str]:
    return {
        "q": asked.words,
        "level": asked.level or "",
        "category": asked.category,
        "order": "" if asked.order is Sorting.STOCK else asked.order,
    }


def _here(asked: Asked, **other: str) -> str:
    """This list at another place, or without one of its conditions."""
    wanted = {**_parameters(asked), **other}
    return url("staff.stock", **{name: value for name, value in wanted.items() if value})


def _chips(asked: Asked, categories: Sequence[tuple[str, Text]]) -> list[Chip]:
    names = {slug: translate(name) for slug, name in categories}
    chips = []
    if asked.words:
        chips.append(Chip(_("「%(words)s」", words=asked.words), _here(asked, q="")))
    if asked.level:
        chips.append(Chip(level_word(asked.level), _here(asked, level="")))
    if asked.category:
        label = names.get(asked.category, asked.category)
        chips.append(Chip(label, _here(asked, category="")))
    return chips
