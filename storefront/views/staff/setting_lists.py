"""The lists of sheets: ways to send, payment methods, the shop's particulars with its legal items, mails."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import translate, yen
from storefront.mail.wording import MailKind, MailText
from storefront.sheets.change import waiting
from storefront.sheets.finding import FREE, PROFILE
from storefront.sheets.payment import all_methods
from storefront.sheets.shipping import all_ways, free_sheet
from storefront.shop.legal import filled
from storefront.shop.legal_checks import missing_items
from storefront.shop.profile import LegalItem, ShopProfile
from storefront.shop.registration import could_be_real
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.legal import TITLES as LEGAL_PAGES
from storefront.views.responses import own_page
from storefront.views.shipping_words import size_words
from storefront.views.span import span
from storefront.views.staff.area import bp
from storefront.views.staff.setting_forms import fields_of, regions
from storefront.views.staff.setting_places import known_places
from storefront.views.staff.setting_words import MAILS, title_of, waiting_words
from storefront.views.staff.telling import said

SHOWN = 80
"""Signs of a long text in a list."""


@dataclass(frozen=True)
class Line:
    """One sheet in a list: its name, what is set in it, and whether it is in use."""

    kind: str
    code: str
    title: str
    details: Sequence[str]
    mark: str = ""
    off: bool = False


@bp.get("/settings/shipping")
@access(STAFF, Permission.SEE_SETTINGS)
def shipping_settings() -> Response:
    """The ways to send with their price table, and what the shop pays itself."""
    ways, free = all_ways(), free_sheet()
    lines = [
        Line("shipping", way.code, translate(way.name), [
            span(rate.price for rate in way.rates).words if way.rates else "",
            size_words(way.limits),
        ], "" if way.active else _("使っていません"), not way.active)
        for way in ways
    ]  # fmt: skip
    table = [(name, [_fare(way.rates, code) for way in ways]) for code, name in regions()]
    value = free.values()["free_from"]
    paid = _("商品の合計が%(sum)s以上のとき", sum=yen(value)) if value else _("負担していません")
    kind, _colon, code = FREE.partition(":")
    first = Line(kind, code, title_of(free), [paid])
    return _page(_("送料とお届け方法"), [first, *lines], ("shipping:",), heads=[line.title for line in lines], table=table, add="staff.new_way")  # fmt: skip


@bp.get("/settings/payment")
@access(STAFF, Permission.SEE_SETTINGS)
def payment_settings() -> Response:
    """The payment methods with their fees and limits."""
    now = current.now()
    lines = []
    for method in all_methods():
        fee = next(one for one in fields_of("payment:") if one.name == "fees")
        limit = _("上限 %(sum)s", sum=yen(method.most)) if method.most else _("上限なし")
        tiers = fee.words([[tier.up_to, tier.fee] for tier in method.fees])
        closed = method.closed_at is not None and (
            method.closed_until is None or now < method.closed_until
        )
        mark = _("停止中") if closed else "" if method.active else _("使っていません")
        lines.append(Line("payment", method.code, translate(method.name), [tiers, limit], mark, bool(mark)))  # fmt: skip
    return _page(_("支払い方法と手数料"), lines, ("payment:",), link="staff.methods")


@bp.get("/settings/shop")
@access(STAFF, Permission.SEE_SETTINGS)
def legal_settings() -> Response:
    """The shop's particulars, and what its legal pages say; what is missing is named."""
    profile = db.session.scalars(select(ShopProfile)).one()
    items = db.session.scalars(select(LegalItem).order_by(LegalItem.position, LegalItem.id)).all()
    kind, _colon, code = PROFILE.partition(":")
    first = Line(kind, code, _("店の情報"), [translate(profile.name), profile.phone, profile.email])
    by_page: dict[str, list[Line]] = {}
    missing, known = missing_items(items), known_places()
    for item in items:
        text = filled(translate(item.text), known).replace("\n", " ")
        empty = _("足りません") if item.key in missing else ""
        line = Line(
            "legal",
            item.key,
            filled(translate(item.label), known),
            [shortened(text)],
            empty,
            bool(empty),
        )
        by_page.setdefault(item.page, []).append(line)
    groups = [(str(LEGAL_PAGES.get(page, page)), page, found) for page, found in by_page.items()]
    groups.sort(key=lambda group: list(LEGAL_PAGES).index(group[1]) if group[1] in LEGAL_PAGES else 99)  # fmt: skip
    groups.sort(key=lambda group: group[1] != "tokushoho")
    return _page(
        _("店の情報と法律の表示"), [first], ("shop:", "legal:"), groups=groups, lacks=lacking(profile, items)
    )  # fmt: skip


@bp.get("/settings/mail")
@access(STAFF, Permission.SEE_SETTINGS)
def mail_settings() -> Response:
    """The kinds of mail, and which of them have words of this shop's own."""
    changed: dict[str, int] = {}
    for kind in db.session.scalars(select(MailText.kind)):
        changed[kind] = changed.get(kind, 0) + 1
    lines = [
        Line("mail", kind.value, str(MAILS[kind]), [
            _("書き換えたところ %(count)s", count=changed[kind.value]) if kind.value in changed else _("店のいつものことば"),
        ])
        for kind in MailKind
    ]  # fmt: skip
    return _page(_("メールのことば"), lines, ("mail:",))


def lacking(profile: ShopProfile, items: Sequence[LegalItem]) -> list[tuple[str, str, str]]:
    """What the shop has to say by law and does not: words, and kind and code of the sheet to say it in."""
    labels = {item.key: translate(item.label) for item in items}
    found = [
        (
            _("「%(item)s」に書かれていないことばがあります。", item=labels.get(key, key)),
            "legal",
            key,
        )
        for key in missing_items(items)
    ]
    if not profile.registration_number:
        words = _("登録番号がないので、領収書は適格請求書になりません。")
        found.append((words, *PROFILE.split(":")))
    elif not could_be_real(profile.registration_number):
        words = _("登録番号の検査用の数字が合いません。領収書にはデモの番号と書かれます。")
        found.append((words, *PROFILE.split(":")))
    return found


def shortened(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _fare(rates: Sequence[object], region: str) -> str:
    for rate in rates:
        if getattr(rate, "region", "") == region:
            return yen(getattr(rate, "price", 0))
    return "–"


def _page(
    title: str,
    lines: Sequence[Line],
    kinds: tuple[str, ...],
    *,
    heads: Sequence[str] = (),
    table: Sequence[tuple[str, Sequence[str]]] = (),
    groups: Sequence[tuple[str, str, Sequence[Line]]] = (),
    lacks: Sequence[tuple[str, str, str]] = (),
    link: str = "",
    add: str = "",
) -> Response:
    waits = [waiting_words(one) for one in waiting() if one.subject.startswith(kinds)]
    return own_page(
        "staff/setting_list.html",
        title=title,
        lines=lines,
        waiting=waits,
        heads=heads,
        table=table,
        groups=groups,
        lacks=lacks,
        link=link,
        add=add,
        said=said(),
    )
