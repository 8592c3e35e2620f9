"""Orders taken by phone: the member's open sheets, a fresh one, and what was taken lately."""

from dataclasses import dataclass

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.checkout.draft import (
    PhoneDraft,
    TooManyDrafts,
    begin_draft,
    draft_of,
    drafts_of,
    throw_away,
)
from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.staff.audit import Act, write_down
from storefront.staff.member import Member
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff import money_words
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.phone_form import copied
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

LATELY = 10


@dataclass(frozen=True)
class Taken:
    """An order that was taken by phone, and by whom."""

    order: Order
    by: str


@bp.get("/phone-orders")
@access(STAFF, Permission.CHANGE_ORDERS)
def phone_orders() -> Response:
    """The sheets on the member's desk, and the last orders anybody took."""
    return own_page(
        "staff/phone_orders.html",
        drafts=drafts_of(at_work().member_id),
        taken=_taken(),
        states=money_words.ORDER_STATES,
        said=said(),
    )


@bp.post("/phone-orders")
@access(STAFF, Permission.CHANGE_ORDERS)
def begin_phone_order() -> Response:
    """A fresh sheet, with the buyer of `order` on it where one is named."""
    now, typed = current.now(), {"mail_locale": "ja"}
    order = order_by_number(request.form.get("order", ""))
    if order is not None and not order.contact.erased_at:
        typed = copied({"email": order.contact.email, "mail_locale": order.locale}, order.contact)
    try:
        draft = begin_draft(at_work().member_id, typed, now)
    except TooManyDrafts:
        return see_other("staff.phone_orders", told="phone_desk_full")
    write_down(actor(), Act.PHONE_DRAFT_BEGUN, subject_of(draft.id), now)
    db.session.commit()
    return see_other("staff.phone_order", draft=draft.id)


@bp.get("/phone-orders/<int:draft>/drop")
@access(STAFF, Permission.CHANGE_ORDERS)
def ask_drop_phone_order(draft: int) -> Response:
    """Ask before what was typed is gone."""
    row = own_draft(draft)
    about = [(_("品物"), _("%(count)s点", count=row.cart.count))]
    if name := row.typed.get("name") or row.typed.get("email"):
        about.insert(0, (_("お客さま"), name))
    return sure_page(
        Sure(
            title=_("この控えを捨てます"),
            button=_("捨てる"),
            action=url("staff.drop_phone_order", draft=draft),
            back=url("staff.phone_order", draft=draft),
            effects=[
                _("書いた内容は残りません。注文はまだできていないので、在庫もお金も動きません。")
            ],
            facts=about,
        )
    )


@bp.post("/phone-orders/<int:draft>/drop")
@access(STAFF, Permission.CHANGE_ORDERS)
def drop_phone_order(draft: int) -> Response:
    """Throw it away. A second press finds it gone."""
    row = draft_of(at_work().member_id, draft, to_change=True)
    if row is None:
        return see_other("staff.phone_orders", told="gone")
    before = {"pieces": row.cart.count}
    throw_away(row)
    write_down(actor(), Act.PHONE_DRAFT_DROPPED, subject_of(draft), current.now(), before)
    db.session.commit()
    return see_other("staff.phone_orders", told="phone_dropped")


def own_draft(draft_id: int, *, to_change: bool = False) -> PhoneDraft:
    """The member's sheet of that number; 404 for another's, and for one that is gone."""
    return draft_of(at_work().member_id, draft_id, to_change=to_change) or abort(404)


def subject_of(draft_id: int) -> str:
    """What the audit calls a sheet."""
    return f"phone_order:{draft_id}"


def _taken() -> list[Taken]:
    asked = (
        select(Order, Member.name)
        .join(Member, Member.id == Order.taken_by)
        .where(Order.taken_by.is_not(None))
        .options(joinedload(Order.contact))
        .order_by(Order.id.desc())
        .limit(LATELY)
    )
    return [Taken(order, name) for order, name in db.session.execute(asked)]
