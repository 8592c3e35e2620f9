"""The demo's bank counter for transfers: all of it, a part, or too much, to the account of one order."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from storefront.clock import shop_time
from storefront.extensions import db
from storefront.money import Yen
from storefront.payments.gateways import OutcomeStatus
from storefront.payments.gateways.demo import DemoCharge, IllegalMove, acts
from storefront.payments.gateways.demo.vouchers import voucher_of
from storefront.payments.voucher import Account, read
from storefront.views.access import ORDER_LINK, access
from storefront.views.demo_bank.house import Visit, back_to_shop, bp, house_page, on_its_way, visit
from storefront.views.demo_bank.store import plain_number
from storefront.views.responses import see_path

TOO_MUCH: Yen = 1000
"""How much too much the third preset sends."""


class AmountForm(Form):
    """How much is sent."""

    amount = StringField(_l("振込金額"), render_kw={"autocomplete": "off", "inputmode": "numeric"})


@bp.route("/demo/transfer/<ref>", methods=["GET", "POST"])
@access(ORDER_LINK)
def transfer(ref: str) -> Response:
    """The account and what is still missing; posted, money goes there, also late to an account that was closed."""
    here = visit(ref, "bank_transfer")
    presets = _presets(here.charge)
    if request.method == "GET":
        return _page(here, AmountForm(data={"amount": f"{presets['all']}"}))
    form = AmountForm(request.form)
    preset = request.form.get("preset", "")
    amount = presets.get(preset) or plain_number(form.amount.data or "")
    late = request.form.get("late") == "1"
    db.session.rollback()
    try:
        acts.transfer(ref, amount or 0, late=late)
    except IllegalMove as trouble:
        words = _("金額は1円から9,999,999円までの数字で入力してください")
        if trouble.why == "over":
            words = _("この口座は、受け取りを終えています")
        form.amount.errors = [words]
        return _page(visit(ref, "bank_transfer"), form, status=422)
    return see_path(url_for("demo_bank.transfer", ref=ref))


def _presets(charge: DemoCharge) -> dict[str, Yen]:
    """All that is missing (all of it once nothing is), half of that, too much."""
    missing = charge.amount - charge.received
    rest = missing if missing > 0 else charge.amount
    return {"all": rest, "half": max(1, rest // 2), "more": rest + TOO_MUCH}


def _page(here: Visit, form: AmountForm, status: int = 200) -> Response:
    charge = here.charge
    account = read(voucher_of(charge, ""))
    assert charge.due_at is not None
    return house_page(
        "demo_bank/transfer.html",
        status=status,
        here=here,
        form=form,
        account=account if isinstance(account, Account) else None,
        presets=_presets(charge),
        missing=max(0, charge.amount - charge.received),
        due=shop_time(charge.due_at),
        on_its_way=on_its_way(charge.ref),
        closed=charge.status not in {OutcomeStatus.PROCESSING, OutcomeStatus.CAPTURED},
        back=back_to_shop(here.order),
    )
