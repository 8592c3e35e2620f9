"""The first page of the staff area: what waits to be done, as counts, and a box for an order's number."""

from collections import Counter
from dataclasses import dataclass

from flask import Response, current_app
from flask_babel import gettext as _

from storefront.catalog.variant import FEW
from storefront.orders.finding import made_up
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.sweep import mismatches
from storefront.reports.today import Today, today
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.allowed import may_open
from storefront.views.staff.area import bp


@dataclass(frozen=True)
class Task:
    """One count: what it counts, a word on it, the page that lists it (empty without one), whether it is trouble."""

    name: str
    note: str
    count: int
    url: str = ""
    hot: bool = False


@bp.get("/")
@access(STAFF, Permission.BE_HERE)
def dashboard() -> Response:
    """What waits, trouble in red, and the day so far."""
    return first_page()


def first_page(not_found: str | None = None) -> Response:
    """The page; `not_found` is what was typed for an order's number that there is not."""
    now = current.now()
    counts, listed = today(now), mismatches(now)
    nobodys = made_up([one.order_number for one in listed])
    found = Counter(one.kind for one in listed if one.order_number not in nobodys)
    return own_page(
        "staff/dashboard.html",
        404 if not_found is not None else 200,
        now=now,
        tasks=tasks(counts, found),
        today=counts,
        not_found=not_found,
    )


def tasks(counts: Today, found: Counter[Kind]) -> list[Task]:
    """The counts in the order of a working day: money, parcels, then what went wrong."""
    outbox = "" if current_app.config["SETTINGS"].production else url("outbox.index")
    to_send, closed = found[Kind.REFUND_TO_SEND], found[Kind.METHOD_CLOSED]
    wrong = found.total() - to_send - closed - found[Kind.ACCOUNT_WANTED]
    return [
        Task(
            _("食い違い"),
            _("注文・お金・在庫・メールの記録"),
            wrong,
            _link("staff.radar"),
            wrong > 0,
        ),
        Task(_("入金待ち"), _("お支払いを待っている注文"), counts.unpaid),
        Task(_("出荷待ち"), _("入金済みと代金引換"), counts.to_pack),
        Task(_("振り込む返金"), _("口座がわかっているもの"), to_send, _link("staff.money_back")),
        Task(_("受付を止めた方法"), _("新しい支払いを受けません"), closed, _link("staff.methods")),
        Task(
            _("決済を確認中"), _("自動で問い合わせています"), counts.unknown, _link("staff.radar")
        ),
        Task(_("在庫僅少"), _("残り%(count)s点以下の品", count=FEW), counts.few_left),
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


def _link(endpoint: str) -> str:
    return url(endpoint) if may_open(endpoint) else ""
