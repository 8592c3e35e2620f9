"""Samples of the mail that parcels left: all at once in two parcels, and the first part of an order."""

from dataclasses import replace
from typing import Any

from storefront.locales import Locale
from storefront.mail.messages import Message, Words
from storefront.mail.sample_frame import EN, JA, RECIPIENT, SampleFrame
from storefront.mail.shipment_mail import ParcelLines, ShipmentMail, shipment_message

NUMBER = "10236"
PAGE = "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno=491234567890"


def shipment_previews(locale: Locale) -> dict[str, Message]:
    """Each of them by name, with sample figures."""
    whole = sent_sample(locale)
    part = _JAPANESE_PART if locale == "ja" else _ENGLISH_PART
    return {"order_sent": shipment_message(whole), "order_sent_in_part": shipment_message(part)}


def sent_sample(locale: Locale) -> ShipmentMail:
    """The mail that all has left, with sample figures."""
    return _JAPANESE if locale == "ja" else _ENGLISH


def _common(frame: SampleFrame, heading: str, button: str) -> dict[str, Any]:
    return {
        "locale": frame.locale, "recipient": RECIPIENT, "subject": frame.subject(heading, NUMBER), "heading": heading,
        "number": NUMBER, "name": frame.name, "button": Words(button, frame.link(NUMBER)), "seller": frame.seller,
        "shop": frame.shop,
    }  # fmt: skip


_JAPANESE = ShipmentMail(
    **_common(JA, "お荷物を発送しました", JA.button),
    lead=(
        "11月24日(火)に、ご注文の品を発送しました。",
        "お届けのときに、配達員へ¥1,930をお支払いください。",
    ),
    parcels=(
        ParcelLines(
            "宅配便",
            (
                Words("お届け予定", "11月25日(水) 14時〜16時"),
                Words("送り状番号", "4912-3456-7890（ヤマト運輸）"),
            ),
            ("アカシアはちみつ・一瓶 180g × 1点",),
            (Words("4912-3456-7890の配達状況を見る", PAGE),),
        ),
    ),
    to_come=(),
    rest=("品物に傷や間違いがあったときは、下の連絡先へお知らせください。",),
)
_ENGLISH = ShipmentMail(
    **_common(EN, "Your parcel is on its way", "See how your order is doing"),
    lead=("Your order left us on Tue, 24 Nov.", "Please pay the courier ¥1,930 when it arrives."),
    parcels=(
        ParcelLines(
            "Home delivery",
            (
                Words("Expected", "Wed, 25 Nov, 2–4 pm"),
                Words("Tracking number", "4912-3456-7890 (Yamato Transport)"),
            ),
            ("Acacia Honey, One jar, 180 g × 1",),
            (Words("See where 4912-3456-7890 is", PAGE),),
        ),
    ),
    to_come=(),
    rest=(
        "If anything is damaged or not what you ordered, please let us know at the contact below.",
    ),
)
_JAPANESE_PART = replace(
    _JAPANESE,
    subject=JA.subject("ご注文の一部を発送しました", NUMBER),
    heading="ご注文の一部を発送しました",
    lead=(
        "11月24日(火)に、ご注文の一部を発送しました。残りは後からお送りします。送料はかかりません。",
    ),
    to_come=("ガラスのマグ × 1点",),
)
_ENGLISH_PART = replace(
    _ENGLISH,
    subject=EN.subject("Part of your order is on its way", NUMBER),
    heading="Part of your order is on its way",
    lead=("Part of your order left us on Tue, 24 Nov. The rest follows at no further charge.",),
    to_come=("Glass Mug × 1",),
)
