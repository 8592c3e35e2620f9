"""Samples of mails about money that goes back."""

from collections.abc import Sequence

from storefront.locales import Locale
from storefront.mail.messages import Message, Words
from storefront.mail.payment_mail import PaymentMail, payment_message

LINK = "http://127.0.0.1:8000/{}/orders/10236/reimbursements/1?key=sample"


def money_previews(locale: Locale) -> dict[str, Message]:
    """Each of them by name, with sample figures."""
    found = _JAPANESE if locale == "ja" else _ENGLISH
    return {name: payment_message(mail) for name, mail in found.items()}


def _ja(
    subject: str, lead: Sequence[str], why: str, rest: Sequence[str], button: str
) -> PaymentMail:
    reason = (Words("理由", why),) if why else ()
    return PaymentMail(
        locale="ja", recipient="minori@example.jp", subject=f"【はっぱ茶房】{subject}（10236）", preheader=lead[0],
        heading=subject, number="10236", name="若葉 みのり", lead=lead, facts=(Words("ご返金の額", "¥2,190"), *reason),
        stores=(), rest=rest, button=Words(button, LINK.format("ja")),
        seller=(Words("販売業者", "はっぱ茶房（デモの店です）"), Words("電話番号", "03-0000-0000")), shop="はっぱ茶房",
    )  # fmt: skip


def _en(
    subject: str, lead: Sequence[str], why: str, rest: Sequence[str], button: str
) -> PaymentMail:
    reason = (Words("Reason", why),) if why else ()
    return PaymentMail(
        locale="en", recipient="minori@example.jp", subject=f"[Happa Tea House] {subject} (10236)", preheader=lead[0],
        heading=subject, number="10236", name="Minori Wakaba", lead=lead, facts=(Words("Amount", "¥2,190"), *reason),
        stores=(), rest=rest, button=Words(button, LINK.format("en")),
        seller=(Words("Seller", "Happa Tea House (a demo shop)"), Words("Telephone", "03-0000-0000")), shop="Happa Tea House",
    )  # fmt: skip


_JAPANESE = {
    "account_wanted": _ja(
        "ご返金先の口座をお知らせください",
        ["¥2,190をお返しします。", "このお支払い方法では、銀行振込でお返しします。"],
        "マグの取っ手が欠けていたため",
        [
            "振込手数料は当店が負担します。",
            "口座番号や暗証番号を、メールや電話でお尋ねすることはありません。",
        ],
        "口座を入力する",
    ),
    "money_sent_to_account": _ja(
        "ご返金を振り込みました",
        ["11月30日(月)に、お知らせいただいた口座へ¥2,190を振り込みました。"],
        "マグの取っ手が欠けていたため",
        ["届くまでに、銀行の営業日で1日ほどかかることがあります。"],
        "ご注文の状況を見る",
    ),
    "money_sent_to_card": _ja(
        "ご返金の手続きを済ませました",
        [
            "11月30日(月)に¥2,190をお返しする手続きを済ませました。",
            "お支払いが届いたときには、商品がなくなっていました。ご注文は成立していません。申し訳ありません。",
        ],
        "",
        ["お支払いに使われたカードへお返しします。カード会社の処理に3〜10日ほどかかります。"],
        "ご注文の状況を見る",
    ),
}
_ENGLISH = {
    "account_wanted": _en(
        "Where shall we send your refund?",
        [
            "¥2,190 is coming back to you.",
            "For this way of paying, we send refunds by bank transfer.",
        ],
        "The handle of the mug was chipped",
        [
            "We bear the transfer charge.",
            "We never ask for account numbers or PINs by e-mail or telephone.",
        ],
        "Enter your account",
    ),
    "money_sent_to_account": _en(
        "Your refund is on its way",
        ["On Mon, 30 Nov we sent ¥2,190 to the account you gave us."],
        "The handle of the mug was chipped",
        ["It may take about one banking day to arrive."],
        "Follow your order",
    ),
    "money_sent_to_card": _en(
        "Your refund has been made",
        [
            "On Mon, 30 Nov we refunded ¥2,190.",
            "By the time your payment reached us, the goods were gone, so your order did not go through. We are sorry.",
        ],
        "",
        ["To the card you paid with. Card companies take about 3 to 10 days."],
        "Follow your order",
    ),
}
