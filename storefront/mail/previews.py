"""Samples of every mail, for the style guide and for whoever changes its words: the longest and the plainest case."""

from storefront.locales import Locale
from storefront.mail.messages import (
    ConfirmationMail,
    Item,
    Message,
    Sum,
    Words,
    order_confirmation,
)

LINK = "http://127.0.0.1:8000/{}/orders/10234?key=sample"


def previews(locale: Locale) -> dict[str, Message]:
    """Every mail the shop writes, by name, with sample figures."""
    paid, at_the_door = (_JA_PAID, _JA_DOOR) if locale == "ja" else (_EN_PAID, _EN_DOOR)
    return {
        "order_confirmation": order_confirmation(paid),
        "order_confirmation_cash_on_delivery": order_confirmation(at_the_door),
    }


_JA_PAID = ConfirmationMail(
    locale="ja",
    recipient="minori@example.jp",
    number="10234",
    link=LINK.format("ja"),
    name="若葉 みのり",
    day="2026年11月25日(水)",
    slot="14時〜16時",
    sending="宅配便",
    address=("〒150-0041", "東京都渋谷区神南1-2-3", "葉っぱ荘 101", "若葉 みのり 様"),
    payment="クレジットカード •••• 4242",
    payment_due="お支払い済みです（¥6,960）",
    items=(
        Item("おやすみブレンド", "30包", 1, 1280, 1280, reduced=True),
        Item("煎茶", "100g", 1, 1420, 1420, reduced=True),
        Item("陶のマグ", "藍", 1, 2720, 2720),
        Item("耐熱ガラスのマグ", "マグ", 1, 1540, 1540),
    ),
    sums=(
        Sum("商品の合計（4点）", 6960),
        Sum("送料（東京都・当社負担）", 0),
        Sum("合計", 6960, "grand"),
        Sum("8%対象 ¥2,700 の内税", 200, "note"),
        Sum("10%対象 ¥4,260 の内税", 387, "note"),
    ),
    terms=(
        Words("お申し込みの取り消し", "発送の準備に入るまで取り消せます。"),
        Words(
            "返品・交換",
            "未開封・未使用の品は、届いてから8日以内にご連絡いただければ返品できます。",
        ),
    ),
    seller=(
        Words("販売業者", "はっぱ茶房（デモの店です）"),
        Words("電話番号", "03-0000-0000"),
    ),
    shop="はっぱ茶房",
)

_JA_DOOR = ConfirmationMail(
    locale="ja",
    recipient="minori@example.jp",
    number="10235",
    link=LINK.format("ja"),
    name="若葉 みのり",
    day="2026年11月25日(水)",
    slot="",
    sending="宅配便",
    address=("〒900-0001", "沖縄県那覇市港町1-2", "若葉 みのり 様"),
    payment="代金引換",
    payment_due="商品のお届け時に、配達員へお支払いください",
    items=(Item("耐熱ガラスのマグ", "マグ", 2, 1540, 3080),),
    sums=(
        Sum("商品の合計（2点）", 3080),
        Sum("送料（沖縄県）", 1500),
        Sum("手数料（代金引換）", 330),
        Sum("合計", 4910, "grand"),
        Sum("10%対象 ¥4,910 の内税", 446, "note"),
    ),
    terms=_JA_PAID.terms,
    seller=_JA_PAID.seller,
    shop="はっぱ茶房",
)

_EN_PAID = ConfirmationMail(
    locale="en",
    recipient="minori@example.jp",
    number="10234",
    link=LINK.format("en"),
    name="Minori Wakaba",
    day="Wed, 25 Nov 2026",
    slot="2–4 pm",
    sending="Home delivery",
    address=("〒150-0041", "Tokyo Shibuya-ku Jinnan 1-2-3", "Happa-so 101", "Minori Wakaba"),
    payment="Credit card •••• 4242",
    payment_due="Paid (¥6,960)",
    items=(
        Item("Sleep Blend", "30 bags", 1, 1280, 1280, reduced=True),
        Item("Sencha", "100 g", 1, 1420, 1420, reduced=True),
        Item("Stoneware Mug", "Indigo", 1, 2720, 2720),
        Item("Heatproof Glass Mug", "Mug", 1, 1540, 1540),
    ),
    sums=(
        Sum("Goods (4)", 6960),
        Sum("Shipping (Tokyo, on us)", 0),
        Sum("Total", 6960, "grand"),
        Sum("Tax in ¥2,700 at 8%", 200, "note"),
        Sum("Tax in ¥4,260 at 10%", 387, "note"),
    ),
    terms=(
        Words("Cancelling", "You may cancel until we begin to pack."),
        Words("Returns and exchanges", "Unopened, unused goods can be returned within 8 days."),
    ),
    seller=(
        Words("Seller", "Happa Tea House (a demo shop)"),
        Words("Telephone", "03-0000-0000"),
    ),
    shop="Happa Tea House",
)

_EN_DOOR = ConfirmationMail(
    locale="en",
    recipient="minori@example.jp",
    number="10235",
    link=LINK.format("en"),
    name="Minori Wakaba",
    day="Wed, 25 Nov 2026",
    slot="",
    sending="Home delivery",
    address=("〒900-0001", "Okinawa Naha-shi Minatomachi 1-2", "Minori Wakaba"),
    payment="Cash on delivery",
    payment_due="Paid to the courier when the parcel is handed over",
    items=(Item("Heatproof Glass Mug", "Mug", 2, 1540, 3080),),
    sums=(
        Sum("Goods (2)", 3080),
        Sum("Shipping (Okinawa)", 1500),
        Sum("Fee (Cash on delivery)", 330),
        Sum("Total", 4910, "grand"),
        Sum("Tax in ¥4,910 at 10%", 446, "note"),
    ),
    terms=_EN_PAID.terms,
    seller=_EN_PAID.seller,
    shop="Happa Tea House",
)
