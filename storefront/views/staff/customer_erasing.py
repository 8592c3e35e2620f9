"""Forgetting a person, and telling one what is kept: both only after the password, both in the audit."""

import json
from dataclasses import asdict

from flask import Response
from flask_babel import gettext as _

from storefront.customers.disclosing import kept_about
from storefront.customers.erasing import CannotErase, Why, erase, in_the_way
from storefront.customers.people import sums_of
from storefront.extensions import db
from storefront.orders.order import OrderContact
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.customers import asked_person, known_person, subject_of
from storefront.views.staff.sure import Sure

PAGE = "staff/erase_customer.html"


@bp.get("/customers/<number>/erase")
@access(STAFF, Permission.ERASE_CUSTOMERS)
def ask_erase_customer(number: str) -> Response:
    """What would go, what stays and why; or what is in the way."""
    contact = asked_person(number)
    if not contact.email:
        return see_other("staff.customer", number=number)
    return _page(contact, number)


@bp.post("/customers/<number>/erase")
@access(STAFF, Permission.ERASE_CUSTOMERS)
@asks_password()
def erase_customer(number: str) -> Response:
    """Forget them. A second press finds nothing left to forget."""
    contact, now = asked_person(number), current.now()
    if not contact.email:
        return see_other("staff.customer", number=number, told="same")
    try:
        gone = erase(contact.email, now)
    except CannotErase:
        db.session.rollback()
        return _page(asked_person(number), number, refused=True)
    went = asdict(gone)
    write_down(actor(), Act.CUSTOMER_ERASED, subject_of(contact), now, None, went)
    db.session.commit()
    return see_other("staff.customer", number=number, told="customer_erased")


@bp.post("/customers/<number>/export")
@access(STAFF, Permission.EXPORT)
@asks_password()
def export_customer(number: str) -> Response:
    """All that is kept about them, as a JSON file."""
    contact = known_person(number)
    found = kept_about(contact.email)
    what = {"orders": len(found["orders"]), "mails": len(found["mails"])}
    write_down(actor(), Act.CUSTOMER_EXPORTED, subject_of(contact), current.now(), None, what)
    db.session.commit()
    text = json.dumps(found, ensure_ascii=False, indent=2)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="customer-{number}.json"'
    return response


def _page(contact: OrderContact, number: str, *, refused: bool = False) -> Response:
    held = [(order, WHY[why]()) for order, why in in_the_way(contact.email)]
    sums = sums_of(contact.email)
    sure = Sure(
        title=_("この方の情報を消去します"),
        button=_("消去する"),
        action=url("staff.erase_customer", number=number),
        back=url("staff.customer", number=number),
        facts=[
            (_("お客さま"), contact.name),
            (_("メールアドレス"), contact.email),
            (_("注文"), _("%(count)s件", count=sums.orders)),
        ],
        effects=[_("注文の記録は残り、だれの注文かがわからなくなります。")],
        warning=_("元には戻せません。控えにも残りません。"),
    )
    return own_page(PAGE, 409 if refused else 200, sure=sure, held=held)


WHY = {
    Why.OPEN: lambda: str(_("まだ終わっていません（入金・出荷・追加を待っています）")),
    Why.OWED: lambda: str(_("お金が途中です（集金・返金・異議申し立て）")),
}
"""Why an order is in the way, in words."""
