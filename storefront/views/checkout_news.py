"""What became different on the way through checkout, in words: nothing changes without being said."""

from datetime import date

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.catalog.variant import Variant
from storefront.checkout.agreed import Cause, payment_news, sending_news
from storefront.checkout.seen import Change, Difference, ParcelClass
from storefront.extensions import db
from storefront.jinja import format_date, locale_code, translate, yen
from storefront.money import Yen
from storefront.quoting.quote import Quote
from storefront.shipping import prefectures
from storefront.views import current
from storefront.views.cart_page import name_of
from storefront.views.checkout_desk import Desk, desk_for
from storefront.views.frame import area_name
from storefront.views.payment_words import refusal_words
from storefront.views.sending_words import boxes_words, way_name
from storefront.views.snapshot import snapshot


def news_of_region(desk: Desk, shown: str = "", sending: str = "") -> str:
    """What shipping and day have become, when the address lies elsewhere than the page had reckoned with.

    `shown` says what had been reckoned with ("0": no region yet), else the address of the page does; `sending` is
    the way being chosen, if it is not the one answered.
    """
    shown, there = shown or request.args.get("shown", ""), desk.quote.destination
    if not shown or there is None or desk.quote.sending is None:
        return ""
    values = {
        "area": area_name(there, current.locale()),
        "day": format_date(desk.quote.sending.earliest_on),
        "now": yen(desk.quote.shipping or 0),
    }
    before, words = prefectures.by_code(shown), ""
    if before:
        was = desk_for(desk.cart, desk.answers, destination=before, sending=sending).quote
    else:
        was = None
    if was is None:
        words = _("%(area)sへの送料は%(now)s、お届けは%(day)sからです。", **values)
    elif was.shipping != desk.quote.shipping:
        words = _(
            "お届け先が%(area)sになり、送料が%(before)sから%(now)sに変わりました。お届けは%(day)sからです。",
            before=yen(was.shipping or 0),
            **values,
        )
    elif was.earliest_on != desk.quote.earliest_on:
        words = _("お届け先が%(area)sになり、お届けは%(day)sからになりました。", **values)
    return words


def news_of_way(before: Quote, after: Quote) -> str:
    """What shipping becomes when the shop itself puts another way before the buyer; "" while it stays the same."""
    if before.shipping is None or after.shipping is None or before.shipping == after.shipping:
        return ""
    return _price_words(before.shipping, after.shipping)


def news_of_sending(desk: Desk) -> str:
    """Why sending goes another way, or costs something else, than the buyer last agreed to; "" while it does not."""
    news = sending_news(desk.answers, desk.quote, snapshot().tariff) if desk.answers else None
    if news is None or desk.quote.sending is None:
        return ""
    was, way = translate(news.was), way_name(desk.quote.sending)
    reason: str = {
        Cause.TOO_BIG: _("カートの中身が%(was)sに入らなくなったため、%(way)sになります。", was=was, way=way),
        Cause.TOO_DEAR: _("商品の合計が%(was)sの上限を超えたため、%(way)sになります。", was=was, way=way),
        Cause.NOT_THERE: _("%(was)sはお届け先の地域では使えないため、%(way)sになります。", was=was, way=way),
        Cause.SWITCHED_OFF: _("%(was)sがいまお使いいただけないため、%(way)sになります。", was=was, way=way),
        Cause.COOL_PARCEL: _("冷蔵の品が加わり、%(way)sになります。", way=way),
        Cause.MORE_BOXES: _("品数が増えて箱が増え、%(way)sになります。", way=way),
        Cause.BELOW_FREE: _("商品の合計が、送料を当社が負担する金額を下回りました。"),
        Cause.PRICE: "",
    }[news.cause]  # fmt: skip
    return (
        reason
        + ("" if locale_code() == "ja" or not reason else " ")
        + _price_words(news.before, news.after)
    )


def news_of_when(desk: Desk) -> str:
    """Which day or time that was asked for can no longer be had; "" while both can, and where nothing goes at all."""
    answers, chosen = desk.answers, desk.quote.sending
    if answers is None or chosen is None:
        return ""
    told, day = [], answers.delivery_date
    if day is not None and day not in chosen.days:
        told.append(_("お選びの%(day)sには、お届けできなくなりました。", day=format_date(day)))
        if chosen.days:
            first = format_date(chosen.days[0])
            told.append(_("いまは%(first)sからお選びいただけます。", first=first))
    if answers.time_slot and answers.time_slot not in {slot.code for slot in chosen.slots}:
        told.append(_("お選びの時間帯には、お届けできなくなりました。"))
    return joined(*told)


def joined(*sentences: str) -> str:
    """Sentences as one text, empty ones left out."""
    return ("" if locale_code() == "ja" else " ").join(filter(None, sentences))


def _price_words(was: Yen, now: Yen) -> str:
    before, after = yen(was), yen(now)
    words: str
    if was == now:
        words = _("送料は%(after)sのままです。", after=after)
    elif now < was:
        words = _("送料は%(before)sから%(after)sに下がります。", before=before, after=after)
    else:
        words = _("送料は%(before)sから%(after)sになります。", before=before, after=after)
    return words


def news_of_payment(desk: Desk) -> str:
    """Why the payment agreed to cannot be had any more, or has another fee; "" while nothing changed."""
    news = payment_news(desk.answers, desk.quote) if desk.answers else None
    if news is None:
        return ""
    name, choice = translate(news.was), news.choice
    words: str
    if choice is None:
        words = _("%(name)sは、いまお使いいただけません。ほかの方法をお選びください。", name=name)
    elif choice.refusal:
        words = _(
            "%(name)sは選べなくなりました。%(reason)s", name=name, reason=refusal_words(choice)
        )
    else:
        words = _(
            "商品と送料の合計が変わり、%(name)sの手数料が%(before)sから%(after)sになりました。",
            name=name,
            before=yen(news.before),
            after=yen(choice.fee),
        )
    return words


def difference_words(found: list[Difference], desk: Desk) -> list[str]:
    """Each difference as a sentence; one statement when a line has gone from the cart."""
    names = {line.variant_id: name_of(line.variant) for line in desk.cart.lines}
    away = [one.variant_id for one in found if one.variant_id and one.variant_id not in names]
    if away:
        rows = select(Variant).where(Variant.id.in_(away)).options(joinedload(Variant.product))
        names |= {variant.id: name_of(variant) for variant in db.session.scalars(rows)}
    return [_sentence(one, names.get(one.variant_id, "")) for one in found]


def _sentence(one: Difference, name: str) -> str:
    if one.change in {Change.ADDED, Change.REMOVED, Change.QUANTITY}:
        return _of_line(one, name)
    if one.change is Change.WAY:
        before, after = _ways_shown(one.before), _ways_shown(one.after)
        return str(_("お届けが%(before)sから%(after)sになりました", before=before, after=after))
    before, after = _shown(one.before), _shown(one.after)
    words: str = {
        Change.PRICE: _(
            "%(name)sの価格が%(before)sから%(after)sになりました",
            name=name,
            before=before,
            after=after,
        ),
        Change.SHIPPING: _("送料が%(before)sから%(after)sになりました", before=before, after=after),
        Change.FEE: _("手数料が%(before)sから%(after)sになりました", before=before, after=after),
        Change.DAY: _("お届け日が%(before)sから%(after)sになりました", before=before, after=after),
    }[one.change]
    return words


def _of_line(one: Difference, name: str) -> str:
    before, after = one.before, one.after
    words: str = {
        Change.ADDED: _("%(name)sが%(count)s点加わりました", name=name, count=after),
        Change.REMOVED: _("%(name)sがなくなりました", name=name),
        Change.QUANTITY: _(
            "%(name)sの数量が%(before)s点から%(after)s点になりました",
            name=name,
            before=before,
            after=after,
        ),
    }[one.change]
    return words


def _ways_shown(parcels: ParcelClass) -> str:
    """The ways of parcels by their names; one that is no longer offered goes without its name."""
    known = {one.code: translate(one.name) for one in snapshot().tariff.sendings}
    names = (boxes_words(known.get(way, _("別の便")), boxes) for way, boxes in parcels)
    return str(_("と")).join(names)


def _shown(value: int | date | None) -> str:
    """An amount in yen or a day, as people read it."""
    if value is None:
        return "–"
    return format_date(value) if isinstance(value, date) else yen(value)
