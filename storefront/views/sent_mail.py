"""The mail that the parcels left: when they arrive, the carrier's number, and what is still to be paid at the door."""

from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.jinja import format_date, translate, yen
from storefront.mail.messages import Words
from storefront.mail.payment_mail import PaymentMail
from storefront.orders.order import Order
from storefront.views.letterhead import letterhead
from storefront.views.parcel_rows import ParcelRow, parcel_rows


def sent_mail(order: Order, now: datetime) -> PaymentMail:
    """Everything it says, in the order's language. Works outside a request; reads, writes nothing."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        left, parcels = _left_on(order, now), parcel_rows(order.parcels)
        lead = [_("%(day)sに、ご注文の品を発送しました。", day=format_date(left))]
        if any(left > one.leaves_on for one in parcels):
            late = _(
                "予定より遅れての発送となりました。お届けも遅れることがあります。申し訳ありません。"
            )
            lead.append(late)
        if order.paid_at is None:
            lead.append(
                _("お届けのときに、配達員へ%(sum)sをお支払いください。", sum=yen(order.total))
            )
        facts = [fact for one in parcels for fact in _of_parcel(one, order, len(parcels) > 1)]
        rest = [_("品物に傷や間違いがあったときは、下の連絡先へお知らせください。")]
        return frame.mail(_("お荷物を発送しました"), lead, facts, (), rest)


def _left_on(order: Order, now: datetime) -> date:
    """The day on which staff said that it was sent."""
    said = [event.happened_at for event in order.events if event.kind == "sent"]
    return shop_day(said[-1] if said else now)


def _of_parcel(parcel: ParcelRow, order: Order, several: bool) -> list[Words]:
    """Its day and its number; with its name where there are several."""
    when = " ".join(filter(None, (format_date(parcel.arrives_on), translate(order.slot_name))))
    facts = [Words(parcel.title if several else _("お届け予定"), when)]
    return [*facts, Words(_("送り状番号"), parcel.tracking)] if parcel.tracking else facts
