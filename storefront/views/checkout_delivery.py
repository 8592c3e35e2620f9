"""The first step: who, where to, how and when."""

from typing import Any

from flask import Response, request, url_for

from storefront.checkout.agreed import agree_on_sending
from storefront.checkout.checkout import begin_checkout
from storefront.checkout.steps import Step, next_step
from storefront.database import writing
from storefront.extensions import db, htmx
from storefront.shipping import prefectures
from storefront.shipping.postcode import common_address, lookup, normalise_postcode
from storefront.views import current
from storefront.views.checkout_desk import Desk, current_desk, desk_for, summary_of
from storefront.views.checkout_door import is_closed
from storefront.views.checkout_forms import DeliveryForm, amounts_shown, filled_form
from storefront.views.checkout_news import (
    joined,
    news_of_region,
    news_of_sending,
    news_of_way,
    news_of_when,
)
from storefront.views.checkout_ways import choices_context, refused_words, too_big_for_all
from storefront.views.responses import fragments, own_page, see_other

PAGE = "checkout/delivery.html"
NOT_SENDABLE = "checkout/not_sendable.html"
PARTS = ("checkout/_address.html", "checkout/_choices.html", "checkout/_summary.html")
CHECKED = ("email", "name", "building", "phone")
"""Fields whose words may be asked for on their own, when somebody leaves them."""


def show() -> Response:
    """The form as the visitor left it."""
    desk = current_desk()
    if desk is None or not desk.cart.orderable:
        return see_other("cart.show")
    if too_big_for_all(desk.quote):
        return _not_sendable(desk)
    if is_closed(desk):
        return see_other("checkout.door")
    form = filled_form(desk.answers, current.area(), current.locale())
    wished = request.args.get("way", "")
    if wished in {one.sending.code for one in desk.quote.sendings}:
        form.shipping_rate.data = wished
        there = _at(form, desk)
        return _page(form, there, news=news_of_way(desk.quote, there.quote))
    form.let_go(desk.quote)
    return _page(form, desk, news=joined(news_of_sending(desk), news_of_when(desk)))


def submit() -> Response:
    """Save and go on; with `lookup` only fill in the address, with `check` only judge one field."""
    if lookups := (request.values.get("lookup") or request.args.get("check")):
        writing.set(False)
    desk = current_desk()
    if desk is None or not desk.cart.orderable:
        return see_other("cart.show")
    if too_big_for_all(desk.quote):
        return _not_sendable(desk, status=409)
    form = DeliveryForm(request.form, locale=current.locale())
    if request.args.get("check") in CHECKED:
        return _judged(form, request.args["check"])
    if lookups:
        return _looked_up(form, desk)
    return _saved(form, desk)


def choices() -> Response:
    """For a region or a postcode: where it leads, and what can be had there. A fragment; writes nothing."""
    desk = current_desk()
    if desk is None or not desk.cart.orderable:
        return see_other("cart.show")
    form = DeliveryForm(request.args, locale=current.locale())
    if "postal_code" not in request.args:
        return _parts(form, desk)
    if normalise_postcode(form.postal_code.data or "") is None:
        return Response(status=204)
    return _parts(form, desk, fill_address(form))


def fill_address(form: DeliveryForm) -> str:
    """Put prefecture and town of the postcode into the form; what somebody typed after the town stays.

    Answers "found", "kept" when another address stands there already, or "unknown".
    """
    place = common_address(lookup(db.session(), form.postal_code.data or ""))
    if place is None:
        return "unknown"
    form.prefecture.data = place.prefecture.code
    typed, before = form.address.data or "", form.filled.data or ""
    if typed.startswith(place.address) and typed:
        return "found"
    if typed and not (before and typed.startswith(before)):
        return "kept"
    form.address.data = place.address + typed.removeprefix(before)
    form.filled.data = place.address
    return "found"


def _judged(form: DeliveryForm, name: str) -> Response:
    form.validate()
    return fragments("checkout/_field.html", form=form, name=name, judged=True)


def _looked_up(form: DeliveryForm, desk: Desk) -> Response:
    if normalise_postcode(form.postal_code.data or "") is None:
        if htmx:
            return Response(status=204)
        form.postal_code.validate(form)
        return _page(form, _at(form, desk), status=422)
    found = fill_address(form)
    if htmx:
        return _parts(form, desk, found)
    return _page(form, _at(form, desk), found=found)


def _saved(form: DeliveryForm, desk: Desk) -> Response:
    valid = form.validate()
    there = _at(form, desk)
    if form.destination and not form.fits(there.quote):
        valid = False
    if not valid:
        return _page(form, there, status=422)
    answers = begin_checkout(desk.cart.id, current.now())
    form.save(answers, there.quote)
    db.session.flush()
    after = desk_for(desk.cart, answers)
    agree_on_sending(answers, after.quote, form.shown_price)
    response = _onwards(after, form.shown.data or "")
    current.remember(response, current.AREA_COOKIE, answers.prefecture)
    db.session.commit()
    return response


def _onwards(desk: Desk, shown: str) -> Response:
    """Back to the confirmation for those who came from there, if all still fits; else to the payment."""
    back = request.values.get("back") == "confirm"
    seen = prefectures.by_code(shown)
    news = {} if seen == desk.quote.destination else {"shown": seen.code if seen else "0"}
    if back and next_step(desk.cart, desk.answers, desk.quote) is Step.CONFIRM:
        return see_other("checkout.confirm", **news)
    return see_other("checkout.payment", **news, **({"back": "confirm"} if back else {}))


def _at(form: DeliveryForm, desk: Desk) -> Desk:
    """The desk priced for what the form says just now."""
    return desk_for(
        desk.cart,
        desk.answers,
        destination=form.destination,
        sending=form.shipping_rate.data or "",
    )


def _not_sendable(desk: Desk, status: int = 200) -> Response:
    """Too much, too big or too heavy for any way: why, and what can be done."""
    switch = url_for("checkout.delivery", lang="en" if current.locale() == "ja" else "ja")
    refused = refused_words(desk.quote)
    return own_page(NOT_SENDABLE, status=status, refused=refused, switch_url=switch)


def _page(
    form: DeliveryForm, desk: Desk, found: str = "", status: int = 200, news: str = ""
) -> Response:
    context = delivery_context(form, desk, found)
    back = request.values.get("back", "")
    response = own_page(PAGE, status=status, back=back, news=news, **context)
    if (
        request.method == "POST"
    ):  # without scripts Back leads here, and no browser asks for it again by itself
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _parts(form: DeliveryForm, desk: Desk, found: str = "") -> Response:
    names = PARTS if found else PARTS[1:]
    if found == "found":
        names = (*names, "checkout/_postcode.html")
    there = _at(form, desk)
    moved = news_of_region(there, form.shown.data or "", form.shipping_rate.data or "")
    return fragments(*names, **delivery_context(form, there, found, moved))


def delivery_context(form: DeliveryForm, desk: Desk, found: str, moved: str = "") -> dict[str, Any]:
    """What the first step and its parts are given.

    `found` says what became of a postcode, `moved` what another region has changed since the page was shown.
    """
    destination = desk.quote.destination
    form.shown.data = destination.code if destination else ""
    form.prices.data = amounts_shown({one.sending.code: one.price for one in desk.quote.sendings})
    return {
        "form": form,
        "found": found,
        "moved": moved,
        **choices_context(desk, form.wanted_day),
        **summary_of(desk),
    }
