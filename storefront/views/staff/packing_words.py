"""The papers of packing in words: what the pages show and the PDFs print, letter for letter the same."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.jinja import format_date, locale_code, translate, yen
from storefront.locales import as_locale
from storefront.orders.packing import Goods, Pick, ToPack, picks
from storefront.printing.parcel_papers import Column, Label, Listing, PickingList, Slip
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import by_code
from storefront.views.frame import area_name
from storefront.views.parcel_rows import parcel_rows
from storefront.views.shipment_rows import counted, line_words


def way_words(parcel: ToPack) -> str:
    """宅配便2箱."""
    return parcel_rows([parcel.parcel])[0].name


def picking_list(parcels: Sequence[ToPack]) -> PickingList:
    """What to fetch by shelf and SKU, and what goes into which tote."""
    orders = len({one.order.id for one in parcels})
    fetched = picks(parcels)
    return PickingList(
        locale=as_locale(locale_code()),
        title=_("ピッキングリスト"),
        lead=_(
            "注文%(orders)s件・荷物%(parcels)s個・%(pieces)s点",
            orders=orders, parcels=len(parcels), pieces=sum(one.count for one in fetched),
        ),
        goods=[
            Listing(_temperature(kept), _pick_columns(), [_pick(one) for one in some])
            for kept, some in groupby(fetched, key=lambda one: one.variant.temperature)
        ],
        totes=Listing(_("かごごとの荷物"), _tote_columns(), [_tote(one) for one in parcels]),
    )  # fmt: skip


def slips(parcels: Sequence[ToPack], seller: Sequence[str], prices: bool) -> list[Slip]:
    """The delivery notes of these parcels, each in its buyer's language."""
    return [_slip(one, seller, prices) for one in parcels]


def labels(parcels: Sequence[ToPack], seller: Sequence[str]) -> list[Label]:
    """The address labels of these parcels; the address as a carrier of the country reads it."""
    return [_label(one, "　".join(seller)) for one in parcels]


def address_lines(parcel: ToPack, locale: str) -> list[str]:
    """Postal code, street and building, as they stand on a parcel."""
    to = parcel.order.contact
    area = by_code(to.prefecture)
    there = area_name(area, locale) if area else ""
    street = f"{there}{to.address}" if locale == "ja" else f"{there} {to.address}"
    return [
        line
        for line in (f"〒{to.postal_code[:3]}-{to.postal_code[3:]}", street, to.building)
        if line
    ]


def _pick_columns() -> list[Column]:
    heads = (_("棚"), _("SKU"), _("品名"), _("点数"), _("入れるかご（点数）"))
    shelf, sku, name, count, totes = heads
    return [
        Column(shelf, 0.09),
        Column(sku, 0.2),
        Column(name, 0.35),
        Column(count, 0.08, end=True),
        Column(totes, 0.28, spaced=True),
    ]


def _pick(pick: Pick) -> list[str]:
    line = translate(pick.variant.product.name)
    label = translate(pick.variant.label)
    totes = [
        _("%(tote)s（%(count)s）", tote=tote, count=count) if count > 1 else str(tote)
        for tote, count in pick.totes
    ]
    name = f"{line}{_('・')}{label}" if label else line
    return [pick.variant.shelf or "—", pick.variant.sku, name, str(pick.count), _("、").join(totes)]


def _tote_columns() -> list[Column]:
    heads = (_("かご"), _("荷物"), _("方法"), _("点数"), _("注意"))
    tote, key, way, count, note = heads
    return [
        Column(tote, 0.09),
        Column(key, 0.16),
        Column(way, 0.27),
        Column(count, 0.1, end=True),
        Column(note, 0.38),
    ]


def _tote(parcel: ToPack) -> list[str]:
    note = " ".join(parcel.note.split())
    if parcel.waits:
        note = " ".join([_("追加の支払い待ち。まだ閉じないでください"), note]).strip()
    return [str(parcel.tote), parcel.key, way_words(parcel), str(parcel.count), note]


def _temperature(kept: str) -> str:
    return str(_("冷蔵（0〜10℃）") if kept == Temperature.COOL else _("常温"))


def _slip(parcel: ToPack, seller: Sequence[str], prices: bool) -> Slip:
    order = parcel.order
    locale = as_locale(order.locale)
    with force_locale(locale):
        facts = [
            (_("ご注文番号"), parcel.key),
            (_("ご注文日"), format_date(order.placed_at, "long")),
            (
                _("お届け予定"),
                f"{format_date(order.promised_on)} {translate(order.slot_name)}".strip(),
            ),
            (_("お届けの方法"), way_words(parcel)),
        ]
        if parcel.to_collect:
            facts.append((_("代金引換"), yen(parcel.to_collect)))
        return Slip(
            locale=locale,
            key=parcel.key,
            title=_("納品書"),
            tote=str(parcel.tote),
            addressee=_("%(name)s 様", name=order.contact.name),
            address=address_lines(parcel, locale),
            facts=facts,
            goods=_goods(parcel.goods, prices),
            further=_further(parcel),
            thanks=_(
                "お買い上げいただき、ありがとうございます。品物に傷や間違いがあったときは、お知らせください。"
            ),
            seller=seller,
        )


def _label(parcel: ToPack, seller: str) -> Label:
    order = parcel.order
    when = f"{format_date(order.promised_on)} {translate(order.slot_name)}".strip()
    facts = [way_words(parcel), when]
    if parcel.to_collect:
        facts.append(_("代金引換 %(sum)s", sum=yen(parcel.to_collect)))
    return Label(
        parcel=f"{parcel.tote}{_('・')}{parcel.key}",
        address=address_lines(parcel, "ja"),
        name=f"{order.contact.name}　様",
        way=_("・").join(facts),
        seller=seller,
    )


def _goods(goods: Sequence[Goods], prices: bool) -> Listing:
    if not prices:
        columns = [Column(_("品名"), 0.62), Column(_("SKU"), 0.26)]
        columns.append(Column(_("数量"), 0.12, end=True))
        rows = [[line_words(one.line), one.line.sku, str(one.count)] for one in goods]
        return Listing("", columns, rows)
    columns = [Column(_("品名"), 0.5), Column(_("SKU"), 0.22)]
    columns += [Column(_("数量"), 0.1, end=True), Column(_("単価（税込）"), 0.18, end=True)]
    priced = [
        [line_words(one.line), one.line.sku, str(one.count), yen(one.line.unit_price)]
        for one in goods
    ]
    return Listing("", columns, priced)


def _further(parcel: ToPack) -> list[tuple[str, Sequence[str]]]:
    parts = (
        (_("先にお送りした品"), parcel.sent),
        (_("別の荷物でお送りする品"), parcel.elsewhere),
    )
    return [
        (head, [counted(one.line, one.count) for one in goods]) for head, goods in parts if goods
    ]
