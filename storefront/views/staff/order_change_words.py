"""What a change of where and when comes to, in words: line by line before and after, and who pays the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from storefront.checkout.contact import spaced_phone, spaced_postcode
from storefront.checkout.rearranging import Plan, Settled, Wish, paid_for, same_road
from storefront.extensions import db
from storefront.jinja import format_date, translate, yen
from storefront.orders.order import FrozenParcel, Order
from storefront.payments.of_order import payments_of
from storefront.quoting.quote import Quote
from storefront.shipping.postcode import lookup
from storefront.shipping.prefectures import by_code
from storefront.views import current
from storefront.views.checkout_ways import Way, refused_words, ways, ways_off
from storefront.views.frame import area_name, url
from storefront.views.parcel_rows import parcel_rows
from storefront.views.staff.order_change_form import ChangeForm
from storefront.views.staff.order_refund import ways_back


@dataclass(frozen=True)
class Difference:
    """One line: what it is about, how it was, how it becomes."""

    term: str
    before: str
    after: str


@dataclass(frozen=True)
class Option:
    """One answer of a list."""

    value: str
    words: str


@dataclass(frozen=True)
class Ways:
    """How and when an order can go where the form says. `refused`: each way with what stands in its way, where none can be had."""

    address: str
    ways: Sequence[Way]
    chosen: str
    refused: Sequence[tuple[str, str]]
    days: Sequence[Option]
    slots: Sequence[Option]


def ways_of(order: Order, form: ChangeForm, priced: Quote) -> Ways:
    """The part of the form that hangs on the prefecture and the way."""
    chosen = priced.sending
    there = priced.destination is not None
    days = [Option(one.isoformat(), format_date(one)) for one in chosen.days] if chosen else []
    has = order.promised_on.isoformat()
    if order.day_chosen and has not in {one.value for one in days}:
        days.insert(0, Option(has, _("%(day)s（いまの日）", day=format_date(order.promised_on))))
    wanted = form.wanted_day
    if wanted and wanted.isoformat() not in {one.value for one in days}:
        days.append(Option(wanted.isoformat(), format_date(wanted)))
    slots = [Option(one.code, translate(one.name)) for one in chosen.slots] if chosen else []
    none = _("指定なし")
    return Ways(
        address=url("staff.change_ways", number=order.number),
        ways=[*ways(priced), *ways_off(priced)] if there else [],
        chosen=form.shipping_rate.data or "",
        refused=refused_words(priced) if there else [],
        days=[Option("", _soonest(order, form, priced)), *days],
        slots=[Option("", none), *slots],
    )


def _soonest(order: Order, form: ChangeForm, priced: Quote) -> str:
    """What comes of naming no day: the day it has, where that still holds, else the first one."""
    if not order.day_chosen and same_road(order, form.wish()):
        return str(_("指定なし（%(day)sのまま）", day=format_date(order.promised_on)))
    first = format_date(priced.earliest_on) if priced.earliest_on else ""
    return str(_("いちばん早く %(day)s", day=first)).strip()


def differences(order: Order, made: Plan, wish: Wish) -> list[Difference]:
    """Every line that changes, in the order of the form; sums last."""
    return [one for one in _lines(order, made, wish) if one.before != one.after]


def settled_words(order: Order, made: Plan) -> list[str]:
    """What becomes of the difference, and that the buyer is told."""
    sum_ = yen(abs(made.difference))
    mail = _("お客さまに、変わったことをメールで知らせます。")
    match made.settled:
        case Settled.BORNE:
            words = [
                _("差額の%(sum)sは店が負担します。お客さまの合計と請求書は変わりません。", sum=sum_),
                _("お客さまに払っていただくときは、保存せずに注文を取り消し、電話注文として受けなおしてください。"),
            ]  # fmt: skip
        case Settled.BACK:
            words = [_("送料の差額%(sum)sを返金し、返還インボイスを送ります。", sum=sum_)]
            words += ways_back(payments_of(order), -made.difference)
        case Settled.TOTAL:
            words = [
                _("まだ支払われていないので、合計が%(total)sに変わります。", total=yen(made.total))
            ]
        case _:
            words = [_("送料と合計は変わりません。")]
    return [*words, mail]


def postcode_doubt(wish: Wish) -> str:
    """That postcode and prefecture do not agree, or nobody knows the code; "" where all is well."""
    places = lookup(db.session(), wish.postal_code)
    if not places:
        words = _("この郵便番号は一覧にありません。大きな事業所の番号か、打ちまちがいです。")
        return str(words)
    known = {one.prefecture.code: one.prefecture for one in places}
    if wish.prefecture in known:
        return ""
    names = [area_name(one, current.locale()) for one in known.values()]
    return str(_("この郵便番号は%(area)sのものです。", area=str(_("、")).join(names)))


def _lines(order: Order, made: Plan, wish: Wish) -> Iterator[Difference]:
    to = order.contact
    yield Difference(_("お名前"), to.name, wish.name)
    yield Difference(
        _("郵便番号"), spaced_postcode(to.postal_code), spaced_postcode(wish.postal_code)
    )
    yield Difference(_("都道府県"), _area(to.prefecture), _area(wish.prefecture))
    yield Difference(_("市区町村・番地"), to.address, wish.address)
    yield Difference(_("建物名・部屋番号"), to.building or _("なし"), wish.building or _("なし"))
    yield Difference(_("電話番号"), spaced_phone(to.phone), spaced_phone(wish.phone))
    yield Difference(_("お届けの方法"), _names(order.parcels), _names(made.parcels))
    yield Difference(_("出荷の日"), format_date(order.leaves_on), format_date(_leaves(made)))
    yield Difference(_("お届け日"), format_date(order.promised_on), format_date(made.promised_on))
    none = _("指定なし")
    was, becomes = translate(order.slot_name) or none, translate(made.slot_name) or none
    yield Difference(_("お届けの時間"), was, becomes)
    yield Difference(_("送料"), *_shipping(order, made))
    yield Difference(_("手数料"), yen(order.fee), yen(made.fee))
    yield Difference(_("合計"), yen(order.total), yen(made.total))


def _shipping(order: Order, made: Plan) -> tuple[str, str]:
    """What sending it costs, before and after; of a paid order what is paid for it in the end."""
    if made.settled not in (Settled.BORNE, Settled.BACK):
        return yen(order.shipping), yen(made.shipping)
    before = paid_for(order.parcels)
    return yen(before), yen(before + made.difference)


def _leaves(made: Plan) -> date:
    return max(date.fromisoformat(one["leaves_on"]) for one in made.parcels)


def _names(parcels: Sequence[FrozenParcel]) -> str:
    return str(_("と")).join(row.name for row in parcel_rows(parcels))


def _area(code: str) -> str:
    found = by_code(code)
    return area_name(found, current.locale()) if found else ""
