"""Where and when an order goes, as staff type it: the fields and rules of the shop's own checkout, without the e-mail address."""

from typing import Any

from flask import request

from storefront.checkout import contact
from storefront.checkout.rearranging import Wish, keeps_day, quote_again, same_road, wish_of
from storefront.orders.order import Order
from storefront.quoting.quote import Quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.postcode import normalise_postcode
from storefront.views import current
from storefront.views.checkout_forms import DeliveryForm

NAMES = (
    "name", "postal_code", "prefecture", "address", "building", "phone", "shipping_rate",
    "delivery_date", "time_slot",
)  # fmt: skip


class ChangeForm(DeliveryForm):
    """Who, where to, how and when; nobody's browser fills in the address of whoever is at the desk."""

    email = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, locale=current.locale(), **kwargs)
        for field in self:
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}

    def wish(self) -> Wish:
        """What it says, in the form the shop keeps."""
        return Wish(
            name=self.name.data or "",
            postal_code=normalise_postcode(self.postal_code.data or "") or "",
            prefecture=self.prefecture.data or "",
            address=self.address.data or "",
            building=self.building.data or "",
            phone=contact.tidy_phone(self.phone.data),
            way=self.shipping_rate.data or "",
            day=self.wanted_day,
            slot=self.time_slot.data or "",
        )

    def typed(self) -> dict[str, str]:
        """What was typed, to go along with a question."""
        return {name: self[name].data or "" for name in NAMES}


def form_of(order: Order, tariff: Tariff) -> ChangeForm:
    """The form as the order stands."""
    now = wish_of(order, tariff)
    return ChangeForm(
        data={
            "name": now.name,
            "postal_code": contact.spaced_postcode(now.postal_code),
            "prefecture": now.prefecture,
            "address": now.address,
            "building": now.building,
            "phone": contact.spaced_phone(now.phone),
            "shipping_rate": now.way,
            "delivery_date": now.day.isoformat() if now.day else "",
            "time_slot": now.slot,
        }
    )


def typed_form() -> ChangeForm:
    """The form as it was typed."""
    return ChangeForm(request.values)


def priced_for(order: Order, form: ChangeForm, tariff: Tariff) -> Quote:
    """What sending it where the form says costs."""
    way = form.shipping_rate.data or ""
    return quote_again(order, tariff, current.now(), form.destination, way)


def judged(order: Order, form: ChangeForm, priced: Quote) -> bool:
    """Whether all of it can be had; puts words at what cannot. A day it has already on the same road needs no new promise."""
    valid = form.validate()
    if form.destination and not form.fits(priced):
        wish = form.wish()
        if same_road(order, wish) and keeps_day(order, wish):
            form.delivery_date.errors = []
        rest = (form.shipping_rate, form.delivery_date, form.time_slot)
        valid = valid and not any(field.errors for field in rest)
    return valid
