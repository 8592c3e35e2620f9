"""Which fields each kind of sheet has, in which groups, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.sheets.finding import FREE, PROFILE, WORKING_WEEK
from storefront.sheets.shipping import RATE, all_ways
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Region
from storefront.views.shipment_rows import CARRIERS
from storefront.views.shipping_words import region_name
from storefront.views.staff.setting_fields import (
    Both,
    Chosen,
    Field,
    Flag,
    Marks,
    Whole,
    Words,
)
from storefront.views.staff.setting_tables import Account, RateLine, Slots, Tiers


@dataclass(frozen=True)
class Group:
    """Fields under one heading; `pair` where they are short enough to stand beside each other."""

    title: Words
    fields: Sequence[Field]
    note: Words = ""
    pair: bool = False

    @property
    def table(self) -> bool:
        """Whether they are the lines of one table."""
        return all(isinstance(one, RateLine) for one in self.fields)


def regions() -> list[tuple[str, str]]:
    """All of them, north to south."""
    return [(one.value, region_name(one)) for one in Region]


def weekdays() -> list[tuple[str, str]]:
    """Monday to Sunday."""
    names = (
        _("月曜日"), _("火曜日"), _("水曜日"), _("木曜日"), _("金曜日"), _("土曜日"), _("日曜日"),
    )  # fmt: skip
    return [(str(number), name) for number, name in enumerate(names)]


def temperatures() -> list[tuple[str, str]]:
    """How parcels travel."""
    return [(Temperature.AMBIENT.value, _("常温")), (Temperature.COOL.value, _("クール（冷蔵）"))]


def carriers() -> list[tuple[str, str]]:
    """Who carries parcels."""
    return [(one.value, str(words)) for one, words in CARRIERS.items()]


def ordinary_ways() -> list[tuple[str, str]]:
    """The ways for ordinary goods."""
    from storefront.jinja import translate

    ways = all_ways()
    return [(w.code, translate(w.name)) for w in ways if w.temperature == Temperature.AMBIENT]


NAME_AND_NOTE = (
    Flag("active", _l("使う"), _l("外すと、お客さまは選べなくなります。")),
    Both("name", _l("名前"), need=True, most=40),
    Both("note", _l("ひとこと"), _l("名前の下に出ます。"), most=160),
    Whole("position", _l("並び順"), _l("小さい数から並びます。"), need=True, largest=999, size="short"),
)  # fmt: skip
SHIPPING = (
    Group(_l("名前"), NAME_AND_NOTE),
    Group(
        _l("地域ごとの送料"),
        tuple(RateLine(f"{RATE}{region.value}", region.value) for region in Region),
        _l("1箱あたり、税込です。「当社負担」は、商品の合計がその金額からお客さまの送料がかからなくなる額で、空ならいつもいただきます。"),
    ),
    Group(
        _l("箱の大きさと上限"),
        (
            Whole("longest_mm", _l("長い辺"), unit="mm", need=True, least=1, largest=5000, size="short"),
            Whole("middle_mm", _l("中の辺"), unit="mm", need=True, least=1, largest=5000, size="short"),
            Whole("shortest_mm", _l("短い辺"), unit="mm", need=True, least=1, largest=5000, size="short"),
            Whole("weight_grams", _l("重さ"), unit="g", need=True, least=1, largest=100_000, size="short"),
            Whole("fill_percent", _l("詰める割合"), unit="%", need=True, least=1, largest=100, size="short"),
            Whole("most_boxes", _l("箱の数"), unit=_l("個"), need=True, least=1, largest=99, size="short"),
            Whole("most_value", _l("1箱の補償額"), unit=_l("円"), least=1, size="short"),
        ),
        _l("内側の寸法です。これに収まる品だけが、この方法で送れます。"),
        pair=True,
    ),
    Group(
        _l("届け方"),
        (
            Chosen("carrier", _l("運送会社"), _l("送り状番号の形と、荷物を追うページが決まります。"), options=carriers),
            Chosen("temperature", _l("温度帯"), options=temperatures),
            Flag("cash_on_delivery", _l("代金引換ができる"), ""),
            Whole("days_to_choose", _l("選べる日数"), _l("お届け日を選べる日の数。0なら日は選べません。"), unit=_l("日間"), need=True, largest=60, size="short"),
            Whole("handling_days", _l("準備の日数"), _l("発送までに要る営業日。"), unit=_l("日間"), need=True, largest=30, size="short"),
            Field("cutoff", _l("締め切り"), _l("例：12:00。空なら店の締め切りと同じです。"), most=5, size="short", empty=None),
        ),
    ),
    Group(_l("時間帯"), (Slots("slots", _l("時間帯")),), _l("空の行は数えません。日を選べない方法には書けません。")),
)  # fmt: skip
PAYMENT = (
    Group(_l("名前"), (*NAME_AND_NOTE[:3], Both("due", _l("お支払いの時期"), _l("確認の画面と法律の表示に出ます。"), need=True, most=160, rows=2), NAME_AND_NOTE[3])),
    Group(
        _l("手数料"),
        (Tiers("fees", _l("手数料")),),
        _l("商品と送料の合計で決まります（税込）。行がなければ手数料はかかりません。最後の「まで」は、上限と同じかそれより大きくします。"),
    ),
    Group(
        _l("使える注文"),
        (
            Whole("least", _l("下限"), unit=_l("円"), size="short"),
            Whole("most", _l("上限"), unit=_l("円"), least=1, size="short"),
            Whole("days_to_pay", _l("支払いまでの日数"), unit=_l("日間"), least=1, largest=60, size="short"),
        ),
        _l("商品と送料の合計です。空なら限りはありません。日数は、お客さまがあとでお支払いになる方法にだけ書きます。"),
        pair=True,
    ),
    Group(_l("使えない地域"), (Marks("not_to", _l("使えない地域"), options=regions),)),
)  # fmt: skip
FREE_SHIPPING = (
    Group(
        _l("送料を当社が負担するとき"),
        (
            Whole("free_from", _l("商品の合計"), _l("この金額から、常温の品の送料を当社が負担します。空なら、負担はありません。"), least=1, unit=_l("円"), size="short"),
            Marks("free_ways", _l("負担するお届け方法"), options=ordinary_ways),
            Marks("never_free", _l("負担しない地域"), options=regions),
        ),
        _l("すべての地域をこの金額にそろえます。地域ごとに変えるときは、お届け方法の表で書いてください。"),
    ),
)  # fmt: skip
WEEK = (
    Group(
        _l("ふだんの週"),
        (
            Marks("weekdays", _l("発送する曜日"), _l("祝日は休みます。"), options=weekdays, whole=True),
            Field("cutoff", _l("締め切り"), _l("この時刻までのご注文を、その日に発送します。例：15:00"), need=True, most=5, size="short"),
        ),
    ),
)  # fmt: skip
PARTICULARS = (
    Group(
        _l("店"),
        (
            Both("name", _l("店の名前"), need=True, most=40),
            Field("phone", _l("電話番号"), need=True, most=20, size="mid"),
            Field("email", _l("メールアドレス"), _l("お客さまへのメールの差出人になります。"), need=True, most=120),
            Both("hours", _l("受付の時間"), need=True, most=80),
        ),
    ),
    Group(
        _l("請求と返品"),
        (
            Field("registration_number", _l("適格請求書発行事業者の登録番号"), _l("Tと13桁の数字。検査用の数字も確かめます。"), most=14, size="mid"),
            Whole("returns_days", _l("返品を受ける日数"), _l("お届けの日から数えます。"), unit=_l("日間"), need=True, largest=365, size="short"),
        ),
    ),
    Group(_l("振込先の口座"), (Account("account", _l("口座")),), _l("決済会社を通さないお振り込みの宛先です。すべて空なら、口座はありません。")),
)  # fmt: skip
LEGAL = (
    Group(
        _l("ことば"),
        (
            Both("label", _l("見出し"), need=True, most=80),
            Both("text", _l("本文"), most=6000, rows=9),
        ),
        _l("段落は空の行で分け、「- 」で始めた行は箇条書きになります。{ }の名前には、いまの設定の値が入ります。"),
    ),
)  # fmt: skip
MAIL = (
    Group(
        _l("ことば"),
        (
            Both("subject", _l("件名"), most=120),
            Both("opening", _l("書き出し"), _l("お名前のすぐ下に入ります。"), most=1000, rows=4),
            Both("closing", _l("結び"), _l("店の連絡先の前に入ります。"), most=1000, rows=4),
        ),
        _l("空にすると、店のいつものことばに戻ります。金額や期日は、注文からいつも店が書きます。"),
    ),
)  # fmt: skip
FORMS = {
    FREE: FREE_SHIPPING,
    WORKING_WEEK: WEEK,
    PROFILE: PARTICULARS,
    "shipping": SHIPPING,
    "payment": PAYMENT,
    "legal": LEGAL,
    "mail": MAIL,
}
AT_ONCE_ONLY = frozenset({"legal", "mail"})
"""Kinds whose changes hold at once: words, which no day has to wait for."""


def groups_of(subject: str) -> Sequence[Group]:
    """The groups of a sheet."""
    return FORMS.get(subject) or FORMS[subject.partition(":")[0]]


def fields_of(subject: str) -> list[Field]:
    """Its fields in their order."""
    return [one for group in groups_of(subject) for one in group.fields]


def label_of(one: Field) -> str:
    """What a field is called where it stands alone."""
    if isinstance(one, RateLine):
        return str(_("%(region)sへの送料", region=region_name(Region(str(one.label)))))
    return str(one.label)
