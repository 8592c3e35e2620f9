"""Samples of every mail, for the style guide and for whoever changes its words: the longest and the plainest case."""

from dataclasses import replace

from storefront.locales import Locale
from storefront.mail.messages import (
    ConfirmationMail,
    Item,
    Message,
    Parcel,
    RefundMail,
    Sum,
    Words,
    order_amended,
    order_confirmation,
    refund_issued,
)
from storefront.mail.payment_mail import payment_message
from storefront.mail.payment_previews import payment_previews, payment_samples
from storefront.mail.sample_frame import EN, JA, RECIPIENT
from storefront.mail.shipment_mail import shipment_message
from storefront.mail.shipment_previews import sent_sample, shipment_previews
from storefront.mail.suggestion import SuggestedGood, Suggestion
from storefront.mail.wording import MailKind, Wording

INVOICE = "http://127.0.0.1:8000/{}/orders/10234/invoice?key=sample"
NOTE = "http://127.0.0.1:8000/{}/orders/10234/credit-notes/1?key=sample"


def previews(locale: Locale) -> dict[str, Message]:
    """Every mail the shop writes, by name, with sample figures."""
    ja = locale == "ja"
    paid, at_the_door = (_JA_PAID, _JA_DOOR) if ja else (_EN_PAID, _EN_DOOR)
    due = "お支払い済みです（¥7,385）" if ja else "Paid (¥7,385)"
    boxes, sums = (_JA_SPLIT, _JA_SPLIT_SUMS) if ja else (_EN_SPLIT, _EN_SPLIT_SUMS)
    split = replace(paid, slot="", parcels=boxes, sums=sums, payment_due=due, offer=_suggestion(ja))
    return {
        "order_confirmation": order_confirmation(paid),
        "order_confirmation_cash_on_delivery": order_confirmation(at_the_door),
        "order_confirmation_two_parcels": order_confirmation(split),
        "refund_issued": refund_issued(_JA_BACK if ja else _EN_BACK),
        **payment_previews(locale),
        **shipment_previews(locale),
    }


def preview(kind: MailKind, locale: Locale, words: Wording) -> Message:
    """The sample of one kind of mail, in words that need not be stored."""
    paid, back = (_JA_PAID, _JA_BACK) if locale == "ja" else (_EN_PAID, _EN_BACK)
    match kind:
        case MailKind.CONFIRMATION:
            return order_confirmation(paid, words)
        case MailKind.AMENDED:
            return order_amended(paid, words)
        case MailKind.REFUND:
            return refund_issued(back, words)
        case MailKind.SENT:
            return shipment_message(sent_sample(locale), words)
    mail = next(one for found, one in payment_samples(locale).values() if found is kind)
    return payment_message(mail, kind, words)


def _suggestion(ja: bool) -> Suggestion:
    site = f"http://127.0.0.1:8000/{'ja' if ja else 'en'}"
    link = f"{site}/products/acacia-honey?sku=HONEY-180&from=mail"
    if ja:
        why = "40件のご注文のうち12件で一緒に"
        honey = SuggestedGood("アカシアはちみつ 一瓶 180g", 1400, why, link)
        reason = "お届けするお品と合わせて使えるものです。"
        return Suggestion("次のお買いものに", reason, (honey,), f"{site}/offers")
    honey = SuggestedGood("Acacia Honey, One jar, 180 g", 1400, "Together in 12 of 40 orders", link)
    reason = "They go with what is on its way to you."
    return Suggestion("For another time", reason, (honey,), f"{site}/offers")


_JA_PAID = ConfirmationMail(
    locale="ja",
    recipient=RECIPIENT,
    number="10234",
    link=JA.link("10234"),
    invoice=Words("領収書（適格請求書）", INVOICE.format("ja")),
    name=JA.name,
    day="2026年11月25日(水)",
    slot="14時〜16時",
    parcels=(Parcel("宅配便", "11月25日(水)", "当社負担（通常¥650）"),),
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
    seller=JA.seller,
    shop=JA.shop,
)

_JA_SPLIT = (
    Parcel("宅配便（常温の品3点）", "11月25日(水)", "当社負担（通常¥650）"),
    Parcel("クール便（冷蔵の品1点）", "11月26日(木)", "¥925"),
)

_JA_SPLIT_SUMS = (
    Sum("商品の合計（4点）", 6960),
    Sum("割引", -500, "saving"),
    Sum("送料（東京都）", 925),
    Sum("合計", 7385, "grand"),
)

_JA_DOOR = replace(
    _JA_PAID,
    number="10235",
    slot="",
    parcels=(Parcel("宅配便", "11月25日(水)", "¥1,500"),),
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
)

_EN_PAID = ConfirmationMail(
    locale="en",
    recipient=RECIPIENT,
    number="10234",
    link=EN.link("10234"),
    invoice=Words("Receipt and tax invoice", INVOICE.format("en")),
    name=EN.name,
    day="Wed, 25 Nov 2026",
    slot="2–4 pm",
    parcels=(Parcel("Home delivery", "Wed, 25 Nov", "On us (¥650 otherwise)"),),
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
    seller=EN.seller,
    shop=EN.shop,
)

_EN_SPLIT = (
    Parcel("Home delivery (3 ordinary)", "Wed, 25 Nov", "On us (¥650 otherwise)"),
    Parcel("Refrigerated parcel (1 kept cool)", "Thu, 26 Nov", "¥925"),
)

_EN_SPLIT_SUMS = (
    Sum("Goods (4)", 6960),
    Sum("Discount", -500, "saving"),
    Sum("Shipping (Tokyo)", 925),
    Sum("Total", 7385, "grand"),
)

_EN_DOOR = replace(
    _EN_PAID,
    number="10235",
    slot="",
    parcels=(Parcel("Home delivery", "Wed, 25 Nov", "¥1,500"),),
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
)

_JA_BACK = RefundMail(
    locale="ja",
    recipient=RECIPIENT,
    number="10234",
    name=JA.name,
    lead="ご注文 10234 について、2026年11月30日(月)に¥2,930の返金の手続きをしました。",
    ways=(
        "お支払いに使われたカードへお返しします。カード会社の処理に3〜10日ほどかかり、締め日によっては次回以降のご請求で差し引かれます。",
    ),
    amount=2930,
    reason="マグの取っ手が欠けていたため",
    items=(Sum("陶のマグ・藍 × 1", 2720), Sum("送料（宅配便）", 210)),
    credit_note_link=NOTE.format("ja"),
    invoice=Words("領収書（適格請求書）", INVOICE.format("ja")),
    link=JA.link("10234"),
    seller=JA.seller,
    shop=JA.shop,
)

_EN_BACK = RefundMail(
    locale="en",
    recipient=RECIPIENT,
    number="10234",
    name=EN.name,
    lead="On Mon, 30 Nov 2026 we started a refund of ¥2,930 for your order 10234.",
    ways=(
        "To the card you paid with. Card companies take about 3 to 10 days, and depending on your closing date it may come off a later statement.",
    ),
    amount=2930,
    reason="The handle of the mug was chipped",
    items=(Sum("Stoneware Mug, Indigo × 1", 2720), Sum("Shipping (Home delivery)", 210)),
    credit_note_link=NOTE.format("en"),
    invoice=Words("Receipt and tax invoice", INVOICE.format("en")),
    link=EN.link("10234"),
    seller=EN.seller,
    shop=EN.shop,
)
