"""The mail that where or when an order goes has changed: what is new, and what became of the sums."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.checkout.contact import spaced_phone, spaced_postcode
from storefront.checkout.rearranging import Settled
from storefront.jinja import format_date, translate, yen
from storefront.locales import Locale
from storefront.mail.messages import Words
from storefront.mail.payment_mail import PaymentMail
from storefront.orders.order import Order
from storefront.shipping.prefectures import by_code
from storefront.views.frame import area_name
from storefront.views.letterhead import letterhead
from storefront.views.parcel_rows import parcel_rows

PLACE = frozenset({"name", "postal_code", "prefecture", "address", "building"})


def changed_mail(order: Order, told: Mapping[str, Any], now: datetime) -> PaymentMail:
    """Everything it says, in the order's language; `told` is what the job was given. Reads, writes nothing."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        lead = [_("ご注文のお届けの内容を、次のように改めました。")]
        facts = [*_facts(order, set(told["fields"]), frame.locale), *_sums(order, told["before"])]
        rest = [
            *_settled(order, told),
            _("お心当たりのないときは、下の連絡先へお知らせください。"),
        ]
        return frame.mail(_("お届けの内容が変わりました"), lead, facts, (), rest)


def address_of(order: Order, locale: Locale) -> str:
    """Where it goes and to whom, in one line."""
    to, area = order.contact, by_code(order.contact.prefecture)
    there = area_name(area, locale) if area else ""
    street = f"{there}{to.address}" if locale == "ja" else f"{there} {to.address}"
    name = _("%(name)s 様", name=to.name)
    return " ".join(
        filter(None, (f"〒{spaced_postcode(to.postal_code)}", street, to.building, name))
    )


def _facts(order: Order, fields: set[str], locale: Locale) -> Iterator[Words]:
    """What is new, as it is now."""
    if fields & PLACE:
        yield Words(_("お届け先"), address_of(order, locale))
    if "phone" in fields:
        yield Words(_("電話番号"), spaced_phone(order.contact.phone))
    if "way" in fields:
        names = [row.name for row in parcel_rows(order.parcels)]
        yield Words(_("お届けの方法"), str(_("と")).join(names))
    if fields & {"day", "slot", "way"}:
        when = (format_date(order.promised_on, "long"), translate(order.slot_name))
        yield Words(_("お届け予定"), " ".join(filter(None, when)))


def _sums(order: Order, before: Mapping[str, int]) -> Iterator[Words]:
    """The sums that are others now."""
    names = (("shipping", _("送料")), ("fee", _("手数料")), ("total", _("合計")))
    for name, words in names:
        was, now = before[name], getattr(order, name)
        if was != now:
            yield Words(words, _("%(before)sから%(after)sに", before=yen(was), after=yen(now)))


def _settled(order: Order, told: Mapping[str, Any]) -> list[str]:
    difference = abs(int(told["difference"]))
    match Settled(told["settled"]):
        case Settled.BORNE:
            return [
                _(
                    "送料の差額%(sum)sは当店が負担します。お支払いは変わりません。",
                    sum=yen(difference),
                )
            ]
        case Settled.BACK:
            return [
                _(
                    "送料の差額%(sum)sをお返しします。返金のお知らせを別にお送りします。",
                    sum=yen(difference),
                )
            ]
        case Settled.TOTAL if order.confirmed_at is not None:
            return [_("お届けのときに、配達員へ%(sum)sをお支払いください。", sum=yen(order.total))]
    return []
