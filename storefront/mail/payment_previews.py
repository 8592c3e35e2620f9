"""Samples of mails about an order's money: not paid yet, never paid, on its way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.locales import Locale
from storefront.mail.messages import Message, Words
from storefront.mail.payment_mail import PaymentMail, StoreLines, payment_message
from storefront.mail.sample_frame import EN, JA, RECIPIENT, SampleFrame
from storefront.mail.wording import MailKind

NUMBER = "10236"
SENT_BACK = ("money_sent_to_account", "money_sent_to_card")
"""Two samples of one kind of mail."""


def payment_samples(locale: Locale) -> dict[str, tuple[MailKind, PaymentMail]]:
    """Each of them by name with its kind, with sample figures."""
    found = _JAPANESE if locale == "ja" else _ENGLISH
    return {
        name: (MailKind.MONEY_SENT if name in SENT_BACK else MailKind(name), mail)
        for name, mail in found.items()
    }


def payment_previews(locale: Locale) -> dict[str, Message]:
    """Each of them by name, in the words that are stored."""
    return {
        name: payment_message(mail, kind) for name, (kind, mail) in payment_samples(locale).items()
    }


@dataclass(frozen=True)
class _Letter:
    """Samples of letters about money in one language."""

    frame: SampleFrame

    def __call__(
        self,
        subject: str,
        lead: Sequence[str],
        facts: Sequence[Words] = (),
        rest: Sequence[str] = (),
        *,
        stores: Sequence[StoreLines] = (),
        button: str = "",
    ) -> PaymentMail:
        own = self.frame
        return PaymentMail(
            locale=own.locale, recipient=RECIPIENT, subject=own.subject(subject, NUMBER), preheader=lead[0],
            heading=subject, number=NUMBER, name=own.name, lead=lead, facts=facts, stores=stores, rest=rest,
            button=Words(button or own.button, own.link(NUMBER)), seller=own.seller, shop=own.shop,
        )  # fmt: skip


_ja, _en = _Letter(JA), _Letter(EN)
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
_JA_BACK = Words("ご返金の額", "¥2,190")
_EN_BACK = Words("Amount", "¥2,190")
_JA_WHY = Words("理由", "マグの取っ手が欠けていたため")
_EN_WHY = Words("Reason", "The handle of the mug was chipped")
_JA_LINK = (
    Words("おやすみブレンド・30包 × 1", "¥1,280"),
    Words("送料（宅配便）", "¥650"),
    *_JA_FACTS,
)
_EN_LINK = (Words("Sleep Blend, 30 bags × 1", "¥1,280"), Words("Shipping (Home delivery)", "¥650"), *_EN_FACTS)  # fmt: skip
_JAPANESE = {
    "how_to_pay": _ja(
        "お支払いのご案内",
        ["11月27日(金) 23:59までに¥1,930をお支払いください。"],
        _JA_FACTS,
        stores=_JA_STORES,
    ),
    "pay_link": _ja(
        "お支払いのお願い",
        ["お電話でのご注文を承りました。ありがとうございます。"],
        _JA_LINK,
        ["カードの番号を、お電話やメールでお尋ねすることはありません。"],
        button="お支払いへ進む",
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
    "account_wanted": _ja(
        "ご返金先の口座をお知らせください",
        ["¥2,190をお返しします。", "このお支払い方法では、銀行振込でお返しします。"],
        (_JA_BACK, _JA_WHY),
        [
            "振込手数料は当店が負担します。",
            "口座番号や暗証番号を、メールや電話でお尋ねすることはありません。",
        ],
        button="口座を入力する",
    ),
    "money_sent_to_account": _ja(
        "ご返金を振り込みました",
        ["11月30日(月)に、お知らせいただいた口座へ¥2,190を振り込みました。"],
        (_JA_BACK, _JA_WHY),
        ["届くまでに、銀行の営業日で1日ほどかかることがあります。"],
    ),
    "money_sent_to_card": _ja(
        "ご返金の手続きを済ませました",
        [
            "11月30日(月)に¥2,190をお返しする手続きを済ませました。",
            "お支払いが届いたときには、商品がなくなっていました。ご注文は成立していません。申し訳ありません。",
        ],
        (_JA_BACK,),
        ["お支払いに使われたカードへお返しします。カード会社の処理に3〜10日ほどかかります。"],
    ),
    "order_changed": _ja(
        "お届けの内容が変わりました",
        ["ご注文のお届けの内容を、次のように改めました。"],
        (Words("お届け先", "〒060-0001 北海道札幌市中央区北一条西1 若葉 みのり 様"), Words("お届け予定", "2026年11月26日(木) 14時〜16時")),
        ["送料の差額¥350は当店が負担します。お支払いは変わりません。"],
    ),
}  # fmt: skip
_ENGLISH = {
    "how_to_pay": _en(
        "How to pay for your order",
        ["Please pay ¥1,930 by 23:59 on Fri, 27 Nov."],
        _EN_FACTS,
        stores=_EN_STORES,
    ),
    "pay_link": _en(
        "Please pay for your order",
        ["Thank you for your order by phone."],
        _EN_LINK,
        ["We never ask for card numbers by telephone or e-mail."],
        button="Go to payment",
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
    "account_wanted": _en(
        "Where shall we send your refund?",
        [
            "¥2,190 is coming back to you.",
            "For this way of paying, we send refunds by bank transfer.",
        ],
        (_EN_BACK, _EN_WHY),
        [
            "We bear the transfer charge.",
            "We never ask for account numbers or PINs by e-mail or telephone.",
        ],
        button="Enter your account",
    ),
    "money_sent_to_account": _en(
        "Your refund is on its way",
        ["On Mon, 30 Nov we sent ¥2,190 to the account you gave us."],
        (_EN_BACK, _EN_WHY),
        ["It may take about one banking day to arrive."],
    ),
    "money_sent_to_card": _en(
        "Your refund has been made",
        [
            "On Mon, 30 Nov we refunded ¥2,190.",
            "By the time your payment reached us, the goods were gone, so your order did not go through. We are sorry.",
        ],
        (_EN_BACK,),
        ["To the card you paid with. Card companies take about 3 to 10 days."],
    ),
    "order_changed": _en(
        "Your delivery has changed",
        ["We have changed how your order is delivered, as follows."],
        (Words("Delivery address", "〒060-0001 Hokkaido Sapporo-shi Chuo-ku 1-1 Minori Wakaba"), Words("Expected", "Thu, 26 Nov 2026 2–4 pm")),
        ["We bear the ¥350 that sending it costs more. What you pay stays the same."],
    ),
}  # fmt: skip
