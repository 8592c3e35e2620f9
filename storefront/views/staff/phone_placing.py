"""The end of a call: all of it read aloud once more, and the button that makes the order, once."""

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from storefront.catalog.stock import NotEnoughStock
from storefront.checkout import placing
from storefront.checkout.by_phone import by_link, link_until, place_by_phone
from storefront.checkout.checkout import Checkout, checkout_of
from storefront.checkout.draft import PhoneDraft, draft_of
from storefront.checkout.email_typos import suggested_email
from storefront.checkout.seen import Seen, differences, seen_now
from storefront.checkout.steps import Step
from storefront.database import again
from storefront.extensions import db
from storefront.jinja import yen
from storefront.locales import as_locale
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.charging import charge
from storefront.views.checkout_confirm import StaleKey, confirmation_context, read_key
from storefront.views.checkout_desk import Desk
from storefront.views.checkout_news import difference_words
from storefront.views.how_to_pay import moment_words
from storefront.views.responses import own_page, see_other
from storefront.views.snapshot import snapshot
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.phone_desk import agreed_desk
from storefront.views.staff.phone_orders import own_draft

PAGE = "staff/phone_review.html"


@bp.get("/phone-orders/<int:draft>/review")
@access(STAFF, Permission.CHANGE_ORDERS)
def review_phone_order(draft: int) -> Response:
    """What is to be read aloud before the button; writes nothing."""
    return _page(own_draft(draft))


@bp.post("/phone-orders/<int:draft>/review")
@access(STAFF, Permission.CHANGE_ORDERS)
def place_phone_order(draft: int) -> Response:
    """Make the order of what was read aloud. A second press finds the first one's order."""
    try:
        seen = read_key(request.form.get("place_key", ""))
    except StaleKey:
        abort(400)
    if order := placing.order_placed_with(seen.place_key, seen.cart_id):
        return _to(order)
    if request.form.get("seen_total") != str(seen.total):
        abort(400)
    try:
        order, payment = again(lambda: _place(draft, seen))
    except (placing.CannotPlace, NotEnoughStock, IntegrityError):
        db.session.rollback()
        if made := placing.order_placed_with(seen.place_key, seen.cart_id):
            return _to(made)
        row = draft_of(at_work().member_id, draft)
        return _page(row, seen) if row else see_other("staff.phone_orders", told="gone")
    number = str(order.number)
    if payment is None:
        db.session.commit()
    else:
        charge(payment)
    return see_other("staff.order", number=number, told="taken_by_phone")


def _place(draft: int, seen: Seen) -> tuple[Order, Payment | None]:
    """Make the order and its line in the audit from what is stored now; does not commit."""
    row = own_draft(draft, to_change=True)
    answers = checkout_of(row.cart_id)
    if row.cart_id != seen.cart_id:
        abort(400)
    if answers is None:
        raise placing.Incomplete(Step.DELIVERY)
    desk, now, member = agreed_desk(row.cart, answers), current.now(), at_work()
    locale = as_locale(row.typed.get("mail_locale", ""))
    order, payment = place_by_phone(
        row.cart, answers, desk.quote, snapshot().tariff, seen, locale, now,
        (member.member_id, member.name),
    )  # fmt: skip
    after = {
        "goods": {line.sku: line.quantity for line in order.lines},
        "total": order.total,
        "payment": order.payment_code,
    }
    write_down(actor(), Act.TAKEN_BY_PHONE, f"order:{order.number}", now, after=after)
    return order, payment


def _page(row: PhoneDraft, before: Seen | None = None) -> Response:
    """The review, after a refusal with what is different; back to the sheet where something is missing by now."""
    answers = checkout_of(row.cart_id)
    desk = agreed_desk(row.cart, answers) if answers else None
    if answers is None or desk is None or desk.step is not Step.CONFIRM:
        return see_other("staff.phone_order", draft=row.id, told="phone_unfinished")
    changed = _changed(before, desk, answers) if before else []
    way = desk.quote.payment
    until = ""
    if way and by_link(way.paying):
        until = moment_words(link_until(current.now()))
    return own_page(
        PAGE,
        409 if before else 200,
        draft=row,
        changed=changed,
        link_until=until,
        in_english=row.typed.get("mail_locale") == "en",
        meant=suggested_email(answers.email),
        **confirmation_context(desk, answers),
    )


def _changed(before: Seen, desk: Desk, answers: Checkout) -> list[str]:
    now = seen_now("", desk.cart, answers, desk.quote)
    changed = difference_words(differences(before, now), desk)
    if before.total != now.total:
        words = _("合計は%(before)sから%(after)sになります", before=yen(before.total), after=yen(now.total))  # fmt: skip
        changed.append(words)
    if before.answers != now.answers:
        changed.append(_("お届け先やお支払いの内容が、ほかの画面で変わりました"))
    return changed or [_("控えがほかの画面で変わりました")]


def _to(order: Order) -> Response:
    return see_other("staff.order", number=order.number, told="taken_by_phone")
