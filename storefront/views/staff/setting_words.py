"""What sheets of settings are called, and what a change of one comes to in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.clock import shop_day
from storefront.jinja import format_date, translate
from storefront.mail.wording import MailKind
from storefront.sheets.change import SettingChange
from storefront.sheets.finding import FREE, PROFILE, WORKING_WEEK, sheet_of
from storefront.sheets.sheet import Sheet
from storefront.views.staff.setting_forms import fields_of, label_of

TITLES: dict[str, LazyString] = {
    FREE: _l("送料を当社が負担する金額"),
    PROFILE: _l("店の情報"),
    WORKING_WEEK: _l("発送する曜日と締め切り"),
}
MAILS: dict[MailKind, LazyString] = {
    MailKind.CONFIRMATION: _l("ご注文の確認"),
    MailKind.AMENDED: _l("商品の追加"),
    MailKind.CHANGED: _l("お届けの変更"),
    MailKind.HOW_TO_PAY: _l("お支払いのご案内"),
    MailKind.PAY_LINK: _l("電話の注文のお支払いのお願い"),
    MailKind.REMINDER: _l("お支払いの期限のお知らせ"),
    MailKind.PART: _l("一部のご入金"),
    MailKind.SENT: _l("発送のお知らせ"),
    MailKind.EXPIRED: _l("期限が過ぎたご注文"),
    MailKind.CANCELLED: _l("ご注文の取り消し"),
    MailKind.REFUND: _l("ご返金のお知らせ"),
    MailKind.ACCOUNT: _l("ご返金先の口座のお願い"),
    MailKind.MONEY_SENT: _l("ご返金の完了"),
}
LISTS = {
    "shipping": "staff.shipping_settings",
    "payment": "staff.payment_settings",
    "days": "staff.day_settings",
    "shop": "staff.legal_settings",
    "legal": "staff.legal_settings",
    "mail": "staff.mail_settings",
}
"""The page each kind of sheet is listed on."""


@dataclass(frozen=True)
class Difference:
    """One field, as it is and as it would be, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Waiting:
    """A change that waits, or that was refused on its day."""

    id: int
    subject: str
    title: str
    day: str
    name: str
    differs: list[Difference]
    refused: list[str]


def title_of(sheet: Sheet) -> str:
    """What a sheet is called."""
    subject = sheet.subject
    if subject in TITLES:
        return str(TITLES[subject])
    kind, _colon, code = subject.partition(":")
    if kind == "mail":
        return str(MAILS[MailKind(code)])
    values = sheet.values()
    return translate(values["label"] if kind == "legal" else values["name"])


def differences(
    subject: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """Where two states of a sheet are not the same; of `after` only what it names."""
    return [
        Difference(label_of(one), one.words(before.get(one.name)), one.words(after[one.name]))
        for one in fields_of(subject)
        if one.name in after and before.get(one.name) != after[one.name]
    ]


def waiting_words(change: SettingChange) -> Waiting:
    """A waiting change beside what holds now."""
    sheet = sheet_of(change.subject)
    return Waiting(
        change.id,
        change.subject,
        title_of(sheet) if sheet else change.subject,
        from_words(change.starts_at),
        change.name,
        differences(change.subject, sheet.values(), change.wanted) if sheet else [],
        [translate(words) for words in change.refused],
    )


def from_words(starts_at: datetime) -> str:
    """12月1日(火)から."""
    words: str = _("%(day)sから", day=format_date(shop_day(starts_at)))
    return words
