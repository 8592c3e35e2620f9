"""The file for a carrier's program: one row a parcel, in columns modelled on those that Yamato's B2 Cloud takes in.

Columns and codes are facts of that program as its users describe them: kind of slip 0 prepaid, 2 cash on delivery, 7 letterbox;
refrigerated 2, else empty; time slots as four figures, 0812 for the morning. Days are YYYY/MM/DD.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from storefront.orders.packing import ToPack
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import by_code
from storefront.spreadsheet.encodings import Encoding, unknown_to

KEY, TRACKING = "お客様管理番号", "伝票番号"
COLUMNS = (
    KEY, "送り状種類", "クール区分", TRACKING, "出荷予定日", "お届け予定日", "配達時間帯", "お届け先電話番号",
    "お届け先郵便番号", "お届け先住所", "お届け先アパートマンション名", "お届け先名", "敬称", "ご依頼主名", "ご依頼主電話番号",
    "ご依頼主住所", "品名1", "記事", "コレクト代金引換額（税込)", "発行枚数",
)  # fmt: skip
LETTERBOX = "postbox"
UNKNOWN = "〓"
_ALIKE = str.maketrans(
    {"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "\u00a0": " "}
)
"""Signs that Windows' Shift_JIS has under another number, looking the same."""
_HOUR = re.compile(r"\d{1,2}")


@dataclass(frozen=True)
class Sender:
    """Who sends, as it stands on the parcel."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True)
class Lost:
    """Signs of one parcel's row that an encoding lacks."""

    key: str
    number: str
    column: str
    signs: str


def rows(parcels: Sequence[ToPack], sender: Sender, encoding: Encoding) -> Iterator[list[object]]:
    """A row for each parcel, in the columns of COLUMNS. What the encoding has no sign for is written as 〓: ask `lost` before."""
    for parcel in parcels:
        yield [_written(value, encoding) for value in _row(parcel, sender).values()]


def lost(parcels: Sequence[ToPack], sender: Sender, encoding: Encoding) -> list[Lost]:
    """What would be lost in that encoding, parcel by parcel and column by column."""
    found = []
    for parcel in parcels:
        for column, value in _row(parcel, sender).items():
            if signs := unknown_to(str(value).translate(_ALIKE), encoding):
                found.append(Lost(parcel.key, str(parcel.order.number), column, signs))
    return found


def _row(parcel: ToPack, sender: Sender) -> Mapping[str, object]:
    order, to, planned = parcel.order, parcel.order.contact, parcel.parcel
    area = by_code(to.prefecture)
    values: tuple[object, ...] = (
        parcel.key, _kind(parcel), "2" if planned["temperature"] == Temperature.COOL else "", "",
        planned["leaves_on"].replace("-", "/"), planned["arrives_on"].replace("-", "/"),
        _slot(order.slot_name.get("ja", "")), to.phone, f"{to.postal_code[:3]}-{to.postal_code[3:]}",
        f"{area.ja if area else ''}{to.address}", to.building, to.name, "様", sender.name, sender.phone, sender.address,
        "お茶・茶器", f"ご注文 {order.number}", parcel.to_collect or "", planned["boxes"],
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _kind(parcel: ToPack) -> str:
    if parcel.parcel["way"] == LETTERBOX:
        return "7"
    return "2" if parcel.to_collect else "0"


def _slot(name: str) -> str:
    """「14時〜16時」 as 1416, 「午前中」 as 0812; "" where no time was chosen."""
    if name.startswith("午前"):
        return "0812"
    hours = _HOUR.findall(name)
    return "".join(hour.zfill(2) for hour in hours[:2]) if len(hours) >= 2 else ""


def _written(value: object, encoding: Encoding) -> object:
    if not isinstance(value, str) or encoding is Encoding.UTF_8:
        return value
    text = value.translate(_ALIKE)
    strange = unknown_to(text, encoding)
    return "".join(UNKNOWN if sign in strange else sign for sign in text)
