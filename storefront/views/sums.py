"""The sums of an order in the order to add them up, the same before it is placed and after: for pages and mails."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from storefront.jinja import discount_words, translate, yen
from storefront.lab.patterns import Pattern
from storefront.locales import Text
from storefront.money import Yen
from storefront.orders.order import Order
from storefront.pricing.tax import TaxPart
from storefront.quoting.quote import Quote
from storefront.views import current
from storefront.views.frame import area_name
from storefront.views.switches import is_on


@dataclass(frozen=True)
class SumRow:
    """A line of the sums in yen with tax, its kind as the `totals` macro knows it; `to` makes it a range."""

    label: str
    amount: Yen
    kind: str = ""
    to: Yen | None = None


def quote_sums(priced: Quote) -> list[SumRow]:
    """The sums of a quote, tax per rate last; a range while the region is unknown.

    Without a way to send there is no total, and the goods stand alone.
    """
    rows = [_goods(priced.count, priced.goods), *discount_sums(priced)]
    if not priced.sendable:
        return rows
    if priced.destination:
        rows.append(
            _shipping(area_name(priced.destination, current.locale()), priced.shipping or 0)
        )
    else:
        rows.append(SumRow(_("送料（地域による）"), priced.shipping_least, to=priced.shipping_most))
    return [*rows, *_to_the_total(priced), *(_taxes(priced.taxes) if priced.destination else [])]


def cart_sums(priced: Quote, way: str, service_tax: int) -> list[SumRow]:
    """The sums of a cart, its shipping with the `way` it goes; `service_tax` is the per cent for shipping.

    Tax is shown before the region is known as well: where shipping is not in it yet, that is said. Where shipping is
    told later, the goods alone are summed up.
    """
    rows = [_goods(priced.count, priced.goods), *discount_sums(priced)]
    if not is_on(Pattern.SHIPPING_EARLY):
        return [*rows, SumRow(_("小計（送料と手数料は別）"), priced.paid_goods, "grand")]
    if priced.sendable:
        least, most = priced.shipping_least, priced.shipping_most
        rows += [SumRow(_cart_shipping(priced, way), least, to=most), *_to_the_total(priced)]
    without = None if priced.shipping is not None else service_tax
    return [*rows, *_taxes(priced.taxes, without)]


def discount_sums(priced: Quote) -> list[SumRow]:
    """What comes off the goods, each with its reason; in one where the goods cost less than that."""
    if -sum(one.amount for one in priced.adjustments) == priced.discount:
        return [
            SumRow(discount_words(one.label), one.amount, "saving") for one in priced.adjustments
        ]
    return [_discount(priced.discount)]


def order_sums(order: Order, area: str) -> list[SumRow]:
    """The frozen sums of an order, tax per rate last; `area` names where it goes."""
    return [
        _goods(order.count, order.goods),
        *_order_discounts(order),
        _shipping(area, order.shipping),
        *([_fee(order.payment_name, order.fee)] if order.fee else []),
        SumRow(_("合計"), order.total, "grand"),
        *_taxes(order.tax_parts),
    ]


def _order_discounts(order: Order) -> list[SumRow]:
    """What came off the goods, each with its reason as it was told."""
    return [
        SumRow(discount_words(one["label"]), one["amount"], "saving") for one in order.adjustments
    ]


def _cart_shipping(priced: Quote, way: str) -> str:
    words: str
    if priced.destination:
        area = area_name(priced.destination, current.locale())
        words = _("送料（%(area)s・%(way)s）", area=area, way=way)
    elif priced.shipping_least == priced.shipping_most:
        words = _("送料（全国同じ）")
    else:
        words = _("送料（地域による）")
    return words


def _to_the_total(priced: Quote) -> list[SumRow]:
    """The fee of the payment chosen, if it can be had, and the total."""
    chosen = priced.payment
    fee = [_fee(chosen.paying.name, priced.fee)] if chosen and not chosen.refusal else []
    return [*fee, SumRow(_("合計"), priced.total_least, "grand", priced.total_most)]


def _goods(count: int, amount: Yen) -> SumRow:
    return SumRow(_("商品の合計（%(count)s点）", count=count), amount)


def _discount(amount: Yen) -> SumRow:
    return SumRow(_("割引"), -amount, "saving")


def _shipping(area: str, amount: Yen) -> SumRow:
    words = _("%(area)s・当社負担", area=area) if amount == 0 else area
    return SumRow(_("送料（%(words)s）", words=words), amount)


def _fee(name: Text, amount: Yen) -> SumRow:
    return SumRow(_("手数料（%(name)s）", name=translate(name)), amount)


def _taxes(parts: Iterable[TaxPart], without_shipping: int | None = None) -> list[SumRow]:
    """Tax per rate; the per cent of shipping is named where that is not known yet."""
    return [
        SumRow(_tax_words(part, part.percent == without_shipping), part.tax, "note")
        for part in parts
    ]


def _tax_words(part: TaxPart, without_shipping: bool) -> str:
    taxable = yen(part.taxable)
    words = _("%(percent)s%%対象 %(taxable)s の内税", percent=part.percent, taxable=taxable)
    return str(_("%(words)s（送料を除く）", words=words) if without_shipping else words)
