"""The demo's shop counter: somebody comes with a number, or types it in, and pays; or comes too late."""

import re
import unicodedata

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from storefront.clock import shop_time
from storefront.extensions import db
from storefront.payments.gateways import OutcomeStatus
from storefront.payments.gateways.cards import digits
from storefront.payments.gateways.demo import IllegalMove, acts
from storefront.payments.gateways.demo.vouchers import charge_by_number, confirmation
from storefront.payments.voucher import CHAINS
from storefront.views import current
from storefront.views.access import ORDER_LINK, PUBLIC, access
from storefront.views.demo_bank.house import back_to_shop, bp, house_page, on_its_way, visit
from storefront.views.responses import see_path

DIGITS = {"autocomplete": "off", "inputmode": "numeric"}


class NumberForm(Form):
    """What the buyer was told to say at the counter."""

    number = StringField(_l("お支払い番号"), render_kw=DIGITS)
    confirmation = StringField(_l("確認番号"), render_kw=DIGITS)

    def found(self) -> tuple[str, str] | None:
        """The reference of the charge and the chain whose numbers these are; else words stand at the fields."""
        typed = digits(self.number.data or "")
        known = charge_by_number(db.session(), typed) if typed else None
        if known is None:
            missing = _("お支払い番号を入力してください")
            self.number.errors = [
                _("その番号は見つかりません。お店からの案内をお確かめください")
                if typed
                else missing
            ]
            return None
        charge, chain = known
        if digits(self.confirmation.data or "") != confirmation(charge.number or "", chain):
            self.confirmation.errors = [_("確認番号がちがいます。6桁の数字をお確かめください")]
            return None
        return charge.ref, chain


@bp.route("/demo/store", methods=["GET", "POST"])
@access(PUBLIC)
def store() -> Response:
    """The machine at the counter: both numbers typed in lead to what is to be paid."""
    if request.method == "GET":
        return house_page("demo_bank/store.html", form=NumberForm())
    form = NumberForm(request.form)
    found = form.found()
    if found is None:
        return house_page("demo_bank/store.html", status=422, form=form)
    ref, chain = found
    return see_path(url_for("demo_bank.counter", ref=ref, chain=chain))


@bp.route("/demo/store/<ref>", methods=["GET", "POST"])
@access(ORDER_LINK)
def counter(ref: str) -> Response:
    """What is to be paid; posted, it is. `late` pays a number that ran out, which real tills do now and then."""
    here = visit(ref, "konbini")
    chain = request.args.get("chain", "")
    if request.method == "POST":
        late = request.form.get("late") == "1"
        db.session.rollback()
        try:
            acts.pay_at_store(ref, late=late)
        except IllegalMove as trouble:
            if trouble.why == "unknown":
                abort(404)
        return see_path(url_for("demo_bank.counter", ref=ref, chain=chain or None))
    charge = here.charge
    assert charge.due_at is not None
    over = charge.status not in {OutcomeStatus.PROCESSING, OutcomeStatus.CAPTURED}
    return house_page(
        "demo_bank/counter.html",
        here=here,
        chain=CHAINS.get(chain),
        due=shop_time(charge.due_at),
        paid=bool(charge.received or on_its_way(ref)),
        over=over or charge.due_at <= current.now(),
        back=back_to_shop(here.order),
    )


def plain_number(typed: str) -> int | None:
    """A sum as people type it: ¥1,930, １９３０円; None for anything that is none."""
    plain = re.sub(r"[\s,、¥円]", "", unicodedata.normalize("NFKC", typed)).removesuffix("yen")
    return int(plain) if re.fullmatch(r"[0-9]{1,7}", plain) else None
