"""The first page of the staff area: what waits to be done, as counts that lead to where it is done, and a box to find an order."""

from dataclasses import dataclass

from flask import Response, current_app
from flask_babel import gettext as _

from storefront.catalog.variant import FEW
from storefront.clock import shop_time
from storefront.orders.listing import MOST_COUNTED
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.watching import Watched, watched
from storefront.reports.today import Today, today
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.snapshot import snapshot
from storefront.views.staff.allowed import may_open
from storefront.views.staff.area import bp
from storefront.views.staff.list_tabs import LATE, SHIP_TODAY, SOON, TO_PACK, UNPAID

_NO_MISTAKE = frozenset({Kind.REFUND_TO_SEND, Kind.ACCOUNT_WANTED})
"""What the radar lists and only waits for people."""


@dataclass(frozen=True)
class Task:
    """One count: what it counts, a word on it, the page that lists it (empty where the member may not), whether it presses."""

    name: str
    note: str
    count: int
    url: str = ""
    hot: bool = False

    @property
    def words(self) -> str:
        """The count as it is shown; orders are counted so far and no further."""
        if self.count > MOST_COUNTED:
            return str(_("%(count)s以上", count=f"{MOST_COUNTED:,}"))
        return f"{self.count:,}"


@bp.get("/")
@access(STAFF, Permission.BE_HERE)
def dashboard() -> Response:
    """What waits, the pressing first; and the day so far."""
    now = current.now()
    counts, found = today(now), watched(now)
    return own_page(
        "staff/dashboard.html",
        now=now,
        parts=[(_("注文と荷物"), parcels(counts)), (_("お金と店"), shop(counts, found))],
        today=counts,
    )


def parcels(counts: Today) -> list[Task]:
    """What has to be done with orders."""
    closes = snapshot().tariff.cutoff.strftime("%H:%M")
    return [
        Task(
            _("本日出荷"),
            _("%(time)sの締め切りまでに", time=closes),
            counts.to_ship,
            _orders(SHIP_TODAY),
        ),
        Task(
            _("出荷遅れ"),
            _("出荷日を過ぎたもの"),
            counts.late,
            _orders(LATE),
            counts.late > 0,
        ),
        Task(_("出荷待ち"), _("入金済みと代金引換"), counts.to_pack, _orders(TO_PACK)),
        Task(_("未入金"), _("お支払いを待っている注文"), counts.unpaid, _orders(UNPAID)),
        Task(_("期限まで1日"), _("あすまでに入金がなければ取り消し"), counts.soon, _orders(SOON)),
    ]


def shop(counts: Today, found: Watched) -> list[Task]:
    """Money, shelves, and what went wrong."""
    outbox = "" if current_app.config["SETTINGS"].production else url("outbox.index")
    wrong = sum(number for kind, number in found.counts.items() if kind not in _NO_MISTAKE)
    compared = _("注文・お金・在庫・メールの記録")
    if found.at:
        compared = _("%(time)sに照合した記録", time=f"{shop_time(found.at):%H:%M}")
    return [
        Task(
            _("振り込む返金"),
            _("口座がわかっているもの"),
            counts.to_send,
            _link("staff.money_back"),
        ),
        Task(
            _("在庫僅少"),
            _("残り%(count)s点以下の品", count=FEW),
            counts.few_left,
            url("staff.stock", level="low") if may_open("staff.stock") else "",
        ),
        Task(
            _("食い違い"),
            compared,
            wrong,
            _link("staff.radar"),
            wrong > 0,
        ),
        Task(
            _("送れなかったメール"),
            _("宛先か、メールサーバーを確かめてください"),
            counts.failed_mails,
            outbox,
            counts.failed_mails > 0,
        ),
        Task(
            _("止まった作業"),
            _("10回試しても終わらなかったもの"),
            counts.dead_jobs,
            _link("staff.radar"),
            counts.dead_jobs > 0,
        ),
    ]


def _orders(query: str) -> str:
    path = _link("staff.orders")
    return f"{path}?{query}" if path else ""


def _link(endpoint: str) -> str:
    return url(endpoint) if may_open(endpoint) else ""
