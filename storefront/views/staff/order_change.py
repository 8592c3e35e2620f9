"""Sending an order elsewhere or another day before it is packed: typed, compared line by line, then done once."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _

from storefront.checkout.rearranged import (
    AdditionWaits,
    AttemptOpen,
    CannotRearrange,
    Stale,
    Unpayable,
    obstacle,
    rearrange,
)
from storefront.checkout.rearranging import Plan, changeable, plan
from storefront.extensions import db
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order
from storefront.orders.refunding import RefundRefused
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import area_name
from storefront.views.responses import fragments, own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.order_change_form import (
    ChangeForm,
    form_of,
    judged,
    priced_for,
    typed_form,
)
from storefront.views.staff.order_change_words import (
    Difference,
    differences,
    postcode_doubt,
    settled_words,
    ways_of,
)
from storefront.views.staff.order_reading import asked_order
from storefront.views.staff.order_refund import refusal_code
from storefront.views.staff.sure import Press, pressed
from storefront.views.staff.typed import number_typed

REFUSALS: tuple[tuple[type[CannotRearrange], str], ...] = (
    (AttemptOpen, "attempt_open"),
    (AdditionWaits, "amendment_waits"),
    (Unpayable, "unpayable_there"),
)


@dataclass(frozen=True)
class Question:
    """What will change, line by line, and what that means; `news`: what changed since it was first asked."""

    order: Order
    form: ChangeForm
    made: Plan
    rows: list[Difference]
    effects: list[str]
    doubt: str
    news: str = ""


@bp.get("/orders/<number>/change")
@access(STAFF, Permission.CHANGE_ORDERS)
def change_order(number: str) -> Response:
    """The form as the order stands."""
    order = asked_order(number)
    if not changeable(order):
        return see_other("staff.order", number=number, told="cannot_change")
    return _form_page(order, form_of(order, load_tariff(current.now())), order.version)


@bp.get("/orders/<number>/change/ways")
@access(STAFF, Permission.CHANGE_ORDERS)
def change_ways(number: str) -> Response:
    """How and when it can go to the prefecture of the form: the part of the page that hangs on it."""
    order, form = asked_order(number), typed_form()
    ways = ways_of(order, form, priced_for(order, form, load_tariff(current.now())))
    return fragments("staff/_order_ways.html", form=form, ways=ways)


@bp.post("/orders/<number>/change")
@access(STAFF, Permission.CHANGE_ORDERS)
@asks_password()
def change_typed(number: str) -> Response:
    """What was typed: what it comes to, or the form again to be mended, or the change itself."""
    order, form, version = asked_order(number), typed_form(), _version()
    if not changeable(order):
        return see_other("staff.order", number=number, told="cannot_change")
    if pressed() is Press.CHANGE:
        return _form_page(order, form, version)
    if order.version != version:
        return _stale(order, form)
    return _do(order, form, version) if pressed() is Press.DO else _ask(order, form)


def _ask(order: Order, form: ChangeForm, news: str = "") -> Response:
    """The question; or the form again, where something is wrong with it or nothing would change."""
    tariff = load_tariff(current.now())
    priced = priced_for(order, form, tariff)
    if not judged(order, form, priced):
        return _form_page(order, form, order.version, 409 if news else 422, news)
    made = plan(order, form.wish(), priced, tariff)
    if not made.fields:
        return see_other("staff.order", number=order.number, told="same")
    if trouble := obstacle(order, made):
        return _refused(order, trouble)
    asked = Question(
        order, form, made, differences(order, made, form.wish()), settled_words(order, made),
        postcode_doubt(form.wish()), news,
    )  # fmt: skip
    return own_page("staff/order_change_sure.html", 409 if news else 200, asked=asked)


def _do(order: Order, form: ChangeForm, version: int) -> Response:
    """Do it, once: refused when it is no longer what the question said."""
    now, order = current.now(), hold(order.id)
    tariff = load_tariff(now)
    priced = priced_for(order, form, tariff)
    made = plan(order, form.wish(), priced, tariff) if judged(order, form, priced) else None
    if made is None or made.mark != request.form.get("mark"):
        number = str(order.number)
        db.session.rollback()
        news = _("内容を確かめたあとに、条件が変わりました。まだ何も変えていません。")
        return _ask(asked_order(number), form, news)
    before = _written(order)
    reason = _("お届けの変更にともなう送料の差額")
    try:
        rearrange(order, form.wish(), made, version, tariff, reason, now)
    except RefundRefused as refusal:
        db.session.rollback()
        return see_other("staff.order", number=order.number, told=refusal_code(refusal))
    except Stale:
        number = str(order.number)
        db.session.rollback()
        return _stale(asked_order(number), form)
    except CannotRearrange as refusal:
        db.session.rollback()
        return _refused(order, refusal)
    after = {**_written(order), "fields": list(made.fields), "difference": made.difference}
    write_down(actor(), Act.CHANGED, f"order:{order.number}", now, before, after)
    db.session.commit()
    return see_other("staff.order", number=order.number, told="order_rearranged")


def _written(order: Order) -> dict[str, object]:
    """What the audit keeps of an order: no address, no name, no number of a telephone."""
    return {
        "version": order.version,
        "way": order.sending_code,
        "promised_on": order.promised_on.isoformat(),
        "shipping": order.shipping,
        "total": order.total,
    }


def _refused(order: Order, trouble: CannotRearrange) -> Response:
    codes = (code for kind, code in REFUSALS if isinstance(trouble, kind))
    return see_other("staff.order", number=order.number, told=next(codes, "cannot_change"))


def _stale(order: Order, form: ChangeForm) -> Response:
    """Somebody was faster: what stands there now beside what was typed, to be saved once more or left."""
    tariff = load_tariff(current.now())
    theirs = form_of(order, tariff)
    both = [
        Difference(str(form[name].label.text), _shown(theirs, name), _shown(form, name))
        for name in form.typed()
        if _shown(theirs, name) != _shown(form, name)
    ]
    news = _("ほかの人が先にこの注文を変えました。まだ何も保存していません。")
    return _form_page(order, form, order.version, 409, news, both)


def _shown(form: ChangeForm, name: str) -> str:
    value = form[name].data or ""
    if name == "prefecture":
        found = by_code(value)
        return area_name(found, current.locale()) if found else str(value)
    return str(value)


def _form_page(
    order: Order,
    form: ChangeForm,
    version: int,
    status: int = 200,
    news: str = "",
    both: list[Difference] | None = None,
) -> Response:
    ways = ways_of(order, form, priced_for(order, form, load_tariff(current.now())))
    page = {"order": order, "form": form, "ways": ways, "version": version}
    return own_page("staff/order_change.html", status, **page, news=news, both=both or [])


def _version() -> int:
    return number_typed(request.form.get("version", "x")) or 0
