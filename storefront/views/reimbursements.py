"""Where the buyer sees one sum that goes back, and names the bank account for it."""

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from wtforms import EmailField
from wtforms.validators import InputRequired

from storefront.extensions import db
from storefront.orders.finding import order_for
from storefront.orders.order import Order
from storefront.payments.by_transfer import account_of, name_account
from storefront.payments.reimbursement import Reimbursement
from storefront.shop.account import KINDS
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.account_form import AccountForm, account_form
from storefront.views.caller import within_limit
from storefront.views.money_back import reimbursement_of, shown
from storefront.views.order_access import Access, OrderHidden, kept_link, order_link, visible_order
from storefront.views.orders import TRIES, TRIES_WITHIN
from storefront.views.responses import own_page, see_path

bp = Blueprint("reimbursements", __name__)

PAGE = "/orders/<number>/reimbursements/<int(max=2147483647):id>"


class KnownByMail(FlaskForm):  # type: ignore[misc]
    """The address that an order was placed with, asked for where the link has become old."""

    email = EmailField(
        _l("メールアドレス"),
        [InputRequired(_l("メールアドレスを入力してください"))],
        render_kw={"autocomplete": "email"},
    )


@bp.get(PAGE)
@access(ORDER_LINK)
def show(number: str, id: int) -> Response:
    """The sum, why it goes back and how; the form for the account while one may be named."""
    order, seen = visible_order(number)
    row = _row(order, id)
    if seen is not Access.FULL:
        return _page(order, row, known=KnownByMail(formdata=None))
    kept = account_of(row)
    ask = kept is None or "change" in request.args
    return _page(order, row, form=account_form(kept) if ask else None)


@bp.post(PAGE)
@access(ORDER_LINK)
def name(number: str, id: int) -> Response:
    """Keep the account, until staff have sent the money. Only with a fresh link."""
    order, seen = visible_order(number)
    if seen is not Access.FULL:
        raise OrderHidden
    row, form = _row(order, id), AccountForm()
    if not form.validate():
        return _page(order, row, status=422, form=form)
    name_account(row, form.account(), current.now())
    db.session.commit()
    return see_path(kept_link("reimbursements.show", number, id=str(id)))


@bp.post(f"{PAGE}/reader")
@access(ORDER_LINK)
def recognise(number: str, id: int) -> Response:
    """Open the page anew for whoever knows the order's e-mail address; as many tries as the order finder gives."""
    if not within_limit("find", TRIES, TRIES_WITHIN):
        raise TooManyRequests(retry_after=int(TRIES_WITHIN.total_seconds()))
    order, _seen = visible_order(number)
    row, form = _row(order, id), KnownByMail()
    if not form.validate():
        return _page(order, row, status=422, known=form)
    if order_for(number, form.email.data or "") is None:
        form.email.errors = [_("ご注文のときのメールアドレスと違います")]
        return _page(order, row, status=422, known=form)
    return see_path(order_link(order, "reimbursements.show", id=row.id))


def _row(order: Order, id: int) -> Reimbursement:
    return reimbursement_of(order, id) or abort(404)


def _page(
    order: Order,
    row: Reimbursement,
    status: int = 200,
    form: AccountForm | None = None,
    known: KnownByMail | None = None,
) -> Response:
    number, id = str(order.number), str(row.id)
    back = shown(row, number, full=known is None)
    return own_page(
        "orders/money_back.html",
        status,
        order=order,
        back=back,
        form=form if back.open else None,
        known=known,
        kinds=KINDS,
        action=kept_link("reimbursements.show", number, id=id),
        reader=kept_link("reimbursements.recognise", number, id=id),
        change=kept_link("reimbursements.show", number, id=id, change="1"),
        show=kept_link("orders.show", number),
    )
