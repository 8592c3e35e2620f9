"""The mail that parcels left: what is in them, when they arrive, the carrier's number, what follows, what is to be paid."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.clock import shop_day
from storefront.jinja import format_date, translate, yen
from storefront.mail.messages import Words
from storefront.mail.shipment_mail import ParcelLines, ShipmentMail
from storefront.orders.order import Order
from storefront.orders.shipment import Shipment
from storefront.views.letterhead import letterhead
from storefront.views.parcel_rows import ParcelRow, parcel_rows
from storefront.views.shipment_rows import ShipmentRow, shipment_rows, to_come


def sent_mail(
    order: Order, now: datetime, left: Sequence[Shipment], before: Sequence[Shipment] = ()
) -> ShipmentMail:
    """Everything it says of the parcels in `left`, in the order's language; `before` left earlier. Works outside a request."""
    frame = letterhead(order, now)
    with force_locale(frame.locale):
        follow = to_come(order, [*before, *left])
        plain = frame.mail(_title(bool(follow), bool(before)), _lead(order, now, left, before))
        planned = parcel_rows(order.parcels)
        return ShipmentMail(
            locale=plain.locale,
            recipient=plain.recipient,
            subject=plain.subject,
            heading=plain.heading,
            number=plain.number,
            name=plain.name,
            lead=plain.lead,
            parcels=[
                _parcel(row, planned[one.place], order)
                for row, one in zip(shipment_rows(order, left), left, strict=True)
            ],
            to_come=follow,
            rest=[_("品物に傷や間違いがあったときは、下の連絡先へお知らせください。")],
            button=plain.button,
            seller=plain.seller,
            shop=plain.shop,
        )


def _title(more: bool, again: bool) -> str:
    if more:
        return str(_("ご注文の一部を発送しました"))
    return str(_("残りの品を発送しました") if again else _("お荷物を発送しました"))


def _lead(
    order: Order, now: datetime, left: Sequence[Shipment], before: Sequence[Shipment]
) -> list[str]:
    on = shop_day(left[0].sent_at if left else now)
    more = bool(to_come(order, [*before, *left]))
    if more:
        words = _(
            "%(day)sに、ご注文の一部を発送しました。残りは後からお送りします。送料はかかりません。",
            day=format_date(on),
        )
    elif before:
        words = _(
            "%(day)sに、残りの品を発送しました。これですべてお送りしました。", day=format_date(on)
        )
    else:
        words = _("%(day)sに、ご注文の品を発送しました。", day=format_date(on))
    lead = [words]
    if _late(order, on, left):
        late = _(
            "予定より遅れての発送となりました。お届けも遅れることがあります。申し訳ありません。"
        )
        lead.append(late)
    if order.paid_at is None:
        lead.append(_("お届けのときに、配達員へ%(sum)sをお支払いください。", sum=yen(order.total)))
    return lead


def _late(order: Order, on: date, left: Sequence[Shipment]) -> bool:
    planned = parcel_rows(order.parcels)
    return any(on > planned[one.place].leaves_on for one in left)


def _parcel(row: ShipmentRow, planned: ParcelRow, order: Order) -> ParcelLines:
    """Its day, its number and what is in it; with the page of the carrier where one is known."""
    when = " ".join(filter(None, (format_date(planned.arrives_on), translate(order.slot_name))))
    facts = [Words(_("お届け予定"), when)]
    if row.tracking:
        by = _("%(number)s（%(carrier)s）", number=row.tracking, carrier=row.carrier)
        facts.append(Words(_("送り状番号"), by if row.carrier else row.tracking))
    links = [
        Words(_("%(number)sの配達状況を見る", number=one.number), one.url)
        for one in row.tracked
        if one.url
    ]
    return ParcelLines(planned.name, facts, row.goods, links)
