"""The order's own page, as it is asked for and as it comes back with a form refused."""

from flask import Response

from storefront.orders.order import Order
from storefront.payments.settling import last_payment
from storefront.views import current
from storefront.views.addition_sheet import addition_under_way
from storefront.views.addressee_form import AddresseeForm, addressee_form
from storefront.views.money_back import money_back_of
from storefront.views.order_access import Access, kept_link
from storefront.views.order_papers import papers_of
from storefront.views.order_sheet import OrderSheet, sheet_of
from storefront.views.responses import own_page
from storefront.views.snapshot import snapshot
from storefront.views.visitor import who


def order_page(
    order: Order, seen: Access, form: AddresseeForm | None = None, status: int = 200
) -> Response:
    """Everything about an order; `form` is the addressee's with what is wrong in it."""
    full = seen is Access.FULL
    sheet = order_sheet(order, seen)
    return own_page(
        "orders/show.html",
        status,
        sheet=sheet,
        link=order_links(sheet),
        papers=papers_of(order, (form or addressee_form(order.contact)) if full else None),
        money_back=money_back_of(order),
        offers_off=who().history.offers_off,
        added=addition_under_way(order),
    )


def order_sheet(order: Order, seen: Access) -> OrderSheet:
    """The order as this visitor may see it."""
    full = seen is Access.FULL
    return sheet_of(order, last_payment(order), full, snapshot(), current.now(), current.locale())


def order_links(sheet: OrderSheet) -> dict[str, str]:
    """The order's pages, opened by the same right as this one; `status` and `wait` know what was told already."""
    number = str(sheet.order.number)
    return {
        "show": kept_link("orders.show", number),
        "pay": kept_link("paying.pay", number),
        "change": kept_link("paying.pay", number, change="1"),
        "cancel": kept_link("cancelling.cancel", number),
        "thank_you": kept_link("orders.thank_you", number),
        "invoice": kept_link("documents.invoice", number),
        "status": kept_link("orders.status", number, seen=sheet.mark),
        "wait": kept_link("orders.status", number, seen=sheet.mark, then="thank-you"),
    }
