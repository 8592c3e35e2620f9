"""The question before an offer is published: what it does to prices, where it will stand, and whom it meets."""

from collections.abc import Sequence

from flask_babel import gettext as _

from storefront.jinja import translate
from storefront.offers.clashes import Met
from storefront.offers.kinds import Kind, OfferState, Placement
from storefront.offers.offer import Offer
from storefront.views.frame import url
from storefront.views.staff.offer_form import OfferForm
from storefront.views.staff.offer_words import (
    KINDS,
    PLACEMENTS,
    clash_words,
    incentive_words,
    listed,
    time_words,
)
from storefront.views.staff.sure import Sure


def question(row: Offer | None, form: OfferForm, met: Sequence[Met], seen: int) -> Sure:
    """Asked with everything that was typed, so that it can be typed anew or done."""
    written = form.written
    live = row is not None and row.state == OfferState.PUBLISHED
    places = [str(PLACEMENTS[place]) for place in Placement if place in written.placements]
    facts = [
        (_("種類"), str(KINDS[written.kind])),
        (_("場所"), listed(places) if len(places) < 4 else str(_("、")).join(places)),
        (_("期間"), time_words(written) or str(_("停止するまで"))),
        (_("値引き"), incentive_words(written) or str(_("なし"))),
    ]
    facts += [(one.code, clash_words(one)) for one in met]
    title = _("「%(title)s」の変更を公開します") if live else _("「%(title)s」を公開します")
    return Sure(
        title=title % {"title": translate(written.title)},
        button=_("この内容に変える") if live else _("公開する"),
        action=url("staff.change_offer", code=row.code) if row else url("staff.create_offer"),
        back=url("staff.edit_offer", code=row.code) if row else url("staff.offers"),
        effects=_effects(form),
        facts=facts,
        hidden={**form.typed, **({"version": seen} if row else {})},
        change=True,
    )


def _effects(form: OfferForm) -> list[str]:
    written = form.written
    told = [
        str(
            _(
                "%(percent)s%%の方に出ます。そのうち1割は、比べるために見せません。",
                percent=written.rollout_percent,
            )
        )
    ]
    if incentive_words(written) and written.kind is not Kind.THANK_YOU:
        told.append(
            str(_("値引きは、おすすめを見た方にも見ていない方にも、断った方にも同じです。"))
        )
    return told
