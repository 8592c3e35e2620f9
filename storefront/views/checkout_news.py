"""What became different on the way through checkout, in words: nothing changes without being said."""

from datetime import date

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.catalog.variant import Variant
from storefront.checkout.seen import Change, Difference
from storefront.extensions import db
from storefront.jinja import format_date, yen
from storefront.shipping import prefectures
from storefront.views import current
from storefront.views.cart_page import name_of
from storefront.views.checkout_desk import Desk, desk_for
from storefront.views.frame import area_name


def news_of_region(desk: Desk) -> str:
    """What shipping and day have become, when the address lies elsewhere than the page had reckoned with.

    The address of the page says with `shown` what had been reckoned with ("0": no region yet).
    """
    shown, there = request.args.get("shown", ""), desk.quote.destination
    if not shown or there is None or desk.quote.sending is None:
        return ""
    values = {
        "area": area_name(there, current.locale()),
        "day": format_date(desk.quote.sending.earliest_on),
        "now": yen(desk.quote.shipping or 0),
    }
    before, words = prefectures.by_code(shown), ""
    was = desk_for(desk.cart, desk.answers, destination=before).quote if before else None
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


def _shown(value: int | date | None) -> str:
    """An amount in yen or a day, as people read it."""
    if value is None:
        return "–"
    return format_date(value) if isinstance(value, date) else yen(value)
