"""All orders, as far as they are wanted: one form of filters, one table, fifty at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, request

from storefront.clock import shop_day
from storefront.locales import Text
from storefront.orders.finding import number_known
from storefront.orders.listing import MOST_COUNTED, Page, Question, Sorting
from storefront.orders.wanted import Sort
from storefront.staff.roles import Permission
from storefront.staff.saved_view import views_of
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import area_options, url
from storefront.views.responses import own_page, see_other
from storefront.views.staff import list_words
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import at_work
from storefront.views.staff.list_actions import actions
from storefront.views.staff.list_filters import (
    Asked,
    asked_of,
    mark_code,
    mark_of,
    sort_code,
    sorting_of,
    ways_to_pay,
)
from storefront.views.staff.list_keys import keys_on
from storefront.views.staff.list_tabs import tabs
from storefront.views.staff.telling import said
from storefront.views.staff.typed import order_number_typed

PICK_PAGE, PICK_ALL = "page", "all"


@dataclass(frozen=True)
class Heading:
    """A column that the list can be sorted by: the address that does it, and how it is sorted now ("" for not)."""

    text: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Ways:
    """Addresses beside the page at hand: the pages around it, and the same one with its orders, or all, picked; "" for none."""

    before: str
    after: str
    pick_page: str
    pick_all: str
    pick_none: str


@bp.get("/orders")
@access(STAFF, Permission.SEE_ORDERS)
def orders() -> Response:
    """The list; the number of an order leads straight to it."""
    now, names = current.now(), ways_to_pay()
    asked = asked_of(request.args, shop_day(now), names)
    number = order_number_typed(asked.wanted.text)
    if list(asked.typed) == ["q"] and number_known(number):
        return see_other("staff.order", number=number)
    if asked.errors:
        return _page(asked, names, Page((), 0))
    question = Question(asked.wanted, asked.sorting, now)
    page = question.page(mark_of(request.args))
    if page.uncounted and page.most < MOST_COUNTED and request.args.get("pick") == PICK_ALL:
        # who takes them all waits for the count
        page = replace(page, count=question.count(), most=MOST_COUNTED)
    return _page(asked, names, page)


def _page(asked: Asked, names: Mapping[str, Text], page: Page) -> Response:
    today, path = shop_day(current.now()), url("staff.orders")
    picked = request.args.get("pick", "") if page.rows else ""
    views = views_of(at_work().member_id)
    return own_page(
        "staff/orders.html",
        422 if asked.errors else 200,
        asked=asked,
        page=page,
        count=list_words.count_words(page.count, page.most),
        most=page.most,
        chips=list_words.chips(asked, path, names),
        headings={by.value: heading(asked, by) for by in Sort},
        ways=ways(asked, page),
        picked=_picked(picked, page),
        today=today,
        words=list_words,
        methods=names,
        areas=area_options(current.locale()),
        tabs=tabs(views, asked),
        actions=actions(),
        keys=keys_on(),
        said=said(),
    )  # fmt: skip


def _picked(said: str, page: Page) -> str:
    """What of the page is ticked: nothing, it, or it and all the others, which nobody can who has not counted them."""
    if said == PICK_ALL and not page.uncounted:
        return PICK_ALL
    return PICK_PAGE if said else ""


def heading(asked: Asked, by: Sort) -> Heading:
    """Press it for this order; press it again to turn it round. A first press shows the newest, the dearest, the most urgent."""
    here = asked.sorting.by is by
    falling = not asked.sorting.falling if here else by is not Sort.LEAVE
    code = sort_code(Sorting(by, falling))
    query = asked.query(sort=code if sorting_of(code) != Sorting() else None)
    way = ("descending" if asked.sorting.falling else "ascending") if here else ""
    return Heading(str(list_words.SORTS[by]), _address(query), way)


def ways(asked: Asked, page: Page) -> Ways:
    """Where one can go from a page."""
    before = asked.query(before=mark_code(page.before)) if page.before else None
    after = asked.query(after=mark_code(page.after)) if page.after else None
    here = {name: request.args.get(name) for name in ("after", "before")}
    return Ways(
        before=_address(before) if before is not None else "",
        after=_address(after) if after is not None else "",
        pick_page=_address(asked.query(**here, pick=PICK_PAGE)),
        pick_all="" if page.count > MOST_COUNTED else _address(asked.query(**here, pick=PICK_ALL)),
        pick_none=_address(asked.query(**here)),
    )


def _address(query: str) -> str:
    view = request.args.get("view", "")
    more = f"view={view}" if view.isascii() and view.isalnum() else ""
    both = "&".join(filter(None, (query, more)))
    path = url("staff.orders")
    return f"{path}?{both}" if both else path
