"""The tabs over the list of orders: those every shop needs, then what members saved, and which of them is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from storefront.staff.roles import Permission
from storefront.staff.saved_view import SavedView
from storefront.views.frame import url
from storefront.views.staff.at_work import at_work
from storefront.views.staff.list_filters import Asked

UNPAID = "money=awaited"
SOON = "money=soon"
TO_PACK = "parcels=to_pack&parcels=part"
SHIP_TODAY = "parcels=to_pack&parcels=part&due=today"
LATE = "parcels=to_pack&parcels=part&due=late"
BUILT_IN: tuple[tuple[str, LazyString], ...] = (
    ("", _l("すべて")),
    (UNPAID, _l("未入金")),
    (TO_PACK, _l("出荷待ち")),
    (SHIP_TODAY, _l("本日出荷")),
    (LATE, _l("出荷遅れ")),
)


@dataclass(frozen=True)
class Tab:
    """One of them."""

    name: str
    url: str
    current: bool
    shared: bool = False


@dataclass(frozen=True)
class Tabs:
    """All of them. `open`: the saved list that is open, and whether what is shown is not what it was saved as."""

    items: Sequence[Tab]
    query: str
    open: SavedView | None
    changed: bool
    saveable: bool
    """Whether what is shown has no name yet."""
    may_change: bool
    may_share: bool


def tabs(views: Sequence[SavedView], asked: Asked) -> Tabs:
    """The tabs for what is asked for."""
    query, path = asked.query(), url("staff.orders")
    opened = next((one for one in views if str(one.id) == request.args.get("view", "")), None)
    items = [
        Tab(str(name), f"{path}?{code}" if code else path, opened is None and code == query)
        for code, name in BUILT_IN
    ]
    for one in views:
        query_of = "&".join(filter(None, (one.query, f"view={one.id}")))
        items.append(Tab(one.name, f"{path}?{query_of}", one is opened, one.shared))
    member = at_work()
    may_share = member.may(Permission.CHANGE_ORDERS)
    return Tabs(
        items, query, opened,
        changed=opened is not None and opened.query != query,
        saveable=opened is None and bool(query) and not any(one.current for one in items) and not asked.errors,
        may_change=opened is not None and opened.belongs_to(member.member_id, may_share=may_share),
        may_share=may_share,
    )  # fmt: skip
