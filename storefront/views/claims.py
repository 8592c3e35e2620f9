"""Every claim the shop would like to make, and what stands in the way of it: in development only."""

from flask import Blueprint, Response, g

from storefront.claims import gate
from storefront.claims.rule import Rule
from storefront.views import current
from storefront.views.access import DEVELOPMENT, access
from storefront.views.catalog_claims import evidence
from storefront.views.responses import own_page

bp = Blueprint("claims", __name__)


@bp.get("/claims")
@access(DEVELOPMENT)
def index() -> Response:
    """Asked for and proved, asked for and not proved, and the counts of stock that show themselves."""
    g.noindex = True
    now = current.now()
    return own_page(
        "claims/index.html",
        verdicts=[(one, _words(one)) for one in gate.verdicts(now)],
        counts=gate.counts_shown(now),
    )


def _words(verdict: gate.Verdict) -> str:
    """The evidence of a proved claim; nothing for the others, whose rule speaks."""
    if isinstance(verdict.found, Rule):
        return ""
    shown = gate.Shown(verdict.asked.kind, verdict.asked.subject, verdict.found)
    return evidence([shown], verdict.asked.kind)[0].words
