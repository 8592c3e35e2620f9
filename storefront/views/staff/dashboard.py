"""The first page of the staff area: what waits to be done, as counts."""

from dataclasses import dataclass

from flask import Response, current_app
from flask_babel import gettext as _

from storefront.catalog.variant import FEW
from storefront.reports.today import Today, today
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
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
@access(STAFF)
def dashboard() -> Response:
    """What waits, trouble in red, and the day so far."""
    now = current.now()
    counts = today(now)
    return own_page("staff/dashboard.html", now=now, tasks=tasks(counts), today=counts)


def tasks(counts: Today) -> list[Task]:
    """The counts in the order of a working day: money, parcels, then what went wrong."""
    outbox = "" if current_app.config["SETTINGS"].production else url("outbox.index")
    return [
        Task(_("入金待ち"), _("お支払いを待っている注文"), counts.unpaid),
        Task(_("出荷待ち"), _("入金済みと代金引換"), counts.to_pack),
        Task(_("在庫僅少"), _("残り%(count)s点以下の品", count=FEW), counts.few_left),
        Task(_("決済を確認中"), _("自動で問い合わせています"), counts.unknown),
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
            hot=counts.dead_jobs > 0,
        ),
    ]
