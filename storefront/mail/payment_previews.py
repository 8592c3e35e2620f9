"""Samples of mails about orders that are not paid yet, or never were."""

from collections.abc import Sequence

from storefront.locales import Locale
from storefront.mail.messages import Message, Words
from storefront.mail.payment_mail import PaymentMail, StoreLines, payment_message

LINK = "http://127.0.0.1:8000/{}/orders/10236/thank-you?key=sample"


def payment_previews(locale: Locale) -> dict[str, Message]:
    """Each of them by name, with sample figures."""
    found = _JAPANESE if locale == "ja" else _ENGLISH
    return {name: payment_message(mail) for name, mail in found.items()}


def _ja(
    subject: str,
    lead: Sequence[str],
    facts: Sequence[Words] = (),
    stores: Sequence[StoreLines] = (),
    rest: Sequence[str] = (),
) -> PaymentMail:
    return PaymentMail(
        locale="ja", recipient="minori@example.jp", subject=f"【はっぱ茶房】{subject}（10236）", preheader=lead[0],
        heading=subject, number="10236", name="若葉 みのり", lead=lead, facts=facts, stores=stores, rest=rest,
        button=Words("ご注文の状況を見る", LINK.format("ja")),
        seller=(Words("販売業者", "はっぱ茶房（デモの店です）"), Words("電話番号", "03-0000-0000")), shop="はっぱ茶房",
    )  # fmt: skip


def _en(
    subject: str,
    lead: Sequence[str],
    facts: Sequence[Words] = (),
    stores: Sequence[StoreLines] = (),
    rest: Sequence[str] = (),
) -> PaymentMail:
    return PaymentMail(
        locale="en", recipient="minori@example.jp", subject=f"[Happa Tea House] {subject} (10236)", preheader=lead[0],
        heading=subject, number="10236", name="Minori Wakaba", lead=lead, facts=facts, stores=stores, rest=rest,
        button=Words("Follow your order", LINK.format("en")),
        seller=(Words("Seller", "Happa Tea House (a demo shop)"), Words("Telephone", "03-0000-0000")), shop="Happa Tea House",
    )  # fmt: skip


_JA_FACTS = (Words("お支払いの額", "¥1,930"), Words("お支払いの期限", "11月27日(金) 23:59"))
_EN_FACTS = (Words("Amount", "¥1,930"), Words("Pay by", "23:59 on Fri, 27 Nov"))
_JA_STORES = (
    StoreLines(
        "ローソン",
        (Words("お支払い番号", "1234 5678"), Words("確認番号", "0312345678")),
        ("店内のLoppiで番号を入れます。", "用紙を印刷します。", "レジで、現金でお支払いください。"),
    ),
)
_EN_STORES = (
    StoreLines(
        "Lawson",
        (Words("Payment number", "1234 5678"), Words("Confirmation number", "0312345678")),
        ("Type the number at the Loppi machine.", "Print the slip.", "Pay in cash at the till."),
    ),
)
_JAPANESE = {
    "how_to_pay": _ja(
        "お支払いのご案内",
        ["11月27日(金) 23:59までに¥1,930をお支払いください。"],
        _JA_FACTS,
        _JA_STORES,
    ),
    "pay_reminder": _ja(
        "お支払いの期限のお知らせ",
        ["お支払いの期限が近づきました。11月27日(金) 23:59を過ぎると、ご注文は取り消されます。"],
        _JA_FACTS,
    ),
    "part_received": _ja(
        "一部のご入金を確認しました",
        ["お振り込みの一部、あわせて¥1,000が届きました。"],
        (Words("残りの額", "¥930"), _JA_FACTS[1], Words("口座番号", "普通 1234567")),
    ),
    "order_expired": _ja("ご注文の期限が過ぎました", ["お支払いの期限が過ぎたため、ご注文は取り消されました。", "届いていた¥1,000は、全額お返しします。"]),
    "order_cancelled": _ja("ご注文の取り消し", ["ご注文を取り消しました。", "代金（¥0）はかかりません。"]),
}  # fmt: skip
_ENGLISH = {
    "how_to_pay": _en(
        "How to pay for your order",
        ["Please pay ¥1,930 by 23:59 on Fri, 27 Nov."],
        _EN_FACTS,
        _EN_STORES,
    ),
    "pay_reminder": _en(
        "Your payment is due soon",
        ["Your order is not paid yet. Unless it is by 23:59 on Fri, 27 Nov, it ends."],
        _EN_FACTS,
    ),
    "part_received": _en(
        "Part of your payment has come",
        ["Part of your transfer, ¥1,000 so far, has reached us."],
        (Words("Still to pay", "¥930"), _EN_FACTS[1], Words("Account", "Ordinary (futsu) 1234567")),
    ),
    "order_expired": _en("Your order has ended", ["The time to pay is over, so your order has ended.", "The ¥1,000 that reached us will be returned in full."]),
    "order_cancelled": _en("Your order is cancelled", ["Your order is cancelled.", "You owe nothing (¥0)."]),
}  # fmt: skip
